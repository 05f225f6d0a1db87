"""Which side groups stand on, and how many voices spoke: whole numbers in, exact answers out."""

from collections.abc import Sequence

SQUARE = 10_000**2
SIGNIFICANT_SQUARED = 12_816**2  # of 1.2816, the standard normal quantile of .90, in units of SQUARE
BRIDGES, DIVIDES, NEITHER = "bridges", "divides", "neither"


def side_of(agreeing: int, texts: int, voters: int) -> int:
    """1 when more than half of a group agrees, -1 when fewer do, 0 when chance may explain it.

    agreeing: the sum over `texts` texts of the whole per cents that agree; voters: how many people stand
    behind it. With p = agreeing / 100 texts, half lies outside the one-sided 90 % score interval of p
    (Wilson 1927, JASA 22) when voters (2p - 1)² > 1.2816², which is tested in whole numbers. ValueError for
    less than one text or voter, or a sum that no per cents have.
    """
    if texts < 1 or voters < 1 or not 0 <= agreeing <= 100 * texts:
        raise ValueError(f"{agreeing} per cent over {texts} texts by {voters} voters cannot be")
    off = 2 * agreeing - 100 * texts
    if voters * off**2 * SQUARE <= SIGNIFICANT_SQUARED * (100 * texts) ** 2:
        return 0
    return 1 if off > 0 else -1


def stand_of(agreeing: Sequence[int], texts: int, voters: Sequence[int]) -> str:
    """ "bridges" when every group agrees, "divides" when one agrees and another disagrees, else "neither".

    agreeing, voters: as for `side_of`, one number a group. That every group passes its own test is an
    intersection-union test: the level of the whole is that of one (Berger 1982, Technometrics 24). Agreement
    in every group, not on the whole, is the idea of group-informed consensus (Small et al. 2021, Recerca
    26(2)) and of bridging (Ovadya and Thorburn 2023). ValueError for fewer than two groups.
    """
    if len(agreeing) < 2:
        raise ValueError("bridging needs two groups or more")
    sides = [side_of(agree, texts, people) for agree, people in zip(agreeing, voters, strict=True)]
    if all(side > 0 for side in sides):
        return BRIDGES
    return DIVIDES if 1 in sides and -1 in sides else NEITHER


def voices(counts: Sequence[int]) -> int:
    """How many equally active senders would be as concentrated: 100 (Σ x)² / Σ x², in hundredths.

    Rounded down. counts: texts of each sender, 1 or more; a campaign is one sender. It is the number of
    senders when all sent the same and near 1 when one sent nearly all (Simpson 1949, Nature 163; Hill 1973,
    Ecology 54, order 2). 0 for nobody.
    """
    squares = sum(n * n for n in counts)
    return 100 * sum(counts) ** 2 // squares if squares else 0


def is_loud(hundredths: int, texts: int) -> bool:
    """Whether fewer than half as many voices spoke, in hundredths, as texts came."""
    return 2 * hundredths < 100 * texts
