"""The panel's parts on the screen: drawn from snapshots, telling wishes by signals."""
