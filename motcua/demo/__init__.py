"""The whole hall on one machine with simulated devices: played as a script, or open to be tried."""
