"""The command line: what people at the ward and their scripts type."""
