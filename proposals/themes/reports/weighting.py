"""Weights of people by the answers they gave, in decimals of forty digits: the same on every machine.

`clustering.rake` says what is fitted; here it is done over sets of answers, not over single people, so that
a bundle can carry what it is made of.
"""

from collections import Counter, defaultdict
from decimal import Context, Decimal
from math import ceil

DIGITS = Context(prec=40)
NEAR = Decimal("1e-12")
ROUNDS = 5000
HUNDRED = 100
STEP = 5  # points to which the largest move is rounded up


def fitted(people, margins):
    """{set of answers: weight of each of its people}, of mean 1, whose shares are those of the margins.

    people: {tuple of one category a trait: people}; margins: [{category: number in the population}] in the
    order of the traits. None when no weights fit all margins together.
    """
    targets = [_shares(margin) for margin in margins]
    everybody = sum(people.values())
    held = {key: DIGITS.divide(Decimal(n), everybody) for key, n in people.items()}
    for _round in range(ROUNDS):
        for trait, target in enumerate(targets):
            sums = _sums(held, trait)
            held = {
                key: DIGITS.divide(DIGITS.multiply(share, target[key[trait]]), sums[key[trait]])
                for key, share in held.items()
            }
        if all(_is_near(_sums(held, trait), target) for trait, target in enumerate(targets)):
            return {key: DIGITS.divide(share * everybody, people[key]) for key, share in held.items()}
    return None


def _shares(margin):
    whole = sum(margin.values())
    return {category: DIGITS.divide(Decimal(n), whole) for category, n in margin.items() if n}


def _sums(held, trait):
    sums = defaultdict(Decimal)
    for key, share in held.items():
        sums[key[trait]] = DIGITS.add(sums[key[trait]], share)
    return sums


def _is_near(sums, target):
    return all(abs(sums[category] - share) <= NEAR for category, share in target.items())


def design_effect(people, weights):
    """Kish's, in whole hundredths."""
    squares = sum(
        DIGITS.multiply(n, DIGITS.multiply(weights[key], weights[key])) for key, n in people.items()
    )
    return round(DIGITS.divide(squares * HUNDRED, sum(people.values())))


def shares_of(inside, people, weights):
    """(plain, weighted) per cent of these people who are in a theme, not rounded; inside: {set: people}."""
    everybody = sum(people.values())
    plain = DIGITS.divide(Decimal(HUNDRED * sum(inside.values())), everybody)
    weighed = sum((DIGITS.multiply(n, weights[key]) for key, n in inside.items()), Decimal(0))
    return plain, DIGITS.divide(weighed * HUNDRED, everybody)


def moves_at_most(pairs):
    """The largest move of a share in points, rounded up to a multiple of five."""
    moved = max((abs(weighed - plain) for plain, weighed in pairs), default=Decimal(0))
    return STEP * ceil(round(moved / STEP, 6))


def counted(sets, inside=None):
    """{set of answers: people}; sets: {person: set}."""
    return dict(Counter(key for person, key in sets.items() if inside is None or person in inside))
