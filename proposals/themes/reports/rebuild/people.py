"""Groups, senders, coverage and weights again, from rows and from other numbers of the same bundle."""

from collections import defaultdict

from proposals.themes.clustering.bridging import is_loud, voices
from proposals.themes.reports.answers import corrected
from proposals.themes.reports.coverage import silent_groups
from proposals.themes.reports.opinion_themes import standing
from proposals.themes.reports.weighting import design_effect, fitted, moves_at_most, shares_of
from proposals.themes.reports.weights import effective

from . import recomputes
from .themes import themes
from .votes import opinion, seen_by_group


@recomputes("opinion_themes", "senders", "votes", "votes_cast", "groups")
def opinion_themes(bundle):
    """Shares and stands from the percentages of the statements, loudness from what each sender sent."""
    found = opinion(bundle)
    voted = {each["id"]: each for each in found["statements"]} if found else {}
    letters = [group["letter"] for group in found["groups"]] if found else []
    sent = {theme: rest for theme, *rest in bundle["inputs"]["senders"]}
    seen = seen_by_group(bundle)
    return [
        _opinion_theme(each, voted, letters, seen, sent.get(each["id"])) for each in bundle["opinion_themes"]
    ]


def _opinion_theme(each, voted, letters, seen, sent):
    again = dict(each)
    if each["texts"]:
        voters = _voters(each, letters, seen)
        again |= {"voters": voters, **standing(each["texts"], voters, voted)}
    if each["sent"] is None:
        return again
    people, campaigns, sizes = sent or (None, None, [])
    spoke = voices(sizes)
    again |= {"sent": sum(sizes), "people": people, "campaigns": campaigns, "voices": spoke}
    return {**again, "loud": is_loud(spoke, sum(sizes))}


def _voters(each, letters, seen):
    """The most people of a group who voted on one of the texts, where all those votes are in the file."""
    known = [[seen[text].get(letter) for text in each["texts"]] for letter in letters]
    return [
        carried if None in numbers else max(numbers)
        for carried, numbers in zip(each["voters"], known, strict=True)
    ]


@recomputes("coverage", "took_part")
def coverage(bundle):
    """Cells and totals from the people counted, silent groups from both."""
    counted = defaultdict(dict)
    for table, category, number in bundle["inputs"]["took_part"]:
        counted[table][category] = number
    return [_coverage(each, counted[each["table"]], bundle["threshold"]) for each in bundle["coverage"]]


def _coverage(each, counted, threshold):
    again = {**each, "people": sum(number for _category, number, _received, _held in each["cells"])}
    if each["answered"] is not None:
        again["answered"] = sum(counted.values())
        again["cells"] = [
            [category, people, None if held else counted.get(category, 0), held]
            for category, people, _received, held in each["cells"]
        ]
    return {**again, "silent": silent_groups(again, threshold)}


@recomputes("corrections", "corrected")
def corrections(bundle):
    """Asked, accepted and the rate of each theme; what is held back stays so."""
    rows = defaultdict(list)
    for theme, accepted in bundle["inputs"]["corrected"]:
        rows[theme].append(accepted)
    printed = {each["id"]: each for each in themes(bundle)}
    return [
        [pk, *rest] if rest[0] is None else corrected(printed[pk], rows[pk], bundle["threshold"])
        for pk, *rest in bundle["corrections"]
    ]


@recomputes("weights", "answers_given", "answers_in", "answers_told")
def weights(bundle):
    """Everything of the weights where no set of answers is small; else the effective n alone."""
    found = bundle["weights"]
    if not found or found["design_effect"] is None:
        return found
    if bundle["inputs"]["answers_given"]:
        found = {**found, **_weighed(bundle, found)}
    return {**found, "effective_n": effective(found["people"], found["design_effect"])}


def _weighed(bundle, stated):
    people = {tuple(key): number for key, number in bundle["inputs"]["answers_given"]}
    tables = {each["table"]: {key: n for key, n, *_rest in each["cells"]} for each in bundle["coverage"]}
    weights = fitted(people, [tables[key] for key in stated["traits"]])
    shares = {pk: shares_of(inside, people, weights) for pk, inside in _inside(bundle).items()}
    again = {"people": sum(people.values()), "design_effect": design_effect(people, weights)}
    again["themes"] = [
        [pk, *(round(share) for share in shares[pk])]
        if pk in shares and plain is not None
        else [pk, plain, weighed]
        for pk, plain, weighed in stated["themes"]
    ]
    told = [each["id"] for each in bundle["themes"] if not each["held_back"]]
    if all(pk in shares for pk in told):
        again["moves_at_most"] = moves_at_most([shares[pk] for pk in told])
    return again


def _inside(bundle):
    found: dict = {pk: {} for pk in bundle["inputs"]["answers_told"]}
    for pk, key, number in bundle["inputs"]["answers_in"]:
        found[pk][tuple(key)] = number
    return found
