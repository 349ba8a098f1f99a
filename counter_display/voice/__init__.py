"""What the hall hears: sound made once, played on a thread of its own."""
