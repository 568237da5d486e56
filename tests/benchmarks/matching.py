"""How well 匹配度 finds known suppliers of known gaps, beside a plain substring match in the same run.

    python -m tests.benchmarks.matching --companies ../shared/data/listed-companies.csv [--part held]
        [--workspace FILE.lianpu]

recall@10: of the companies that fit, at most ten of them, how many are among the first ten offered.
precision@10: of the companies offered among the first ten, how many fit; one without a label counts as wrong
(of part staff only those judged count).
Both are means over the queries. What the program marks 疑似同名 counts as not offered. With --workspace, what
staff confirmed and struck there is a part of its own (staff), counted in the same way.

The labels (matching_pairs.csv) are the judgement of one person, the writer of the matcher, who read 主营产品
of the companies that a loose search for parts of the product's name found (轴承; 轮胎 or 子午胎), before the
matcher was written. `fits` is 1 where the list says that the company makes the product or what the segment's
aliases name; 0 for namesakes, for makers of something else for the same use, for traders and shops where the
list says so. A company's repute is no ground, except to tell what a word alone (支架, 硅片) means there.
Queries of part `dev` were looked at while the matcher was tuned. Those of part `held` were only measured; but
who labelled them had read the lists, so their words are not unknown to the writer of the terms.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chains.catalogue_reader import built_in_catalogue
from chains.chain import SegmentRef
from chains.company import Company
from chains.matching import match_companies, match_words
from chains.state import ChainState
from db.workspace_file import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chains.chain import Segment

    Offer = Callable[[ChainState, Segment, Sequence[Company]], list[str]]

PAIRS = Path(__file__).with_name("matching_pairs.csv")
FIRST = 10


@dataclass(frozen=True, slots=True)
class Query:
    """One gap with the stock codes of companies that were judged to fit it, and not to fit it."""

    part: str
    ref: SegmentRef
    fitting: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """What one way of matching made of one query; the tuples hold stock codes."""

    recall: float
    precision: float
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    unjudged: tuple[str, ...]


def queries(path: Path = PAIRS) -> list[Query]:
    """The labelled gaps, in the order of the file."""
    found: dict[tuple[str, SegmentRef], dict[str, set[str]]] = defaultdict(lambda: {"1": set(), "0": set()})
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[row["part"], SegmentRef(row["chain"], row["segment"])][row["fits"]].add(row["stock_code"])
    return [Query(part, ref, frozenset(by["1"]), frozenset(by["0"])) for (part, ref), by in found.items()]


def staff_queries(path: Path) -> list[Query]:
    """What staff said of matches in a workspace, of companies that have a stock code."""
    database = open_workspace(path)
    try:
        with database.read() as reader:
            found = []
            for state in reader.chain_states():
                for segment in state.chain.segments:
                    said = [one for one in state.suppliers_of(segment.code) if one.is_verdict]
                    struck = frozenset(one.company_code for one in said if one.is_struck)
                    codes = frozenset(one.company_code for one in said)
                    if said:
                        found.append(Query("staff", segment.ref, codes - struck, struck))
            return found
    finally:
        database.close()


def read_companies(path: Path) -> list[Company]:
    """The listed companies with their 主营产品."""
    with path.open(encoding="utf-8-sig") as lines:
        return [
            Company(
                number,
                row["企业名称"],
                short_name=row["证券简称"],
                stock_code=row["证券代码"],
                products=tuple(one for one in row["主营产品"].split("；") if one),
            )
            for number, row in enumerate(csv.DictReader(lines), 1)
        ]


def by_substring(state: ChainState, segment: Segment, companies: Sequence[Company]) -> list[str]:
    """The plain way: a word of the segment stands in a product, the earlier the better."""
    words = match_words(state, segment).wanted
    found = []
    for company in companies:
        places = [at for at, one in enumerate(company.products) if any(word in one for word in words)]
        if places:
            found.append((places[0], company.name, company.stock_code))
    return [code for _, _, code in sorted(found)]


def by_match(state: ChainState, segment: Segment, companies: Sequence[Company]) -> list[str]:
    """The program's way."""
    codes = {one.id: one.stock_code for one in companies}
    found = match_companies(state, segment, companies, "371000", datetime.now(UTC).date())
    return [codes[one.company_id] for one in found.targets if not one.is_weak]


def score(query: Query, offered: Sequence[str]) -> Score:
    """Judge what was offered."""
    first = offered[:FIRST]
    hits = [code for code in first if code in query.fitting]
    counted = [code for code in first if query.part != "staff" or code in query.fitting | query.other]
    return Score(
        recall=len(hits) / max(1, min(FIRST, len(query.fitting))),
        precision=len(hits) / len(counted) if counted else 0.0,
        missed=tuple(sorted(query.fitting - set(offered))),
        wrong=tuple(code for code in first if code in query.other),
        unjudged=tuple(code for code in first if code not in query.fitting | query.other),
    )


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0


def _states() -> dict[str, ChainState]:
    catalogue = built_in_catalogue()
    return {
        entry.chain.code: ChainState(entry.chain, entry.assessments, {}, catalogue.products)
        for entry in catalogue.chains
    }


def _print_query(query: Query, name: str, plain: Score, ours: Score, names: dict[str, str]) -> None:
    print(
        f"{query.part:4} {name}  ({len(query.fitting)} 家)  "
        f"recall@10 {plain.recall:.2f} → {ours.recall:.2f}  precision@10 {plain.precision:.2f} → "
        f"{ours.precision:.2f}"
    )
    for word, codes in (("未找到", ours.missed), ("误荐", ours.wrong), ("未标注", ours.unjudged)):
        if codes:
            print(f"       {word}: {'、'.join(names.get(code, code) for code in codes)}")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "held", "staff"))
    parser.add_argument("--workspace", type=Path)
    chosen = parser.parse_args()
    companies, states = read_companies(chosen.companies), _states()
    names = {one.stock_code: one.short_name for one in companies}
    labelled = queries() + (staff_queries(chosen.workspace) if chosen.workspace else [])
    asked = [one for one in labelled if chosen.part in {None, one.part}]
    pairs = sum(len(one.fitting) + len(one.other) for one in asked)
    fitting = sum(len(one.fitting) for one in asked)
    print(f"{len(companies)} companies, {len(asked)} gaps, {pairs} labelled pairs ({fitting} that fit)")
    results: list[tuple[str, Score, Score]] = []
    seconds = 0.0
    for query in asked:
        state = states[query.ref.chain]
        segment = state.chain.segment(query.ref.segment)
        plain = score(query, by_substring(state, segment, companies))
        begin = time.perf_counter()
        offered = by_match(state, segment, companies)
        seconds += time.perf_counter() - begin
        results.append((query.part, plain, score(query, offered)))
        _print_query(query, segment.name, *results[-1][1:], names)
    for part in dict.fromkeys(one[0] for one in results):
        of_part = [one for one in results if one[0] == part]
        line = "  ".join(
            f"{way}: recall@10 {_mean(one[at].recall for one in of_part):.3f}, "  # type: ignore[union-attr]
            f"precision@10 {_mean(one[at].precision for one in of_part):.3f}"  # type: ignore[union-attr]
            for at, way in ((1, "substring"), (2, "匹配度"))
        )
        print(f"{part:4} ({len(of_part)} gaps)  {line}")
    print(f"{seconds / max(1, len(asked)):.2f} s a gap over all companies")


if __name__ == "__main__":
    main()
