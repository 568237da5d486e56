"""The word by which a company is called (字号): what is left of its name without place, trade and form."""

from __future__ import annotations

import re

from chains.names import normalised_name
from chains.regions import own_name, region_from_name

_FORM = re.compile(r"(集团|控股|股份|有限|责任|公司|\(.*?\))")
_STEM = 2
"""字号 have two signs nearly always; three would part 光威复材 from 光威精密."""


def name_stem(name: str) -> str:
    """`威海光威复合材料股份有限公司` → `光威`; "" where nothing is left."""
    text = normalised_name(name)
    for place in _places(name):
        text = text.removeprefix(place)
    text = _FORM.sub("", text)
    return text[:_STEM] if len(text) >= _STEM else ""


def _places(name: str) -> list[str]:
    """The names of the place that the name begins with, as they may stand in it, the widest first."""
    code = region_from_name(name)
    if not code:
        return []
    found = []
    for level in dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code)):
        whole = own_name(level)
        if whole:
            short = whole.rstrip("省市区县")
            found += [whole, short] if len(short) >= 2 else [whole]
    return found
