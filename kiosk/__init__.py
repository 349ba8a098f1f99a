"""The touch screen on which citizens take their number."""
