"""Devices as the programs use them: a frame, a link and an actor put together."""
