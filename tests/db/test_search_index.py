"""What is typed is text: the index finds what looking at every company finds, after every way of writing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.workspace import Workspace
from chains.commands import CompanyArrival, ImportCompanies
from chains.company import Company
from chains.names import normalised_name
from chains.regions import region_name
from chains.registry import BEST_FIRST, CompanyFilter, CompanySort, SortColumn
from chains.typed import SearchTexts, rank_of, typed_words
from db import search_index, search_reading
from db.engine import looking, make_engine
from db.registry_index import differences
from tests.builders import a_company, a_workspace, bring_in
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)

NASTY = Path(__file__).parents[3] / "shared" / "bad-inputs" / "text" / "nasty_names.json"
_SIGNS = "威海广泰轮胎有限公司（）()\"'*%_-:^&|~\\ \t.,;OR NEARAND1abwgZ9０ＡＢ\u200bé中"


def _texts(company: Company) -> SearchTexts:
    return SearchTexts(
        (company.name, company.short_name, *company.former_names),
        (*company.products, company.scope, company.industry),
        company.region,
        (company.credit_code, company.stock_code),
    )


def _naively(companies: list[Company], typed: str) -> list[int]:
    """Every company looked at: hits in the name first, then in order of arrival."""
    words = typed_words(typed)
    ranked = [(rank_of(words, _texts(one)), one.id) for one in companies]
    return [one for _, one in sorted(pair for pair in ranked if pair[0] is not None)]


def _found(workspace: Workspace, typed: str, sort: CompanySort = BEST_FIRST) -> list[int]:
    with workspace.read() as reader:
        rows = reader.find_companies(CompanyFilter(typed), sort, 0, 1000)
        assert reader.count_companies(CompanyFilter(typed)).number == len(rows)
        return [row.id for row in rows]


def _companies(workspace: Workspace) -> list[Company]:
    return list(workspace.companies())


@contextmanager
def _connection(workspace: Workspace) -> Iterator[object]:
    engine = make_engine(workspace.database.place)
    with looking(engine) as connection:
        yield connection
    engine.dispose()


def _faults(workspace: Workspace) -> list[str]:
    with _connection(workspace) as connection:
        return differences(connection)


def test_the_meaning_of_a_search_is_what_the_words_say() -> None:
    company = a_company(
        "威高集团有限公司",
        "输液器",
        former_names=("威海医用高分子公司",),
        scope="医疗器械生产；技术进出口",
        region="371082",
        credit_code="91371000166686606Q",
    )

    def rank(typed: str) -> int | None:
        return rank_of(typed_words(typed), _texts(company))

    assert [
        rank(one) for one in ("威", "威高", "高分子", "wgjt", "weigao", "w", "686606", "６８６６０６ｑ")
    ] == [0] * 8
    assert [rank(one) for one in ("输液", "进出口", "荣成", "威高 器械")] == [1] * 4
    assert [rank(one) for one in ("高威", "gw", "igaow eihai", "686", "xyz", "威高 轮胎")] == [None] * 6


@settings(max_examples=40)
@given(
    names=st.lists(st.text(_SIGNS, min_size=1, max_size=14), min_size=1, max_size=12),
    scopes=st.lists(st.text(_SIGNS, max_size=30), min_size=1, max_size=4),
    typed=st.lists(st.text(_SIGNS + "\x00", min_size=1, max_size=6), min_size=1, max_size=10),
    pieces=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 12), st.integers(1, 6)), max_size=6),
)
def test_typed_text_finds_what_looking_at_every_company_finds(
    tmp_path: Path, names: list[str], scopes: list[str], typed: list[str], pieces: list[tuple[int, int, int]]
) -> None:
    path = tmp_path / "x.lianpu"
    path.unlink(missing_ok=True)
    workspace = a_workspace(path)
    arrivals = [
        CompanyArrival(a_company(name, name[::-1], scope=scopes[place % len(scopes)]))
        for place, name in enumerate(names)
    ]
    workspace.execute(ImportCompanies("a.csv", tuple(arrivals), {}))
    companies = _companies(workspace)

    parts = [names[place % len(names)][start : start + size] for place, start, size in pieces]
    for one in [*typed, *parts]:
        if typed_words(one):
            assert _found(workspace, one) == _naively(companies, one)
            by_name = _found(workspace, one, CompanySort(SortColumn.NAME, descending=True))
            assert sorted(by_name) == sorted(_naively(companies, one))
    assert _faults(workspace) == []


@pytest.mark.of_files  # the same text goes to a server in test_copying
@pytest.mark.skipif(not NASTY.exists(), reason="the shared bad inputs are not here")
def test_nasty_names_are_found_by_their_own_text(workspace: Workspace) -> None:
    names = _strings(json.loads(NASTY.read_text(encoding="utf-8")))
    names = [name for name in names if normalised_name(name) and len(name) < 300 and "\x00" not in name]
    names = [name for name in names if name.encode("utf-8", "ignore").decode() == name]
    bring_in(workspace, *(a_company(name) for name in dict.fromkeys(names)))
    companies = _companies(workspace)

    assert len(companies) > 10
    for company in companies:
        for typed in (company.name, company.name[:3], company.name[1:4]):
            if typed_words(typed):
                assert _found(workspace, typed) == _naively(companies, typed)
        assert company.id in _found(workspace, company.name)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _strings(part)]


def test_the_index_keeps_in_step_with_edits_undo_and_redo(workspace: Workspace) -> None:
    ids = bring_in(workspace, *(a_company(f"威海{number}号轮胎有限公司", "轮胎") for number in range(30)))

    for turn in range(25):
        with workspace.read() as reader:
            company = reader.company(ids[turn])
        new = replace(company, name=f"荣成{turn}号模具厂", products=("模具",))
        workspace.execute(ImportCompanies("b.csv", (CompanyArrival(new),), {company.id: company.version}))
        assert _faults(workspace) == []
    workspace.undo_last()
    assert _faults(workspace) == []
    companies = _companies(workspace)
    for typed in ("轮胎", "模具", "荣成", "rc", "3号", "威海1"):
        assert _found(workspace, typed) == _naively(companies, typed)
    for _ in range(24):
        workspace.undo_last()
    assert len(_found(workspace, "轮胎")) == 30
    workspace.undo_last()
    assert _found(workspace, "轮胎") == []
    assert _faults(workspace) == []


def test_small_segments_are_joined_before_they_grow_many(workspace: Workspace) -> None:
    for number in range(3 * search_index.MOST_SMALL):
        bring_in(workspace, a_company(f"第{number}家公司"))

    with _connection(workspace) as connection:
        segments = search_reading.SearchReading(connection)._segments()

    assert len(segments) <= search_index.MOST_SMALL
    assert len(_found(workspace, "家公")) == 3 * search_index.MOST_SMALL


def test_a_wrong_index_is_noticed(workspace: Workspace) -> None:
    bring_in(workspace, a_company("威海甲公司"))
    engine = make_engine(workspace.database.place)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE company SET scope = '轮胎', region = '371002'")
    engine.dispose()

    assert _faults(workspace) == [
        "company 1: region is not right",
        "company 1: the search index is not right",
    ]
    assert region_name("371002") == "威海市环翠区"
