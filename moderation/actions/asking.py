"""Before a text is posted: what its author may want to know. Nothing is kept of a text that is not sent."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.compiled import compiled
from moderation.models import ScreeningPolicy
from moderation.screening.dangers import dangers_in
from moderation.screening.patterns import noticed

from .screening import current_model


@dataclass(frozen=True)
class Concern:
    """What software would ask: a heading, the reason, and the words that led to it."""

    heading: str
    reason: str
    words: tuple = ()


def concern_about(*, consultation, text, public=True):
    """The Concern about a text that is about to be posted; None where an owner has not turned asking on.

    `public` says whether everybody could read it, or the team alone.
    """
    if not _asks_here(consultation=consultation.pk):
        return None
    dangers = dangers_in(text)
    if "threat" in dangers:
        return Concern(
            _("This may be read as a threat"),
            _("A moderator would look at it at once. Can you say what you mean without it?"),
            tuple(dangers["threat"]),
        )
    if "contact" in noticed(text) or "doxing" in dangers:
        return Concern(
            _("This may give away private details"),
            _private_words(public),
        )
    return _of_model(consultation, text)


def _private_words(public):
    if public:
        return _("It seems to hold an address, a telephone number or a postcode. Everybody could read it.")
    return _("It seems to hold an address, a telephone number or a postcode. The team would read it.")


@compiled
def _asks_here(consultation):
    asking = ScreeningPolicy.objects.filter(consultation=consultation, asks_before_posting=True)
    return asking.values_list("pk")


def _of_model(consultation, text):
    model, linear = current_model(consultation.pk)
    judged = linear.judge(text, most=5) if model else None
    if judged is None or judged.likelihood < model.threshold:
        return None
    rule = consultation.house_rules.in_use().filter(pk=judged.rule).first()
    if rule is None:
        return None
    rule.consultation = consultation
    return Concern(
        _("This may break rule %(number)d") % {"number": rule.number},
        str(rule),
        tuple(word for word, _weight in judged.grounds),
    )
