"""Words of products: how names are cut, what goes with a word, and how a word stands in a product's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chains.catalogue_reader import built_in_catalogue
from chains.chain import Segment
from chains.company import Company
from chains.matching import match_companies, match_words
from chains.product_reading import WEAK_BELOW, Standing, read_hit
from chains.rows import MatchResult
from chains.state import ChainState
from chains.terms import Relation, built_in_terms, cut_words
from tests.benchmarks.matching import queries
from tests.builders import TODAY, a_chain, a_company, a_state

HOME = "371000"


def _match(name: str, *companies: Company, aliases: tuple[str, ...] = ()) -> MatchResult:
    chain = a_chain(f"{name}>成品")
    segment: Segment = replace(chain.segments[0], aliases=aliases)
    state = a_state(replace(chain, segments=(segment, *chain.segments[1:])))
    return match_companies(state, segment, companies, HOME, TODAY)


def _of_catalogue(chain: str, segment: str, *companies: Company) -> MatchResult:
    catalogue = built_in_catalogue()
    entry = next(one for one in catalogue.chains if one.chain.code == chain)
    state = ChainState(entry.chain, entry.assessments, {}, catalogue.products)
    return match_companies(state, entry.chain.segment(segment), companies, HOME, TODAY)


@pytest.mark.parametrize(
    ("product", "standing"),
    [
        ("轮胎模具", Standing.WHOLE),
        ("轮胎模具系列产品销售", Standing.WHOLE),
        ("高性能轮胎模具", Standing.WHOLE),
        ("活络轮胎模具", Standing.KIND),
        ("轮胎模具配件", Standing.PART),
        ("轮胎模具贸易", Standing.TRADE),
        ("轮胎模具机床", Standing.QUALIFIER),
        ("橡胶机械及轮胎模具", Standing.WHOLE),
        ("轮胎模具CX300", Standing.WHOLE),
    ],
)
def test_the_last_word_of_a_name_says_what_the_product_is(product: str, standing: Standing) -> None:
    assert read_hit(product, "轮胎模具", Relation.OWN, ()).standing is standing


def test_a_word_inside_a_word_of_its_own_is_no_hit_to_trust() -> None:
    assert read_hit("白炭黑", "炭黑", Relation.OWN, ()).standing is Standing.OTHER_WORD
    assert read_hit("炭黑及白炭黑", "炭黑", Relation.OWN, ()).standing is Standing.WHOLE


def test_a_product_for_another_field_is_told_apart_and_its_field_named() -> None:
    hit = read_hit("洗衣机离合器", "离合器", Relation.OWN, ("汽车",))

    assert (hit.standing, hit.field) == (Standing.FOREIGN, "家电")
    assert hit.quality < WEAK_BELOW
    assert read_hit("汽车离合器", "离合器", Relation.OWN, ("汽车",)).standing is Standing.KIND


def test_names_are_cut_into_known_words() -> None:
    assert cut_words("子午线轮胎活络模具") == ("子午线", "轮胎", "活络", "模具")
    assert cut_words("不明之物") == ()


def test_a_name_is_found_though_other_words_stand_between_its_own() -> None:
    found = _match("轮胎模具", a_company("甲", "轮胎精铸模具", id=1), a_company("乙", "模具用轮胎", id=2))

    assert [one.company_name for one in found.targets] == ["甲"]
    assert found.targets[0].why[0].relation is Relation.WORDS


def test_words_written_otherwise_count_inside_a_cut_name() -> None:
    found = _match("船用电缆", a_company("甲", "舰船特种电缆", id=1))

    assert [one.company_name for one in found.targets] == ["甲"]


def test_synonyms_narrower_and_broader_words_find_a_company_in_this_order() -> None:
    found = _match(
        "橡胶助剂",
        a_company("本词", "橡胶助剂", id=1),
        a_company("下位", "防老剂", id=2),
        a_company("无关", "染料", id=3),
    )

    assert [one.company_name for one in found.targets] == ["本词", "下位"]
    assert [one.why[0].relation for one in found.targets] == [Relation.NAME, Relation.NARROWER]
    broad = _match("船舶涂料", a_company("上位", "防腐涂料", id=1), a_company("同义", "船舶漆", id=2))
    assert [one.why[0].relation for one in broad.targets] == [Relation.SAME, Relation.BROADER]


def test_a_general_word_counts_only_for_a_company_of_the_same_field() -> None:
    found = _of_catalogue(
        "medical_device",
        "vascular_stent",
        a_company("医", "支架", "球囊导管", id=1),
        a_company("矿", "支架", "采煤机", id=2),
        a_company("光", "光伏支架", "太阳能组件", id=3),
    )

    assert [one.company_name for one in found.targets] == ["医"]


def test_namesakes_are_offered_behind_all_others_and_marked() -> None:
    found = _match(
        "轮胎", a_company("器", "轮胎气门嘴", id=1), a_company("胎", "其他", "轮胎销售", "杂项", id=2)
    )

    assert [(one.company_name, one.is_weak) for one in found.targets] == [("胎", False), ("器", True)]


def test_a_word_alone_says_less_where_all_else_the_company_makes_is_of_another_field() -> None:
    found = _of_catalogue(
        "integrated_circuit",
        "wafer",
        a_company("光", "硅片", "太阳能电池组件", id=1),
        a_company("半", "硅片", "集成电路", id=2),
    )

    assert [one.company_name for one in found.targets] == ["半", "光"]
    assert found.targets[1].why[0].field == "光伏"


def test_every_related_word_of_the_file_names_another_word_than_its_own() -> None:
    for word, others in built_in_terms().related.items():
        assert word not in {other for other, _ in others}


def test_what_a_company_is_looked_up_by_holds_all_that_can_hit() -> None:
    chain = a_chain("轮胎模具>成品")
    words = match_words(a_state(chain), chain.segments[0])

    assert {"轮胎模具", "轮胎模", "轮胎 模具"} <= set(words.searched())


def test_the_labelled_pairs_name_segments_of_the_catalogue_and_no_company_twice() -> None:
    catalogue = built_in_catalogue()
    known = {segment.ref for entry in catalogue.chains for segment in entry.chain.segments}
    asked = queries()

    assert {one.ref for one in asked} <= known
    assert all(one.fitting and not one.fitting & one.other for one in asked)
    assert {one.part for one in asked} == {"dev", "held"}
    assert sum(len(one.fitting) + len(one.other) for one in asked) >= 100
