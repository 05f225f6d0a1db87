"""Groups, coverage and weights again, from nothing but other numbers of the same bundle."""

from proposals.themes.clustering.bridging import is_loud
from proposals.themes.reports.coverage import silent_groups
from proposals.themes.reports.opinion_themes import standing
from proposals.themes.reports.weights import effective

from . import recomputes


@recomputes("opinion_themes")
def opinion_themes(bundle):
    """Shares and stands from the percentages of the statements, loudness from voices and texts."""
    opinion = bundle["opinion"]
    voted = {each["id"]: each for each in opinion["statements"]} if opinion else {}
    return [_opinion_theme(each, voted) for each in bundle["opinion_themes"]]


def _opinion_theme(each, voted):
    again = dict(each)
    if each["texts"]:
        again |= standing(each["texts"], each["voters"], voted)
    if each["voices"] is not None:
        again["loud"] = is_loud(each["voices"], each["sent"])
    return again


@recomputes("coverage")
def coverage(bundle):
    """Totals from the cells, silent groups from both."""
    return [_coverage(each, bundle["threshold"]) for each in bundle["coverage"]]


def _coverage(each, threshold):
    people = sum(number for _category, number, _received, _held in each["cells"])
    again = {**each, "people": people}
    if not any(held for *_cell, held in each["cells"]):
        again["answered"] = sum(received for _category, _people, received, _held in each["cells"])
    return {**again, "silent": silent_groups(again, threshold)}


@recomputes("weights")
def weights(bundle):
    """The effective n from people and design effect."""
    found = bundle["weights"]
    if not found or found["design_effect"] is None:
        return found
    return {**found, "effective_n": effective(found["people"], found["design_effect"])}
