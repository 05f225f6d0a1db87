"""Small numbers: what is under the threshold is not printed, nor what would give it away."""

UNDER, HIDDEN = "under", "hidden"


def held_back(counts, threshold):
    """{key: "under" | "hidden"} for the cells of {key: count} that must not be printed.

    A count from 1 to threshold - 1 is held back as "under". When it stands alone, whoever knows the total
    could work it out, so the next smallest count above zero goes too, as "hidden".
    """
    held = {key: UNDER for key, n in counts.items() if 0 < n < threshold}
    if len(held) == 1:
        rest = [(n, str(key), key) for key, n in counts.items() if n >= threshold]
        if rest:
            held[min(rest)[2]] = HIDDEN
    return held


def split_or_none(parts, threshold):
    """The parts of a whole, or None when any of them is too small: one part gives away the others."""
    counts = list(parts.values())
    if not any(counts) or any(0 < n < threshold for n in counts):
        return None
    return dict(parts)
