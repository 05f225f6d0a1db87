"""What software tells a moderator about a case: where it comes from, how good it is, and nothing chosen."""

from dataclasses import dataclass, field

from .actions.screening import weights_of
from .enums import Ground
from .models import Screening
from .screening.brigades import is_brigade, largest_rush
from .screening.dangers import dangers_in, phrases_in


@dataclass(frozen=True)
class Hints:
    """Grounds in words with counts; the model's guess with its version and record; what the reports weigh."""

    grounds: list = field(default_factory=list)  # of (name, times, words that led to it)
    phrases: list = field(default_factory=list)  # those words as they stand in the text
    likelihood: int | None = None
    rule: object = None
    model: object = None
    words: list = field(default_factory=list)  # of (word, weight), strongest first
    weight: float = 0.0
    reports: int = 0
    brigade: int = 0

    def __bool__(self):
        return bool(self.grounds or self.reports) or self.likelihood is not None


def hints_of(case):
    """The Hints of a case, in two queries and, once a process, the weights of the model."""
    reports = list(case.flags.values_list("weight", "is_new_account", "created_at"))
    new = [at for _weight, is_new, at in reports if is_new]
    said = {
        "weight": round(sum(weight for weight, _new, _at in reports), 1),
        "reports": len(reports),
        "brigade": largest_rush(new) if is_brigade(new) else 0,
    }
    screening = _screening(case)
    return Hints(**said, **_noticed(screening, case)) if screening else Hints(**said)


def _screening(case):
    found = Screening.objects.filter(revision=case.revision_id)
    return found.select_related("rule__consultation", "model").defer("model__weights").first()


def _noticed(screening, case):
    urgent = Ground.urgent().keys() & screening.grounds.keys()
    said = dangers_in(_text_of(case)) if urgent else {}
    grounds = [(Ground(code).label, n, said.get(code, ())) for code, n in screening.grounds.items()]
    words = _words(screening, case) if screening.model_id else []
    return {
        "grounds": grounds,
        "phrases": phrases_in(_text_of(case)) if urgent else [],
        "likelihood": screening.likelihood,
        "rule": screening.rule,
        "model": screening.model,
        "words": words,
    }


def _words(screening, case):
    """Which words led to the guess: found again from the text, since no word of it is kept."""
    linear = weights_of(screening.model_id, screening.model.trained_at)
    judged = linear.judge(_text_of(case))
    return [(word, round(weight, 2)) for word, weight in judged.grounds]


def _text_of(case):
    return f"{case.revision.title}\n{case.revision.body}"
