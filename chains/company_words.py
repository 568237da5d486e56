"""Companies as people write them in one cell: several behind each other, a foreign name in brackets."""

from __future__ import annotations

import re

from chains.names import display_name, normalised_name

_OPEN, _CLOSE = "([{（［【〔", ")]}）］】〕"
_SEPARATORS = "、;；，\n\r|"
_FOREIGN_FORMS = re.compile(
    r"\s*(?:inc|ltd|llc|llp|co|corp|corporation|limited|company|s\.?\s?a|n\.?v|b\.?v|gmbh|ag|plc|lp|kg|s\.?p\.?a"
    r"|pte|pty|kk|oy|ab|as)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"^(?P<front>[^()]+)\((?P<inside>[^()]+)\)$")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无", "n/a", "none", "null", "不详"})


def split_companies(text: str) -> tuple[str, ...]:
    """The companies of one cell, each once, in order; what stands in brackets is not split.

    A comma ahead of Inc, Ltd … belongs to the name. Marks for nothing (—, 无, 暂无) are left out.
    """
    parts: list[str] = []
    depth, start = 0, 0
    for at, sign in enumerate(text):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth and (sign in _SEPARATORS or (sign == "," and not _FOREIGN_FORMS.match(text, at + 1))):
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    names = (" ".join(display_name(part.replace("\t", " ")).split()) for part in parts)
    found = {normalised_name(name): name for name in reversed(list(names)) if not _is_nothing(name)}
    return tuple(reversed(found.values()))


def company_keys(name: str) -> tuple[str, ...]:
    """The forms by which a written name is looked up, the fullest first.

    `锐科激光 (Raycus)` is looked up whole, as 锐科激光 and as raycus; a place in brackets (中科三环(天津))
    is part of the name.
    """
    whole = normalised_name(name)
    keys = [whole]
    found = _IN_BRACKETS.match(whole)
    if found:
        front, inside = found["front"], found["inside"]
        if bool(_CHINESE.search(front)) != bool(_CHINESE.search(inside)):
            keys += [front, inside] if _CHINESE.search(front) else [inside, front]
    return tuple(dict.fromkeys(key for key in keys if len(key) > 1))


def _is_nothing(name: str) -> bool:
    return normalised_name(name) in _NOTHING
