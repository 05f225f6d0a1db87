"""What a run kept of its tree and its resamplings, read without fitting anything again."""

from collections import Counter, defaultdict

from proposals.themes.clustering.cuts import cut_merges
from proposals.themes.enums import ThemeState
from proposals.themes.models import Theme, ThemeAssignment, ThemeRun

MOST_GROUPS = 60


def structure_of(run):
    """{"merges": [[node, node]…], "leaves": number, "pairs": {…}}; empty for a run that kept none."""
    return ThemeRun.objects.values_list("structure", flat=True).get(pk=run.pk)


def pair_of(run, one, other):
    """How two themes as the run found them held together when its texts were drawn again.

    {"apart": rounds in which they were different themes, "rounds": all, "merged": stability, in
    ten-thousandths, of both as one theme}; None for each where a theme was made by people.
    """
    pairs = structure_of(run).get("pairs")
    if not pairs or one.number is None or other.number is None or one.number == other.number:
        return {"apart": None, "rounds": None, "merged": None}
    key = "-".join(map(str, sorted((one.number, other.number))))
    apart, merged = pairs["of"][key]
    return {"apart": apart, "rounds": pairs["rounds"], "merged": merged}


def groups_at(run, n_groups):
    """{leaf: group} of the run's tree cut into so many groups."""
    kept = structure_of(run)
    if not kept.get("leaves"):
        return {}
    return dict(enumerate(cut_merges(kept["merges"], kept["leaves"], n_groups)))


def most_groups(run):
    return min(MOST_GROUPS, structure_of(run).get("leaves", 0))


def leaves_of(themes):
    """{theme id: Counter of the leaves its passages grew on}."""
    found: dict = defaultdict(Counter)
    rows = ThemeAssignment.objects.filter(theme__in=themes, leaf__isnull=False)
    for theme, leaf in rows.values_list("theme_id", "leaf").iterator(chunk_size=5000):
        found[theme][leaf] += 1
    return found


def undivided(run):
    """The standing themes that hold passages themselves, parents without any left out."""
    standing = list(Theme.objects.of_run(run).standing().order_by("-submissions", "pk"))
    above = {theme.parent_id for theme in standing if theme.parent_id}
    filled = set(ThemeAssignment.objects.filter(theme__in=above).values_list("theme_id", flat=True))
    return [theme for theme in standing if theme.pk not in above or theme.pk in filled]


def dissolved(run):
    """Parents without passages of their own, which a new cut takes away."""
    kept = {theme.pk for theme in undivided(run)}
    rows = Theme.objects.of_run(run).filter(state__in=ThemeState.standing(), children__isnull=False)
    return [theme for theme in rows.distinct() if theme.pk not in kept]


def plan_cut(run, n_groups):
    """What cutting the tree would make of the themes: [[theme, …]…], those of one group together, and
    {theme: [leaves, …]}, the parts of each theme where the cut is finer than the themes.
    """
    themes = undivided(run)
    groups, leaves = groups_at(run, n_groups), leaves_of(themes)
    together, parts = defaultdict(list), {}
    for theme in themes:
        counted = _by_group(leaves[theme.pk], groups)
        home = counted.most_common(1)[0][0] if counted else ("alone", theme.pk)
        together[home].append(theme)
        if n_groups > len(themes):
            parts[theme] = _parts(leaves[theme.pk], groups, counted)
    return list(together.values()), {theme: found for theme, found in parts.items() if len(found) > 1}


def _by_group(leaves, groups):
    counted: Counter = Counter()
    for leaf, number in leaves.items():
        counted[groups.get(leaf, -1)] += number
    return counted


def _parts(leaves, groups, counted):
    """The groups that hold enough of a theme to be one themselves, each as its leaves, largest first."""
    least = max(3, sum(counted.values()) // 10)
    kept = [group for group, number in counted.most_common() if number >= least]
    return [sorted(leaf for leaf in leaves if groups.get(leaf, -1) == group) for group in kept]


def branches_of(theme, n_parts):
    """The theme's own passages parted along the tree: n lists of leaves, the largest first; fewer when it
    has fewer leaves.
    """
    run = theme.codebook.run
    leaves = leaves_of([theme])[theme.pk]
    kept = structure_of(run)
    for n_groups in range(n_parts, kept.get("leaves", 0) + 1):
        groups = dict(enumerate(cut_merges(kept["merges"], kept["leaves"], n_groups)))
        counted = _by_group(leaves, groups)
        if len(counted) >= min(n_parts, len(leaves)):
            order = [group for group, _number in counted.most_common()]
            return [sorted(leaf for leaf in leaves if groups[leaf] == group) for group in order]
    return [sorted(leaves)] if leaves else []
