"""The recording wizard: an officer's voice becomes the voice of the hall, in five minutes."""
