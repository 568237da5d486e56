"""The fewest crossings that a small graph can have on its stages, proved as an integer programme.

Needs scipy, which nothing else here does: `pip install scipy`. After Jünger and Mutzel 1997: a 0/1 variable
for the order of each two nodes of a stage, and one for each pair of links that may cross.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.layout_layers import Layers


@dataclass
class _Programme:
    """Rows are (coefficients by variable, least, most)."""

    variables: dict[tuple, int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)

    def variable(self, key: tuple) -> int:
        return self.variables.setdefault(key, len(self.variables))

    def above(self, one: int, two: int) -> tuple[int, float, float]:
        """`one` stands above `two`: variable, factor and constant."""
        if one < two:
            return self.variable((one, two)), 1.0, 0.0
        return self.variable((two, one)), -1.0, 1.0


def fewest_crossings(layers: Layers, seconds: float) -> int | None:
    """The proved minimum; None when it could not be proved in time."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_matrix

    programme = _programme(layers)
    if not programme.costs:
        return 0
    count = len(programme.variables)
    matrix = lil_matrix((len(programme.rows), count))
    for at, (row, _, _) in enumerate(programme.rows):
        for variable, factor in row.items():
            matrix[at, variable] = factor
    least = np.array([row[1] for row in programme.rows])
    most = np.array([row[2] for row in programme.rows])
    costs = np.zeros(count)
    costs[programme.costs] = 1.0
    found = milp(
        costs,
        constraints=LinearConstraint(matrix.tocsr(), least, most),
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return round(found.fun) if found.status == 0 else None


def _programme(layers: Layers) -> _Programme:
    programme = _Programme()
    column_of = {node: at for at, column in enumerate(layers.columns) for node in column}
    gaps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in layers.edges:
        gaps[column_of[left]].append((left, right))
    for links in gaps.values():
        for (a, k), (b, m) in combinations(links, 2):
            if a != b and k != m:
                _may_cross(programme, (a, k), (b, m))
    for column in layers.columns:
        for three in combinations(sorted(column), 3):
            _in_a_row(programme, *three)
    return programme


def _may_cross(programme: _Programme, one: tuple[int, int], two: tuple[int, int]) -> None:
    """They cross when their ends are not in the same order on both sides."""
    crossing = programme.variable(("cross", one, two))
    programme.costs.append(crossing)
    left, left_factor, left_constant = programme.above(one[0], two[0])
    right, right_factor, right_constant = programme.above(one[1], two[1])
    constant = left_constant - right_constant
    programme.rows.append(({crossing: 1.0, left: -left_factor, right: right_factor}, constant, float("inf")))
    programme.rows.append(({crossing: 1.0, left: left_factor, right: -right_factor}, -constant, float("inf")))


def _in_a_row(programme: _Programme, a: int, b: int, c: int) -> None:
    """No three nodes in a circle: a above b and b above c make a stand above c."""
    row = {programme.variable((a, b)): 1.0, programme.variable((b, c)): 1.0, programme.variable((a, c)): -1.0}
    programme.rows.append((row, 0.0, 1.0))
