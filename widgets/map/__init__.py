"""The map: a chain painted as a stage graph."""
