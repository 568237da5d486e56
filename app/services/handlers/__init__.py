"""One function per command: (command, unit) → Done."""
