"""What an edit would make of the numbers, before somebody makes it: different contributions, each once."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F

from proposals.themes.models import Theme, ThemeAssignment
from proposals.themes.querysets import texts_for_staff

from .passages import words_of
from .structure import pair_of

TO_READ = 2
OF_A_PART = 3
CENTRAL_FIRST = (F("central_rank").asc(nulls_last=True), "-confidence", "pk")
STANCES = ("for", "against", "neutral")
APART = 10  # points of a share of stance from which on two themes do not say the same


@dataclass
class Merge:
    """Two themes now, the one they would be, how they held in resamplings, and words to read first."""

    source: Theme
    target: Theme
    before: tuple
    after: int
    in_both: int
    pair: dict
    quotes: list

    @property
    def falls(self):
        """Whether both as one come back less often than the better of the two."""
        merged = self.pair["merged"]
        return merged is not None and merged < self.best

    @property
    def best(self):
        return max(self.source.stability or 0, self.target.stability or 0)

    @property
    def stances(self):
        """(share against of the one, of the other) in per cent where they lie apart, else None."""
        shares = [_against(theme) for theme in (self.source, self.target)]
        if None in shares or abs(shares[0] - shares[1]) < APART:
            return None
        return tuple(shares)


def _against(theme):
    said = theme.stance_for + theme.stance_against + theme.stance_neutral
    return round(100 * theme.stance_against / said) if said else None


def members_of(themes):
    """{theme id: {submission ids}} of what counts, that of sub-themes in the theme above too."""
    above = {theme.pk: {theme.pk, theme.parent_id} - {None} for theme in themes}
    members: dict = {theme.pk: set() for theme in themes}
    rows = ThemeAssignment.objects.counted().filter(theme__in=above)
    for theme, submission in rows.values_list("theme_id", "contribution__submission_id").distinct():
        for each in above[theme]:
            members.setdefault(each, set()).add(submission)
    return members


def overlaps(theme, themes):
    """[(other theme, contributions in both)], those that share most first."""
    members = members_of(themes)
    own = members[theme.pk]
    others = [(other, len(own & members[other.pk])) for other in themes if other.pk != theme.pk]
    return sorted(others, key=lambda each: (-each[1], -each[0].submissions, each[0].pk))


def merge_preview(user, source, target, themes):
    members = members_of(themes)
    one, other = members[source.pk], members[target.pk]
    return Merge(
        source=source,
        target=target,
        before=(len(one), len(other)),
        after=len(one | other),
        in_both=len(one & other),
        pair=pair_of(source.codebook.run, source, target),
        quotes=_to_read(user, source, one & other),
    )


def _to_read(user, source, in_both):
    """[(assignment, words, whether its text is in both)]: some of both, some of the first alone."""
    rows = ThemeAssignment.objects.counted().filter(theme=source)
    texts = texts_for_staff(user, source.consultation).values("pk")
    rows = rows.filter(contribution__in=texts).select_related("contribution__submission")
    found = []
    for both in (True, False):
        some = rows.filter(contribution__submission__in=list(in_both)[:500])
        chosen = some if both else rows.exclude(contribution__submission__in=list(in_both)[:500])
        for row in chosen.order_by(*CENTRAL_FIRST)[:TO_READ]:
            found.append((row, words_of(row), both))
    return found


def move_preview(passages, theme, themes, *, second):
    """[(theme, contributions now, after)] of the themes that moving these passages would change."""
    moved = Counter(passage.theme_id for passage in passages)
    touched = [each for each in themes if each.pk in moved or each.pk == theme.pk]
    members = members_of(touched)
    ids = {passage.pk for passage in passages}
    own = ThemeAssignment.objects.counted().filter(theme__in=touched).exclude(pk__in=list(ids)[:500])
    left: dict = {each.pk: set() for each in touched}
    for place, submission, pk in own.values_list("theme_id", "contribution__submission_id", "pk"):
        if pk not in ids:
            left[place].add(submission)
    coming = {p.contribution.submission_id for p in passages if not p.copy}
    rows = []
    for each in touched:
        after = members[each.pk] if second else left[each.pk]
        after = after | coming if each.pk == theme.pk else after
        rows.append((each, len(members[each.pk]), len(after)))
    return rows


def contents_of_parts(user, theme, branches):
    """([contributions of each part], [[(assignment, words)…] of each part]) of a theme parted by the tree."""
    part_of = {leaf: number for number, leaves in enumerate(branches) for leaf in leaves}
    members: list = [set() for _leaves in branches]
    central: list = [[] for _leaves in branches]
    rows = ThemeAssignment.objects.filter(theme=theme, leaf__in=part_of)
    rows = rows.order_by(*CENTRAL_FIRST)
    columns = rows.values_list("pk", "leaf", "sure", "copy", "contribution__submission_id")
    for pk, leaf, sure, copy, submission in columns:
        part = part_of[leaf]
        if sure and not copy:
            members[part].add(submission)
        if len(central[part]) < OF_A_PART:
            central[part].append(pk)
    texts = texts_for_staff(user, theme.consultation).values("pk")
    shown = ThemeAssignment.objects.filter(pk__in=[pk for some in central for pk in some])
    shown = shown.filter(contribution__in=texts).select_related("contribution").in_bulk()
    quotes = [[(shown[pk], words_of(shown[pk])) for pk in some if pk in shown] for some in central]
    return [len(each) for each in members], quotes
