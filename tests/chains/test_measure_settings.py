"""The weights of measures: read, checked, compared, and what measures make of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chains.errors import InvalidValue
from chains.kinds import Coverage, RateRule, Source
from chains.measure_settings import (
    DEFAULTS,
    MeasureSettings,
    as_texts,
    changed_fields,
    checked_settings,
    from_texts,
)
from chains.measures import gap_index, local_supply_rate, severity
from tests.builders import a_chain, a_state, assessed


def test_settings_survive_being_kept_as_texts() -> None:
    settings = replace(DEFAULTS, rate_rule=RateRule.BY_COMPANY, credit_weak=0.3, risk_abroad=0.9)
    texts = as_texts(settings)

    assert from_texts(texts.get) == settings


@pytest.mark.parametrize("text", ["nan", "7", "-1", "many", ""])
def test_a_value_that_is_none_counts_as_not_set(text: str) -> None:
    assert from_texts(lambda key, default: text if key == "measures.risk_abroad" else default) == DEFAULTS


def test_weights_of_the_gap_index_must_sum_to_one() -> None:
    with pytest.raises(InvalidValue):
        checked_settings(replace(DEFAULTS, index_base=0.5))

    assert checked_settings(replace(DEFAULTS, index_base=0.5, index_cross=0.1)).index_base == 0.5


def test_weights_of_the_match_must_sum_to_one_and_words_must_count() -> None:
    with pytest.raises(InvalidValue):
        checked_settings(replace(DEFAULTS, match_fit=0.5))
    with pytest.raises(InvalidValue):
        checked_settings(replace(DEFAULTS, match_fit=0.0, match_scale=0.84))


def test_a_worse_coverage_may_not_count_better() -> None:
    with pytest.raises(InvalidValue):
        checked_settings(replace(DEFAULTS, credit_weak=0.9, credit_adequate=0.8))
    with pytest.raises(InvalidValue):
        checked_settings(replace(DEFAULTS, depth_weak=0.1))


def test_changed_fields_name_both_values() -> None:
    assert changed_fields(DEFAULTS, replace(DEFAULTS, depth_weak=0.7)) == {"depth_weak": ("0.6", "0.7")}


def test_measures_follow_the_weights() -> None:
    # weak counts 0.3: (0 + 0.3) / 2; d 0.7 × (0.5 + 0.5·0.9); index 0.8 × (0.5 + 0.3·0.5 + 0.2·0)
    settings = MeasureSettings(
        credit_weak=0.3, depth_weak=0.7, risk_abroad=0.9, index_base=0.5, index_impact=0.3
    )
    state = a_state(a_chain("a>b", "b>c"), a=Coverage.MISSING, b=Coverage.WEAK)

    figure = local_supply_rate(state, settings)

    assert figure is not None
    assert figure.value == pytest.approx(0.15)
    assert severity(assessed(Coverage.WEAK, Source.ABROAD), settings) == pytest.approx(0.7 * 0.95)
    assert gap_index(0.8, 0.5, 0.0, settings) == pytest.approx(0.8 * 0.65)
