"""Files that somebody broke: edits of bytes, of XML and of the parts of a zip, as Hypothesis strategies."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from itertools import islice

from hypothesis import settings
from hypothesis import strategies as st

FILES_TRIED = "LIANPU_FUZZED_FILES"
"""Environment: how many broken files each test tries; `python3 run.py trust` sets many."""

# What has hurt readers of tables before: huge numbers, entities, markup, signs of every kind and encoding.
NASTY = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",", b"\n", b"\r", b"\t", b"<", b"&", b"]]>", b"<!--",
    b"&lt;!ENTITY", b"&x;", b"<c/>", b"</row>", b'r="XFD1048576"', b'r="ZZZZ99999999"', b't="s"', b't="e"',
    b"1e400", b"-1", b"99999999999999999999", b"NaN", b"_x0000_", b"\xf0\xa0\xae\xb7", b"\xe2\x80\xae",
    "企业名称".encode(), "企业名称".encode("gb18030"), b"=1+1", b"../", b"A" * 5_000,
)  # fmt: skip


def tries(usual: int) -> settings:
    """So many examples, or as many as the environment wants."""
    return settings(max_examples=int(os.environ.get(FILES_TRIED, usual)), deadline=None)


def broken_bytes(whole: bytes, most: int = 6) -> st.SearchStrategy[bytes]:
    """`whole` with a few edits: cut short, a stretch said twice, or replaced by something nasty."""
    places = st.integers(0, len(whole))
    edit = st.tuples(
        places, st.integers(0, 40), st.sampled_from(NASTY), st.sampled_from(("put", "twice", "cut"))
    )
    return st.lists(edit, min_size=1, max_size=most).map(lambda edits: _edited(whole, edits))


def _edited(whole: bytes, edits: list[tuple[int, int, bytes, str]]) -> bytes:
    for at, length, nasty, way in edits:
        if way == "put":
            whole = whole[:at] + nasty + whole[at + length :]
        elif way == "twice":
            whole = whole[: at + length] + whole[at:]
        elif length == 0:  # seldom: most of a file that was cut short is soon refused
            whole = whole[:at]
    return whole


@st.composite
def broken_workbooks(draw: Callable[..., object], whole: bytes) -> bytes:
    """A workbook with one part edited, lost, or said twice; or its zip itself edited."""
    if draw(st.integers(0, 4)) == 0:
        return draw(broken_bytes(whole))  # type: ignore[return-value]
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    way = draw(st.sampled_from(("edit", "edit", "edit", "lose", "twice")))
    if way == "edit":
        parts[str(name)] = draw(broken_bytes(parts[str(name)]))  # type: ignore[assignment]
    elif way == "lose":
        del parts[str(name)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        for part, data in parts.items():
            book.writestr(part, data)
        if way == "twice":
            other = next(islice((data for part, data in parts.items() if part != name), 1))
            book.writestr(f"{name}2", other)
    return written.getvalue()
