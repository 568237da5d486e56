"""Puts the program together and runs it: services, files in and out, the command line, the desktop."""

__version__ = "0.1.0"
