"""Pure bytes and pictures: no port, no time, no thread."""
