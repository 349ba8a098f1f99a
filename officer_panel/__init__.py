"""The officer's panel at a counter: call, serve, hold, transfer."""
