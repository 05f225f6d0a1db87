"""Templates for reasons: written by moderators, with gaps, and retired when they have served."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from consult.text import plain
from moderation.gaps import MARK, has_gap
from moderation.models import ReasonTemplate

LONGEST = 1000


def write_template(*, by, consultation, name, text, rule=None):
    """Add a template; Invalid without a name of its own, or without a gap for the facts."""
    check("consult.moderate", by, consultation)
    name, text = plain(name)[:60], plain(text)
    _check_words(consultation, name, text, rule)
    try:
        with transaction.atomic():
            template = ReasonTemplate.objects.create(
                consultation=consultation, name=name, text=text, rule=rule, written_by=by
            )
            _log(template, "reason_template.written", by)
    except IntegrityError:
        raise Invalid({"name": [_("There is a template of this name.")]}) from None
    return template


def _check_words(consultation, name, text, rule):
    problems = {}
    if not name:
        problems["name"] = [_("Give the template a name.")]
    if not has_gap(text):
        problems["text"] = [
            _("Leave at least one gap (%(mark)s) for the facts of the case.") % {"mark": MARK}
        ]
    if len(text) > LONGEST:
        problems["text"] = [_("Keep this to %(n)d characters or fewer.") % {"n": LONGEST}]
    if rule is not None and rule.consultation_id != consultation.pk:
        problems["rule"] = [_("Choose one of the rules of this consultation.")]
    if problems:
        raise Invalid(problems)


def retire_template(*, by, template):
    """Take a template out of the choice; decisions made with it stand in their own words."""
    check("consult.moderate", by, template.consultation)
    with transaction.atomic():
        if ReasonTemplate.objects.in_use().filter(pk=template.pk).update(retired_at=now()):
            _log(template, "reason_template.retired", by)


def _log(template, act, by):
    log(act=act, by=by, consultation=template.consultation, target=template)
