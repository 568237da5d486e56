"""The overview: chains as nodes, shared products as links, what one chain could make for another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chains.catalogue_reader import built_in_catalogue
from chains.kinds import Coverage
from chains.overview import ChainsOverview, overview_of_all
from chains.overview_layout import lay_out_overview
from chains.rows import ChainOverview
from chains.state import ChainState
from tests.builders import a_chain, a_state, a_supplier

SIZE = (150.0, 56.0)


def test_chains_that_share_a_product_are_linked_once() -> None:
    tyre = a_state(a_chain("rubber>tyre", code="t"))
    car = a_state(a_chain("tyre>car", "rubber>car", code="c"))
    motor = a_state(a_chain("copper>motor", code="m"))

    overview = overview_of_all((tyre, car, motor))

    assert [(link.one, link.other) for link in overview.links] == [("t", "c")]
    assert [product.code for product in overview.links[0].products] == ["rubber", "tyre"]


def test_a_gap_that_the_other_chain_makes_is_a_match() -> None:
    tyre = a_state(a_chain("rubber>tyre", code="t"), tyre=Coverage.STRONG)
    car = a_state(a_chain("tyre>car", "rubber>car", code="c"), tyre=Coverage.MISSING, rubber=Coverage.MISSING)

    link = overview_of_all((tyre, car)).links[0]

    assert [product.code for product in link.matches] == ["tyre"]
    assert [str(ref) for ref in link.matches[0].gaps] == ["c/tyre"]
    assert link.products[0].code == "tyre"


def test_a_local_supplier_makes_it_where_nobody_assessed() -> None:
    tyre = a_state(a_chain("rubber>tyre", code="t"), {"tyre": (a_supplier("甲"),)})
    car = a_state(a_chain("tyre>car", code="c"), tyre=Coverage.WEAK)

    assert overview_of_all((tyre, car)).links[0].matches


def test_two_gaps_are_no_match() -> None:
    one = a_state(a_chain("a>b", code="x"), a=Coverage.MISSING)
    two = a_state(a_chain("a>c", code="y"), a=Coverage.WEAK)

    assert not overview_of_all((one, two)).links[0].matches


def test_without_assessments_a_chain_has_no_rate() -> None:
    assert overview_of_all((a_state(a_chain("a>b")),)).chains[0].local_supply_rate is None


def test_every_shared_product_of_the_catalogue_is_in_exactly_the_links_of_its_chains() -> None:
    catalogue = built_in_catalogue()
    states = [ChainState(one.chain, one.assessments, {}, catalogue.products) for one in catalogue.chains]

    overview = overview_of_all(states)

    for link in overview.links:
        assert all({link.one, link.other} == {ref.chain for ref in one.segments} for one in link.products)


def _chains(clusters: list[int]) -> ChainsOverview:
    empty = ChainOverview("", "", "", None, None, 0, 0, 0, 0, 0)
    return ChainsOverview(
        tuple(
            replace(empty, code=f"c{number}", cluster=f"k{cluster}")
            for number, cluster in enumerate(clusters)
        )
    )


@given(
    clusters=st.lists(st.integers(0, 6), max_size=60),
    aspect=st.floats(0.1, 10),
)
def test_no_two_boxes_overlap_and_all_lie_in_the_whole(clusters: list[int], aspect: float) -> None:
    layout = lay_out_overview(_chains(clusters), SIZE, aspect)
    boxes = list(layout.boxes.values())

    assert len(boxes) == len(clusters)
    for number, box in enumerate(boxes):
        assert box.x >= -1e-6 and box.y >= -1e-6
        assert box.right <= layout.width + 1e-6 and box.bottom <= layout.height + 1e-6
        for other in boxes[:number]:
            assert (
                box.x >= other.right - 1e-6
                or other.x >= box.right - 1e-6
                or box.y >= other.bottom - 1e-6
                or other.y >= box.bottom - 1e-6
            )


@given(clusters=st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_chains_of_a_cluster_stand_together(clusters: list[int]) -> None:
    overview = _chains(clusters)
    cluster_of = {chain.code: chain.cluster for chain in overview.chains}

    order = [cluster_of[code] for code in lay_out_overview(overview, SIZE).order]

    changes = sum(one != two for one, two in pairwise(order))
    assert changes == len(set(order)) - 1


def test_the_same_chains_give_the_same_drawing() -> None:
    overview = _chains([1, 2, 1, 3])

    assert lay_out_overview(overview, SIZE) == lay_out_overview(overview, SIZE)
