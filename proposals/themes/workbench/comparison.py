"""Two runs side by side: which theme is which, what moved, what is new, gone or in another one now."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from operator import itemgetter

from proposals.themes.clustering.rand import adjusted_rand
from proposals.themes.models import Theme, ThemeAssignment

SAME = 0.5
MOST_FLOWS = 40


@dataclass
class Pair:
    """A theme then and now; shared texts, and those that came in and left among texts of both runs."""

    then: Theme
    now: Theme
    shared: int
    came: int
    left: int


@dataclass
class Comparison:
    """What two runs say of the texts that both sorted."""

    pairs: list[Pair]
    new: list
    gone: list
    merged: list
    flows: list
    texts: int
    only_then: int
    only_now: int
    moved: int
    agreement: float
    more_flows: int = 0


def compare(earlier, later):
    """Themes are matched by their stable key, then by the texts they share: at least half of all of both.

    A text is where its surest passage is; agreement is the adjusted Rand index over the texts that have a
    theme in both runs.
    """
    then, now = _Sorted(earlier), _Sorted(later)
    common = then.home.keys() & now.home.keys()
    shared = _overlaps(then, now, common)
    matched = _matched(then, now, shared, common)
    same = {(one, other) for other, one in matched.items()}
    table = Counter((then.home[text], now.home[text]) for text in common)
    flows = sorted(
        ((number, *pair) for pair, number in table.items() if pair not in same),
        key=lambda flow: (-flow[0], flow[1], flow[2]),
    )
    gone = [theme for key, theme in then.themes.items() if key not in matched.values()]
    went = {theme.pk: _main_way(theme.pk, table) for theme in gone}
    merged = [(theme, now.themes[went[theme.pk]]) for theme in gone if went[theme.pk]]
    return Comparison(
        pairs=_pairs(then, now, matched, shared, common),
        new=[theme for key, theme in now.themes.items() if key not in matched],
        gone=[theme for theme in gone if not went[theme.pk]],
        merged=merged,
        flows=[(number, then.themes[one], now.themes[other]) for number, one, other in flows[:MOST_FLOWS]],
        more_flows=max(0, len(flows) - MOST_FLOWS),
        texts=len(common),
        only_then=len(then.home.keys() - common),
        only_now=len(now.home.keys() - common),
        moved=sum(number for number, _one, _other in flows),
        agreement=adjusted_rand(table),
    )


class _Sorted:
    """The standing themes of a run, the texts of each, and each text's home."""

    def __init__(self, run):
        self.themes = {theme.pk: theme for theme in Theme.objects.of_run(run).standing()}
        self.texts, surest = defaultdict(set), {}
        rows = ThemeAssignment.objects.of_people().filter(run=run).order_by("pk")
        columns = rows.values_list("contribution_id", "theme_id", "confidence")
        for text, theme, confidence in columns.iterator(chunk_size=5000):
            if theme not in self.themes:
                continue
            self.texts[theme].add(text)
            if text not in surest or confidence > surest[text][0]:
                surest[text] = (confidence, theme)
        self.home = {text: theme for text, (_confidence, theme) in surest.items()}


def _overlaps(then, now, common):
    """{(earlier theme, later theme): texts in both}."""
    at = defaultdict(list)
    for theme, texts in now.texts.items():
        for text in texts & common:
            at[text].append(theme)
    shared: Counter = Counter()
    for theme, texts in then.texts.items():
        for text in texts & common:
            shared.update((theme, other) for other in at[text])
    return shared


def _matched(then, now, shared, common):
    """{later theme: earlier theme}, each once."""
    keys = {theme.stable_key: pk for pk, theme in then.themes.items()}
    matched = {pk: keys[theme.stable_key] for pk, theme in now.themes.items() if theme.stable_key in keys}
    taken = set(matched.values())
    alike = []
    for (one, other), number in shared.items():
        together = len(then.texts[one] & common) + len(now.texts[other] & common) - number
        if number >= SAME * together:
            alike.append((number / together, one, other))
    for _alike, one, other in sorted(alike, key=lambda each: (-each[0], each[1], each[2])):
        if other not in matched and one not in taken:
            matched[other] = one
            taken.add(one)
    return matched


def _pairs(then, now, matched, shared, common):
    pairs = []
    for other, one in matched.items():
        number = shared[one, other]
        came, left = len(now.texts[other] & common) - number, len(then.texts[one] & common) - number
        pairs.append(Pair(then.themes[one], now.themes[other], number, came, left))
    return sorted(pairs, key=lambda pair: (-pair.now.submissions, pair.now.pk))


def _main_way(theme, table):
    """The later theme that holds most of what a theme held, when it holds at least half of it."""
    ways = Counter({other: number for (one, other), number in table.items() if one == theme})
    if not ways:
        return None
    other, number = max(ways.items(), key=itemgetter(1))
    return other if number >= SAME * ways.total() else None
