"""The only modules that touch serial ports, sockets and files of devices."""
