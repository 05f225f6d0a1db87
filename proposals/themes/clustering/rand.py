"""How far two ways to sort the same things agree: whole numbers in, nothing to load."""

from collections import Counter
from collections.abc import Hashable, Mapping
from math import comb


def adjusted_rand(table: Mapping[tuple[Hashable, Hashable], int]) -> float:
    """Adjusted Rand index of {(group, other group): things in both} (Hubert and Arabie 1985, J. Classif. 2).

    1 for the same groups, about 0 for chance, 1 when there is nothing to compare.
    """
    rows: Counter = Counter()
    columns: Counter = Counter()
    for (row, column), number in table.items():
        rows[row] += number
        columns[column] += number
    cells, by_row, by_column = (sum(comb(n, 2) for n in each.values()) for each in (table, rows, columns))
    expected = by_row * by_column / max(comb(rows.total(), 2), 1)
    most = (by_row + by_column) / 2
    return 1.0 if most == expected else (cells - expected) / (most - expected)
