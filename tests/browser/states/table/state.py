"""A state of a page, and where the pages of the town are."""

from collections.abc import Callable
from dataclasses import dataclass


def nothing(page):
    """The page as it opens."""


@dataclass(frozen=True)
class State:
    """`who` is a name of the town, or empty for a guest; `at` says the address; `act` leads to the state."""

    name: str
    at: Callable | str
    who: str = ""
    act: Callable = nothing
    status: int = 200
    # The bar that says of a lost connection pushes the page down: over the page it would hide what is read.
    jumps: bool = False

    def address(self, town):
        return self.at if isinstance(self.at, str) else self.at(town)


def consultation(part=""):
    return f"/consultations/quieter-streets/{part}"


def library(part=""):
    return f"/consultations/library-opening-hours/{part}"


def of_proposal(town, part=""):
    return f"/proposals/{town.proposal.pk}/{part}"


def of_comment(town, part=""):
    return f"/contributions/{town.comment.pk}/{part}"


def of_bench(part, theme=0):
    """A page of the workbench; `{theme}` in it is one of its themes."""
    return lambda town: f"/themes/buses-and-trams/{part.format(theme=town.bench_themes[theme].pk)}"


def placed(town):
    ticked = "&".join(f"p={pk}" for pk in town.bench_themes[0].assignments.values_list("pk", flat=True)[:2])
    return f"{of_bench('{theme}/place/')(town)}?{ticked}"


def judging(town):
    return "/themes/night-buses/coding/next/"
