"""The anonymised rows a bundle carries, from which anybody recomputes its numbers.

Submissions and people bear numbers of this report alone, in an order only the installation's secret gives.
What is held back in the findings is left out here, so that no cell can be counted back.
"""

from collections import Counter
from collections.abc import Callable

from django.utils.crypto import salted_hmac

from proposals.enums import Stance
from proposals.themes.enums import Place
from proposals.themes.models import CampaignMember, ThemeAssignment

from .learnt import submissions_learnt

_inputs: dict[str, Callable] = {}


def carries(name):
    """Register function(run, bundle, numbers) -> JSON-able rows; `bundle` is the findings without inputs."""

    def register(function):
        _inputs[name] = function
        return function

    return register


def inputs_of(run, bundle):
    """{name: rows} for everything registered."""
    numbers = Numbers(run)
    return {name: function(run, bundle, numbers) for name, function in _inputs.items()}


class Numbers:
    """{id: number} of submissions and of participants, each from 1, in an order that tells nothing.

    What several inputs are made of is kept here while they are made.
    """

    def __init__(self, run):
        self._made: dict = {}
        rows = list(run.ledger.values_list("submission_id", "submission__participant_id"))
        self.submission = _numbered(run, "submission", {row[0] for row in rows})
        self.person = _numbered(run, "person", {row[1] for row in rows})

    def once(self, make, *args):
        """make(*args), made the first time only."""
        if make not in self._made:
            self._made[make] = make(*args)
        return self._made[make]


def _numbered(run, what, ids):
    salt = f"themes.inputs.{what}.{run.snapshot.manifest_hash}.{run.input_hash}"
    ordered = sorted(ids, key=lambda pk: salted_hmac(salt, str(pk), algorithm="sha256").digest())
    return {pk: number for number, pk in enumerate(ordered, start=1)}


@carries("submissions")
def submissions(run, bundle, numbers):
    """[[submission, person, place]] of everything received."""
    rows = run.ledger.values_list("submission_id", "submission__participant_id", "place")
    return sorted([numbers.submission[s], numbers.person[p], place] for s, p, place in rows)


@carries("learnt")
def learnt(run, bundle, numbers):
    """[submissions in themes by software that learnt from coded texts], where their number is printed."""
    if not bundle["learnt"] or bundle["learnt"]["submissions"] is None:
        return []
    return sorted(numbers.submission[key] for key in submissions_learnt(run))


@carries("placed")
def placed(run, bundle, numbers):
    """[[theme, person, 1 for a campaign copy]], a row for each submission in a theme whose number is printed.

    People are numbered anew in each theme: who is in two themes at once would give away how many are only in
    one that is held back.
    """
    shown = {each["id"]: each for each in bundle["themes"] if not each["held_back"]}
    rows = (
        ThemeAssignment.objects.of_people()
        .filter(run=run, theme__in=shown)
        .values_list("theme_id", "contribution__submission_id", "contribution__participant_id", "copy")
        .distinct()
    )
    kept = [row for row in rows if not row[3] or shown[row[0]]["copies"] is not None]
    return _renumbered(numbers, [(theme, person, int(copy)) for theme, _submission, person, copy in kept])


def _renumbered(numbers, rows):
    """[(scope, participant, flag)] with participants as numbers from 1 within each scope."""
    within: dict = {}
    for scope, person, _flag in sorted(rows, key=lambda row: (row[0], numbers.person[row[1]])):
        seen = within.setdefault(scope, {})
        seen.setdefault(person, len(seen) + 1)
    return sorted([scope, within[scope][person], flag] for scope, person, flag in rows)


@carries("stances")
def stances(run, bundle, numbers):
    """[[theme, stance]], one row for each submission that takes that stance, where a split is printed."""
    split = [each["id"] for each in bundle["themes"] if each["stance"]]
    rows = (
        ThemeAssignment.objects.counted()
        .filter(run=run, theme__in=split, contribution__stance__in=Stance.values)
        .values_list("theme_id", "contribution__stance", "contribution__submission_id")
        .distinct()
    )
    return sorted([theme, stance] for theme, stance, _submission in rows)


@carries("channels")
def channels(run, bundle, numbers):
    """[[channel, submissions]], those held back together under the empty name."""
    return _counted(run.ledger.values_list("submission__channel", flat=True), bundle["channels"])


@carries("respondents")
def respondents(run, bundle, numbers):
    """[[kind, people]], those held back together under the empty name."""
    rows = run.ledger.order_by().values_list("submission__participant_id", "submission__participant__kind")
    return _counted((kind for _person, kind in rows.distinct()), bundle["respondents"])


@carries("withheld")
def withheld(run, bundle, numbers):
    """[[reason, submissions]] of what is withheld, those held back together under the empty name."""
    reasons = run.ledger.filter(place=Place.WITHHELD).values_list("reason", flat=True)
    return _counted(reasons, bundle["withheld"])


def _counted(values, cells):
    held = {key for key, _number, why in cells if why}
    counts = Counter("" if value in held else value for value in values)
    return sorted([key, number] for key, number in counts.items())


@carries("copies")
def copies(run, bundle, numbers):
    """[[campaign, person, 1 for words of one's own]], one row a text, of the campaigns that are printed.

    Whether somebody added words stands there only where the findings print how many did.
    """
    told = {each["number"]: each["adding"] is not None for each in bundle["campaigns"]}
    rows = CampaignMember.objects.filter(campaign__run=run, campaign__number__in=told)
    rows = rows.values_list("campaign__number", "contribution__participant_id", "added")
    return _renumbered(numbers, [(c, person, int(bool(added) and told[c])) for c, person, added in rows])


@carries("codebook")
def codebook(run, bundle, numbers):
    """[[theme, key, name, definition]]: the analysts' own words."""
    listed = [each["id"] for each in bundle["themes"]]
    rows = run.codebook.themes.filter(pk__in=listed) if listed else []
    return [[theme.pk, theme.stable_key, theme.name, theme.definition] for theme in rows]


@carries("holds")
def holds(run, bundle, numbers):
    """[[theme, what was measured, ten-thousandths]]: stability, or mean confidence where people made it."""
    shown = [each["id"] for each in bundle["themes"] if not each["held_back"]]
    rows = run.codebook.themes.filter(pk__in=shown).order_by("pk") if shown else []
    return [
        [theme.pk, "stability", theme.stability]
        if theme.stability is not None
        else [theme.pk, "confidence", theme.confidence]
        for theme in rows
    ]


@carries("copiers")
def copiers(run, bundle, numbers):
    """[texts of each person who sent a copy of a printed campaign], in order of size."""
    told = [each["number"] for each in bundle["campaigns"]]
    rows = CampaignMember.objects.filter(campaign__run=run, campaign__number__in=told)
    people = rows.values_list("contribution__participant_id", "contribution_id").distinct()
    return sorted(Counter(person for person, _text in people).values())


from . import coded_inputs, people_inputs  # noqa: E402,F401  register theirs
