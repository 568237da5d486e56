"""Finds which of a million companies a name or a code may belong to, in 16 bytes a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chains.names import normalised_name
from chains.twins import twin_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from chains.company import CompanyName

    Hashes = NDArray[np.int64]


class HashIndex:
    """Texts and ids, kept as sorted hashes: what it finds must be looked at again, two may share one."""

    def __init__(self, hashes: Sequence[int], ids: Sequence[int]) -> None:
        keys, values = np.asarray(hashes, dtype=np.int64), np.asarray(ids, dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self._keys, self._ids = keys[order], values[order]

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._keys)

    def find(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        """Ids that may have each text, in order of arrival; none for ""."""
        if not len(self._keys) or not texts:
            return [()] * len(texts)
        wanted = np.asarray([hash(text) for text in texts], dtype=np.int64)
        left, right = np.searchsorted(self._keys, wanted), np.searchsorted(self._keys, wanted, side="right")
        return [
            tuple(int(one) for one in self._ids[a:b]) if text and b > a else ()
            for text, a, b in zip(texts, left, right, strict=True)
        ]

    def repeated(self) -> list[tuple[int, ...]]:
        """Ids that may have a text in common, a group a text."""
        if not len(self):
            return []
        starts = np.flatnonzero(np.r_[True, self._keys[1:] != self._keys[:-1]])
        ends = np.r_[starts[1:], len(self)]
        groups = ((int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a > 1)
        return [tuple(dict.fromkeys(self._ids[a:b].tolist())) for a, b in groups]


class _Filling:
    def __init__(self) -> None:
        self.hashes: list[int] = []
        self.ids: list[int] = []

    def add(self, text: str, company_id: int) -> None:
        if text:
            self.hashes.append(hash(text))
            self.ids.append(company_id)

    def done(self) -> HashIndex:
        return HashIndex(self.hashes, self.ids)


class NameIndex:
    """Codes, names, former names and likely twins of all companies, by hash."""

    def __init__(self, companies: Iterable[CompanyName]) -> None:
        codes, names, formers, twins = _Filling(), _Filling(), _Filling(), _Filling()
        for company in companies:
            codes.add(company.credit_code, company.id)
            names.add(normalised_name(company.name), company.id)
            twins.add(twin_key(company.name), company.id)
            for former in company.former_names:
                formers.add(normalised_name(former), company.id)
                twins.add(twin_key(former), company.id)
        self.codes, self.names = codes.done(), names.done()
        self.formers, self.twins = formers.done(), twins.done()
