"""Devices of the hall: protocols, links, frames, one owner thread per line, drivers, simulators."""
