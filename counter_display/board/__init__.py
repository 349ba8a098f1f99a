"""The large board in the hall: drawn from ``Hall`` snapshots, fed with calls."""
