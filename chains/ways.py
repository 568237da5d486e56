"""Ways along the links of a chain, as values: how far to follow them, what leads from one to another."""

from __future__ import annotations

from dataclasses import dataclass

MOST_WAYS = 10


@dataclass(frozen=True, slots=True)
class Reach:
    """How far to follow the links from a segment: steps upstream and downstream, None for to the end."""

    up: int | None = 0
    down: int | None = 0

    @property
    def text(self) -> str:
        """In words: `上游 2 层、下游全部`."""
        parts = [
            f"{word}全部" if depth is None else f"{word} {depth} 层"
            for word, depth in (("上游", self.up), ("下游", self.down))
            if depth != 0
        ]
        return "、".join(parts)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways from one segment to another.

    `on` holds every segment on some way, both ends included; empty where no way leads there. `shortest` are
    the shortest ways that go through no segment twice, at most MOST_WAYS; `count` how many there are in all,
    None where a cycle lies between and counting would take for ever.
    """

    source: str
    target: str
    on: frozenset[str] = frozenset()
    shortest: tuple[tuple[str, ...], ...] = ()
    count: int | None = 0

    @property
    def count_text(self) -> str:
        """How many, in words."""
        if self.count is not None:
            return f"{self.count:,} 条"
        return (
            f"{len(self.shortest)} 条以上" if len(self.shortest) == MOST_WAYS else f"{len(self.shortest)} 条"
        )
