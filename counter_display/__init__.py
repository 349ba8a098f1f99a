"""The hall's side of a call: LED numbers, the board on the wall, and the chime."""
