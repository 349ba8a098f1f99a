"""The kiosk's screens: drawn from snapshots, giving away plain requests."""
