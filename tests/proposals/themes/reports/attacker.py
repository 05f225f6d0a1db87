"""Somebody who collects every number an edition prints and works out what it holds back.

Knows nothing of how cells were chosen: only the printed numbers, the words in place of others, and what any
reader knows of such tables. Solves for the least and the most each held back cell can be, in whole numbers.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


class Attacker:
    """`known`: {cell: number or "under" or "hidden"}; `most`: {cell: what it is at most}."""

    def __init__(self, known, most, threshold):
        self.cells = list(known)
        self.place = {cell: n for n, cell in enumerate(self.cells)}
        self.low, self.high = np.zeros(len(known)), np.zeros(len(known))
        for cell, n in self.place.items():
            self.low[n], self.high[n] = self._ends(known[cell], most[cell], threshold)
        self.held = [cell for cell, said in known.items() if isinstance(said, str)]
        self.rows = []

    @staticmethod
    def _ends(said, most, threshold):
        if said == "under":
            return 1, threshold - 1
        return (threshold, most) if said == "hidden" else (said, said)

    def knows(self, terms, low=-np.inf, high=np.inf):
        """low <= sum of coefficient times cell <= high; terms: {cell: coefficient}."""
        row = np.zeros(len(self.cells))
        for cell, coefficient in terms.items():
            row[self.place[cell]] += coefficient
        self.rows.append((row, low, high))

    def knows_sum(self, whole, parts, *, overlap=False):
        """The parts add up to the whole, a cell or a number; they may overlap."""
        terms = dict.fromkeys(parts, 1)
        number = whole if isinstance(whole, int) else 0
        if not isinstance(whole, int):
            terms[whole] = -1
        self.knows(terms, number, np.inf if overlap else number)
        for part in parts:
            if not isinstance(whole, int):
                self.knows({part: 1, whole: -1}, high=0)

    def ends(self, cell):
        """(least, most) that the cell can be."""
        aim = np.zeros(len(self.cells))
        aim[self.place[cell]] = 1
        constraints = [LinearConstraint(row, low, high) for row, low, high in self.rows]
        found = [
            milp(
                sign * aim,
                integrality=np.ones(len(aim)),
                bounds=Bounds(self.low, self.high),
                constraints=constraints,
            )
            for sign in (1, -1)
        ]
        assert all(each.success for each in found), "the printed numbers contradict one another"
        return tuple(round(float(each.x[self.place[cell]])) for each in found)

    def recovered(self):
        """{cell: number} of what was held back and can be only one number."""
        ends = {cell: self.ends(cell) for cell in self.held}
        return {cell: low for cell, (low, high) in ends.items() if low == high}
