"""Who is missing: a share received against a share of the population, in whole numbers."""

Z_SQUARED, UNIT = 38_416, 10_000  # of 1.96, the two-sided normal quantile of 95 %


def is_silent(received: int, answered: int, people: int, population: int) -> bool:
    """Whether a group came less than half as often as it lives here, and chance does not explain the gap.

    received of answered participants belong to the group, people of population inhabitants. Half:
    received / answered < people / (2 population). Chance: the population's share q lies above the 95 % score
    interval of p (Wilson 1927, JASA 22), that is (q - p)² > 1.96² q (1 - q) / answered, multiplied out so
    that every number is whole.
    ValueError unless 0 <= received <= answered and 0 <= people <= population, with answered, population > 0.
    """
    if not (0 <= received <= answered and answered and 0 <= people <= population and population):
        raise ValueError(f"{received} of {answered} against {people} of {population} cannot be")
    if 2 * received * population >= people * answered:
        return False
    gap = people * answered - received * population
    return gap**2 * UNIT > Z_SQUARED * answered * people * (population - people)
