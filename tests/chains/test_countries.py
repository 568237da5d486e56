"""来源国（地区）: names as they are kept, and what stops when one of them does."""

from __future__ import annotations

import pytest

from chains.chain import SegmentRef
from chains.countries import MOST_COUNTRIES, countries_in, country_names
from chains.errors import InvalidValue
from chains.gaps import ImpactCache
from chains.import_origins import ImportMarks, import_marks, imports_by_country
from chains.kinds import Coverage, Degree, Source
from chains.marking import Assessment
from chains.scenario import Fill, Stop, Supposition, suppose
from chains.scenario_outcome import outcome_of
from chains.scenario_text import as_text, from_text, sentence
from chains.state import ChainState
from tests.builders import a_chain, a_state

JAPAN, GERMANY = (Stop(Source.ABROAD, None, name) for name in ("日本", "德国"))


def _imported(*countries: str, degree: Degree | None = Degree.WHOLLY) -> Assessment:
    return Assessment(Coverage.MISSING, Source.ABROAD, degree, countries=countries)


def _tyre() -> ChainState:
    """rubber from Japan and Germany, cord from Japan, mould from nobody knows where, steel not imported."""
    state = a_state(a_chain("rubber>tyre", "cord>tyre", "mould>tyre", "steel>tyre"), steel=Coverage.MISSING)
    marks = {
        **state.assessments,
        "rubber": _imported("日本", "德国"),
        "cord": _imported("日本", degree=Degree.PARTLY),
        "mould": _imported(),
    }
    return ChainState(state.chain, marks, {}, state.products)


def _lost(*supposed: Supposition) -> dict[str, float]:
    return {ref.segment: part for ref, part in suppose([_tyre()], supposed).lost.items()}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("日本", ("日本",)),
        (" 日本；德国 ，日本国", ("日本", "德国")),
        ("Japan/GERMANY", ("日本", "德国")),
        ("ＪＰ、usa", ("日本", "美国")),
        ("台湾、香港", ("中国台湾", "中国香港")),
        ("韩国 日本", ("韩国", "日本")),
        ("United States", ("美国",)),
        ("亚特兰蒂斯", ("亚特兰蒂斯",)),
        (" 、；", ()),
    ],
)
def test_a_country_is_kept_by_one_name_however_it_is_written(written: str, kept: tuple[str, ...]) -> None:
    assert countries_in(written) == kept
    assert countries_in("、".join(kept)) == kept


@pytest.mark.parametrize(
    "written", ["中国", "日本、CN", "长" * 41, "、".join(map(str, range(MOST_COUNTRIES + 1)))]
)
def test_home_and_what_is_no_name_are_refused(written: str) -> None:
    with pytest.raises(InvalidValue):
        countries_in(written)


def test_every_known_name_stands_for_itself_once() -> None:
    names = country_names()

    assert len(names) == len(set(names)) > 240
    assert all(countries_in(name) == (name,) for name in names)


def test_countries_are_counted_by_segments_and_imports_without_one_are_told_apart() -> None:
    assert imports_by_country([_tyre()]) == (("日本", 2), ("德国", 1))
    assert import_marks([_tyre()]) == ImportMarks(imported=3, without_country=1)


def test_only_marks_that_name_the_country_lose_supply_each_country_as_much() -> None:
    assert _lost(JAPAN) == {"rubber": 0.5, "cord": 0.25}
    assert _lost(GERMANY) == {"rubber": 0.5}
    assert _lost(JAPAN, GERMANY) == _lost(GERMANY, JAPAN) == {"rubber": 1.0, "cord": 0.25}


def test_all_imports_stopped_counts_more_than_any_country() -> None:
    assert _lost(JAPAN, Stop()) == {"rubber": 1.0, "cord": 0.25, "mould": 1.0}


def test_a_filled_gap_hangs_on_no_country_any_more() -> None:
    ref = SegmentRef("test", "rubber")

    assert _lost(JAPAN, Fill(ref)) == {"cord": 0.25}
    assert suppose([_tyre()], [Fill(ref)]).states[0].assessment("rubber").countries == ()


def test_a_stopped_country_tells_how_many_imports_name_none_and_what_goes_dark() -> None:
    outcome = outcome_of([_tyre()], [GERMANY], ImpactCache())

    assert outcome.imports == ImportMarks(imported=3, without_country=1)
    assert [(step.name, step.after) for step in outcome.chains[0].steps] == [("rubber", 0.5), ("tyre", 0.5)]
    # rubber and tyre lose half each, of five segments
    assert outcome.chains[0].after.standstill == pytest.approx(0.2)
    assert outcome_of([_tyre()], [Stop()], ImpactCache()).imports is None


def test_a_country_that_no_mark_names_stops_nothing_and_is_told() -> None:
    france = Stop(Source.ABROAD, None, "法国")

    outcome = outcome_of([_tyre()], [france], ImpactCache())

    assert outcome.unknown == (france,)
    assert not outcome.chains[0].changed


def test_a_stopped_country_is_kept_as_text_and_read_as_a_sentence() -> None:
    assert as_text(JAPAN) == "stop * abroad :日本"
    assert from_text(as_text(JAPAN)) == JAPAN
    assert from_text("stop * abroad") == Stop()
    assert sentence(JAPAN, {}) == "断供：日本 → 全部环节"
