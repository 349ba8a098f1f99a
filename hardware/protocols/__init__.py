"""What devices can do, as the programs see them; no bytes, no ports."""
