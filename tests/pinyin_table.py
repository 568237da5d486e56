"""Makes chains/standards/pinyin.tsv from pypinyin (MIT), whose own tables take 70 MB and 0.7 s to load.

    python -m tests.pinyin_table

First a line for each reading with all signs that are usually read so, then, behind a blank line, the phrases
of up to four signs in which a sign is read otherwise. Readings are without tones, ü is v.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

PATH = Path(__file__).parents[1] / "chains" / "standards" / "pinyin.tsv"
_LONGEST_PHRASE = 4
_TONES = str.maketrans(
    "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿếề",
    "aaaaooooeeeeiiiiuuuuvvvvvnnnmee",
)


def table() -> str:
    """The text of the file."""
    signs = _signs()
    by_reading: dict[str, list[str]] = defaultdict(list)
    for sign in sorted(signs):
        by_reading[signs[sign]].append(sign)
    lines = [f"{reading}\t{''.join(by_reading[reading])}" for reading in sorted(by_reading)]
    phrases = [f"{phrase}\t{' '.join(read)}" for phrase, read in sorted(_phrases(signs).items())]
    return "\n".join([*lines, "", *phrases, ""])


def _signs() -> dict[str, str]:
    signs = {chr(point): _toneless(read.split(",")[0]) for point, read in PINYIN_DICT.items()}
    return {sign: reading for sign, reading in signs.items() if reading}


def _phrases(signs: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for phrase, read in PHRASES_DICT.items():
        if 1 < len(phrase) <= _LONGEST_PHRASE and len(read) == len(phrase):
            told = tuple(_toneless(one[0]) for one in read)
            if all(told) and told != tuple(signs.get(sign, sign) for sign in phrase):
                found[phrase] = told
    return found


def _toneless(reading: str) -> str:
    return "".join(sign for sign in reading.translate(_TONES) if sign.isascii() and sign.isalpha())


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8", newline="\n")
