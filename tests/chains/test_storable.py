"""What no database keeps rightly is refused, however deep it stands in a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from chains.errors import InvalidValue
from chains.storable import refuse_unstorable

NUL, HALF = "甲\x00乙", "甲\ud83d乙"


@dataclass(frozen=True)
class Part:
    """A part of a command."""

    remark: Any


@pytest.mark.parametrize("text", [NUL, HALF])
@pytest.mark.parametrize(
    "shape",
    [
        lambda text: text,
        lambda text: ("好", text),
        lambda text: [text],
        lambda text: frozenset({text}),
        lambda text: {"park": text},
        lambda text: {text: 1},
        lambda text: ({"park": (Part(text),)},),
        Part,
    ],
)
def test_it_is_found_wherever_it_stands_and_named(shape: Any, text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        refuse_unstorable(Part(shape(text)))

    assert refused.value.facts["field"] == "remark"
    assert refused.value.facts["value"] == "甲□乙"


@pytest.mark.parametrize("text", ["𠮷野家", "😀\u200d👩", "a\u202eb\ufeff", "", "第一行\r\n\t第二行"])
def test_odd_characters_are_kept(text: str) -> None:
    refuse_unstorable(Part({"park": (text,)}))
