"""How many submissions to code, and which: a random draw that anybody can repeat from the seed."""

import hashlib
from math import ceil
from statistics import NormalDist

SCALE = 10_000
FEWEST_DOUBLE = 50
DOUBLE_PART = 10  # one in so many is coded by two people
HALF_WIDTHS = [300, 500, 700, 1000]


def size_for(half_width, population):
    """Submissions to draw of a population so that no 95 % interval is wider than ± `half_width` / 10,000.

    n = n0 / (1 + (n0 - 1) / N), n0 = z² p (1 - p) / h², at p = 1/2, which asks for most (Cochran 1977,
    "Sampling techniques", 3rd ed., equations 4.1 and 4.2). The correction by the software makes intervals
    narrower still.
    """
    if population <= 0:
        return 0
    z, h = NormalDist().inv_cdf(0.975), half_width / SCALE
    without_end = z**2 / 4 / h**2
    return min(population, ceil(without_end / (1 + (without_end - 1) / population)))


def double_for(size):
    """How many of the drawn are coded by two people: a tenth, fifty at least, all when fewer were drawn."""
    return min(size, max(FEWEST_DOUBLE, ceil(size / DOUBLE_PART)))


def draw(ids, size, seed, frame):
    """`size` of the ids in the order of the draw, each as likely as another.

    The order is that of SHA-256 over "seed:frame:id"; `frame` is the hash of the manifest, so nobody can
    choose a seed before what it draws from is frozen.
    """

    def ticket(key):
        return hashlib.sha256(f"{seed}:{frame}:{key}".encode()).digest()

    return sorted(ids, key=ticket)[:size]
