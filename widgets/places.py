"""Size of the window and places of its panels, as bytes to keep."""

from __future__ import annotations

from typing import NamedTuple

_MOST = 0xFFFF


class Places(NamedTuple):
    """Qt's own two texts, and the room of the panels at the left, top, right and bottom, in pixels."""

    geometry: bytes
    room: tuple[int, int, int, int]
    state: bytes

    def packed(self) -> bytes:
        """As one row of bytes."""
        room = b"".join(min(pixels, _MOST).to_bytes(2, "big") for pixels in self.room)
        return len(self.geometry).to_bytes(4, "big") + self.geometry + room + self.state

    @classmethod
    def unpacked(cls, row: bytes) -> Places | None:
        """What `packed` gave; None for anything shorter. Qt itself tells whether its parts are whole."""
        end = 4 + int.from_bytes(row[:4], "big")
        room, state = row[end : end + 8], row[end + 8 :]
        if end == 4 or not state:
            return None
        left, top, right, bottom = (int.from_bytes(room[at : at + 2], "big") for at in range(0, 8, 2))
        return cls(row[4:end], (left, top, right, bottom), state)
