"""What a hand does on the map: one gesture a file."""
