"""Simulated devices that misbehave on order; shipped, for the demo and for trying things out."""
