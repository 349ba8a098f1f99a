"""What the programs with a screen share: bridge, look, sizes, small widgets."""
