"""With what status the command line ends."""

from __future__ import annotations

DONE, IN_PART, REFUSED = 0, 1, 2
"""Done, done in part (rows rejected), refused with a message."""
