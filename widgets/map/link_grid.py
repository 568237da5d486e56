"""Which link passes near a point: the parts of all links, sorted into squares of the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF

_SIDE = 128.0
"""Of a square, and the most that one part of a link may be long, in drawing units."""

_ROWS = 1 << 24


class LinkGrid:
    """Made from the corners of all links, one after another, and where each link's corners begin."""

    def __init__(self, corners: NDArray[np.float64], begins: NDArray[np.int64]) -> None:
        inner = np.ones(len(corners), dtype=bool)
        inner[begins[1:] - 1] = False
        inner[-1:] = False
        at = np.flatnonzero(inner)
        links = np.searchsorted(begins, at, side="right") - 1
        starts, ways = corners[at], corners[at + 1] - corners[at]
        pieces = np.maximum(1, np.ceil(np.hypot(ways[:, 0], ways[:, 1]) / _SIDE)).astype(np.int64)
        number = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        self._ways = np.repeat(ways / pieces[:, None], pieces, axis=0)
        self._starts = np.repeat(starts, pieces, axis=0) + self._ways * number[:, None]
        self._links = np.repeat(links, pieces)
        keys = _keys(self._starts + self._ways / 2)
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._starts, self._ways, self._links = self._starts[order], self._ways[order], self._links[order]

    def nearest(self, point: QPointF, near: float) -> int | None:
        """Number of the link nearest to the point, None when all are further away than `near`."""
        here = np.array((point.x(), point.y()))
        reach = near + _SIDE / 2
        found = self._pieces_about(here, reach)
        if not len(found):
            return None
        starts, ways = self._starts[found], self._ways[found]
        lengths = np.maximum((ways**2).sum(axis=1), 1e-12)
        parts = np.clip(((here - starts) * ways).sum(axis=1) / lengths, 0.0, 1.0)
        distances = ((starts + ways * parts[:, None] - here) ** 2).sum(axis=1)
        best = int(distances.argmin())
        return int(self._links[found[best]]) if distances[best] <= near**2 else None

    def _pieces_about(self, here: NDArray[np.float64], reach: float) -> NDArray[np.int64]:
        """Pieces whose middle lies in a square within `reach`: a strip for each column of squares."""
        left, top = np.floor((here - reach) / _SIDE).astype(np.int64)
        right, bottom = np.floor((here + reach) / _SIDE).astype(np.int64)
        columns = np.arange(left, right + 1) * _ROWS
        begins = np.searchsorted(self._keys, columns + top, side="left")
        ends = np.searchsorted(self._keys, columns + bottom, side="right")
        return np.concatenate([np.arange(one, two) for one, two in zip(begins, ends, strict=True)])


def _keys(middles: NDArray[np.float64]) -> NDArray[np.int64]:
    squares = np.floor(middles / _SIDE).astype(np.int64)
    keys: NDArray[np.int64] = squares[:, 0] * _ROWS + squares[:, 1]
    return keys
