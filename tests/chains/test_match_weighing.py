"""匹配度 by other weights, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chains.chain import SegmentRef
from chains.match_weighing import weighed
from chains.matching import match_companies
from chains.measure_settings import DEFAULTS
from chains.rows import Candidate, MatchResult
from tests.builders import TODAY, a_chain, a_company, a_state


def _candidate(name: str, **parts: float | None) -> Candidate:
    return Candidate(1, "", name, "", (), 0.0, parts, ())


def test_a_part_without_data_is_left_out_of_the_score() -> None:
    result = MatchResult(
        SegmentRef("c", "s"),
        (
            _candidate("甲", product=0.5, qualification=None, scale=1.0),
            _candidate("乙", product=None, scope=1.0, scale=0.0),
        ),
        (),
    )
    heavy = replace(DEFAULTS, match_fit=0.5, match_scale=0.34)

    found = weighed(result, heavy).targets

    # 甲 (0.5·0.5 + 0.34·1) / 0.84, 乙 (0.5·0.6 + 0) / 0.84
    assert [(one.company_name, one.score) for one in found] == [
        ("甲", pytest.approx(0.59 / 0.84, abs=1e-4)),
        ("乙", pytest.approx(0.3 / 0.84, abs=1e-4)),
    ]


def test_nearly_the_default_weights_give_nearly_the_score_of_the_match() -> None:
    state = a_state(a_chain("mould>tyre"))
    companies = [
        a_company("甲有限公司", "mould", id=1, insured_count=300, region="440500"),
        a_company("乙有限公司", "other mould", id=2, scope="mould"),
    ]
    matched = match_companies(state, state.chain.segment("mould"), companies, "371000", TODAY)
    close = replace(DEFAULTS, match_fit=0.8 + 1e-9, match_scale=0.04 - 1e-9)

    found = weighed(matched, close)

    assert [one.company_id for one in found.targets] == [one.company_id for one in matched.targets]
    assert [one.score for one in found.targets] == pytest.approx(
        [one.score for one in matched.targets], abs=2e-4
    )
    assert weighed(matched, DEFAULTS) is matched
