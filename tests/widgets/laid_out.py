"""Chains laid out for drawing: each of them once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from chains.catalogue_reader import built_in_catalogue
from chains.chain import Chain
from chains.layout import Layout, lay_out
from chains.state import ChainState
from tests.builders import TODAY
from widgets.map.scene import MapPicture, box_sizes


def a_picture(state: ChainState, **facts: object) -> MapPicture:
    """The state laid out."""
    sizes = box_sizes(state.chain)
    return replace(MapPicture.of(state, _laid_out(state.chain, tuple(sizes.items())), {}, TODAY), **facts)


@lru_cache(maxsize=32)
def _laid_out(chain: Chain, sizes: tuple[tuple[str, tuple[float, float]], ...]) -> Layout:
    # The same chain gives the same layout, see tests/chains/test_layout.py; 轮胎 takes 0.2 s.
    return lay_out(chain, dict(sizes))


def a_built_in(code: str = "tyre") -> ChainState:
    """A chain of the catalogue as it is delivered."""
    entry = built_in_catalogue().chain(code)
    return ChainState(entry.chain, entry.assessments, {}, built_in_catalogue().products)
