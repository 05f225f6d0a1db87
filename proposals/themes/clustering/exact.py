"""Estimates and agreement in whole numbers, so that every machine finds the same digits.

The formulas are those of `estimation`, `agreement` and `coders`; only where these compute in floating point,
here stand fractions, and decimals of forty digits for the one square root. Results are ten-thousandths.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import lcm

SCALE = 10_000
DIGITS = Context(prec=40)
Z = Decimal("1.959963984540054")  # standard normal quantile of .975
LEAST_GAIN, LEAST_LEFT = Fraction(1, 20), Fraction(1, 10**9)
KAPPA_DRAWS, F1_DRAWS = 2000, 500
EDGE = Fraction(1, 40)  # what an interval of 95 % leaves out at each end

Pairs = dict[tuple, int]


def share_of(
    inside: Sequence[int], outside: Sequence[int], elsewhere: int, uncoded: int
) -> tuple[int, int, int]:
    """Share, low and high of one theme among all texts, as `estimate_prevalence` defines them.

    inside, outside: what the machine predicts, in ten-thousandths, of each coded text that people put into
    the theme and of each other, without having learnt from it; elsewhere: its mean prediction over the
    `uncoded` texts.
    """
    n, given = len(inside) + len(outside), len(inside)
    left = Fraction(uncoded, n + uncoded)
    trust, errors = _trusted(inside, outside)
    mean_error = Fraction(given, n) - trust * (sum(inside) + sum(outside)) / n / SCALE
    share = (1 - left) * Fraction(given, n) + left * (trust * elsewhere / SCALE + mean_error)
    share = min(max(share, Fraction(0)), Fraction(1))
    total = given - Fraction(given**2, n)
    gain = (errors / total if total else Fraction(1)) * n / (n - 2)
    gain = min(max(gain, LEAST_GAIN), Fraction(1))
    low, high = _wilson(share, n / max(gain * left, LEAST_LEFT))
    return _whole(share), low, high


def _trusted(inside: Sequence[int], outside: Sequence[int]) -> tuple[Fraction, Fraction]:
    """(how far the machine is trusted, from 0 to 1; the sum of squared errors that leaves)."""
    n, given, everything = len(inside) + len(outside), len(inside), [*inside, *outside]
    together = Fraction(sum(inside)) - Fraction(given * sum(everything), n)
    spread = Fraction(sum(each * each for each in everything)) - Fraction(sum(everything) ** 2, n)
    trust = together * SCALE / spread if spread else Fraction(0)
    trust = min(max(trust, Fraction(0)), Fraction(1))
    total = given - Fraction(given**2, n)
    return trust, total - 2 * trust * together / SCALE + trust**2 * spread / SCALE**2


def _wilson(share: Fraction, n: Fraction) -> tuple[int, int]:
    """Wilson's score interval, never without the share itself."""
    p, size = _decimal(share), _decimal(n)
    square = DIGITS.multiply(Z, Z)
    whole = DIGITS.add(1, DIGITS.divide(square, size))
    centre = DIGITS.divide(DIGITS.add(p, DIGITS.divide(square, 2 * size)), whole)
    inner = DIGITS.divide(DIGITS.multiply(p, DIGITS.subtract(1, p)), size)
    inner = DIGITS.add(inner, DIGITS.divide(square, DIGITS.multiply(4 * size, size)))
    half = DIGITS.divide(DIGITS.multiply(Z, DIGITS.sqrt(inner)), whole)
    low = min(max(DIGITS.subtract(centre, half), Decimal(0)), p)
    high = max(min(DIGITS.add(centre, half), Decimal(1)), p)
    return _whole(low), _whole(high)


def _decimal(number: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def _whole(share: Fraction | Decimal) -> int:
    if isinstance(share, Fraction):
        return round(share * SCALE)
    return int(DIGITS.multiply(share, SCALE).to_integral_value(ROUND_HALF_EVEN))


def alpha_of(pairs: Pairs) -> int | None:
    """Krippendorff's alpha of two coders; pairs: {(one's value, the other's): units}.

    None where all values are one: nothing varied, so agreement cannot be told from habit.
    """
    n = 2 * sum(pairs.values())
    totals: Counter = Counter()
    for (one, other), units in pairs.items():
        totals[one] += units
        totals[other] += units
    expected = n**2 - sum(total**2 for total in totals.values())
    differing = 2 * sum(units for (one, other), units in pairs.items() if one != other)
    return round((1 - Fraction((n - 1) * differing, expected)) * SCALE) if expected else None


def kappa_of(pairs: Pairs) -> list[int | None]:
    """[Cohen's kappa, low, high] of two coders; the ends hold the middle 95 % of kappas of units drawn anew.

    None where the units, or every draw of them, leave chance no room.
    """
    kappa = _kappa(pairs)
    units = [pair for pair, number in sorted(pairs.items()) for _each in range(number)]
    redrawn = [_kappa(Counter(units[n] for n in drawn)) for drawn in draws(len(units), KAPPA_DRAWS)]
    ends = middle([each for each in redrawn if each is not None])
    return [None if kappa is None else round(kappa * SCALE), *ends]


def _kappa(pairs: Pairs) -> Fraction | None:
    n, alike = sum(pairs.values()), 0
    rows: Counter = Counter()
    columns: Counter = Counter()
    for (one, other), units in pairs.items():
        rows[one] += units
        columns[other] += units
        alike += units if one == other else 0
    expected = sum(rows[value] * columns[value] for value in rows)
    return Fraction(alike * n - expected, n**2 - expected) if n**2 != expected else None


Common = Sequence[tuple[int, int] | None]


def f1_of(rows: Sequence[Common]) -> int | None:
    """Mean over coders of their mean F1 with another over the texts they coded.

    rows: a text each, with (themes both gave, themes given by both together) for each coder, None where that
    one did not code it. F1 is twice the first over the second, and 1 where neither gave any.
    """
    found = _f1(*_scaled(rows))
    return None if found is None else round(found * SCALE)


def f1_ends(rows: Sequence[Common]) -> list[int | None]:
    """[low, high] of `f1_of`: the middle 95 % of the figures of texts drawn anew."""
    scaled, unit = _scaled(rows)
    redrawn = (_f1([scaled[n] for n in drawn], unit) for drawn in draws(len(rows), F1_DRAWS))
    return middle([each for each in redrawn if each is not None])


def _scaled(rows: Sequence[Common]) -> tuple[list[list[int | None]], int]:
    """Each F1 as a whole multiple of 1 / unit."""
    unit = lcm(*{each[1] for row in rows for each in row if each and each[1]})
    return [[each and _f1_of_text(each, unit) for each in row] for row in rows], unit


def _f1_of_text(common: tuple[int, int], unit: int) -> int:
    both, together = common
    return 2 * both * unit // together if together else unit


def _f1(rows: Sequence[Sequence[int | None]], unit: int) -> Fraction | None:
    coders = [[each for each in column if each is not None] for column in zip(*rows, strict=True)]
    means = [Fraction(sum(column), len(column) * unit) for column in coders if column]
    return sum(means, Fraction(0)) / len(means) if means else None


def draws(n: int, times: int) -> Iterator[list[int]]:
    """`times` draws of n numbers below n, with replacement: the digits of SHA-256 over a counter."""
    for draw in range(times):
        yield [number * n >> 32 for number in _numbers(draw, n)]


def _numbers(draw: int, n: int) -> list[int]:
    """n numbers below 2 to the 32."""
    blocks = (hashlib.sha256(f"{draw}:{block}".encode()).digest() for block in range((n + 7) // 8))
    written = b"".join(blocks)
    return [int.from_bytes(written[at : at + 4]) for at in range(0, 4 * n, 4)]


def middle(figures: Sequence[Fraction]) -> list[int | None]:
    """Both ends of the middle 95 % of the figures, between two of them in proportion."""
    if not figures:
        return [None, None]
    ordered = sorted(figures)
    return [round(_quantile(ordered, at) * SCALE) for at in (EDGE, 1 - EDGE)]


def _quantile(ordered: Sequence[Fraction], at: Fraction) -> Fraction:
    place = at * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
