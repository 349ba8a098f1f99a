"""The trade of the reception counter in plain Python: no database, no device, no screen."""
