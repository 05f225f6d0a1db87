"""Acts that take long: asked for on a page, done by a task that can be watched, stopped and taken up again.

Whether it may be done is asked at once, so that whoever presses the button hears what is missing. The act is
the same that a command calls; it says how far it is by its `watch`, and ends in the transaction that makes it
true: done twice, it is done once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from consult import jobs
from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Refusal, Refused
from consult.rules import check
from proposals.themes.enums import UndertakingKind
from proposals.themes.models import ThemeRun, Undertaking

from .coding.carrying import carry_codebook, check_carrying
from .freezing import check_freezing, freeze_received
from .progress import Stopped, Watched
from .reports import check_findings, freeze_report
from .taking_over import check_taking_over, take_over_themes

TASK = "proposals.themes.tasks.carry_out"

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Act:
    """What may do it, what asks whether it can be done now, and what does it."""

    permission: str
    ready: Callable
    do: Callable


ACTS = {
    UndertakingKind.RECEIVED: Act("themes.freeze", check_freezing, freeze_received),
    UndertakingKind.FINDINGS: Act("themes.freeze", check_findings, freeze_report),
    UndertakingKind.CARRYING: Act("themes.sample", check_carrying, carry_codebook),
    UndertakingKind.INHERITING: Act("themes.edit", check_taking_over, take_over_themes),
}


def undertake(*, by, consultation, kind, run=None, **wanted):
    """Ask for an act that takes long. Raises what the act itself would, and Refused while another goes on."""
    given = {"consultation": consultation, "run": run, **wanted}
    ACTS[kind].ready(by=by, **given)
    plain = {**wanted, "run": run.pk if run else None}
    try:
        with transaction.atomic():
            row = Undertaking.objects.create(consultation=consultation, kind=kind, wanted=plain, asked_by=by)
            log(act=f"{kind}.asked", by=by, consultation=consultation, target=row)
            row.task_id = jobs.enqueue(TASK, row.pk).id
            row.save(update_fields=["task_id"])
    except IntegrityError:
        said = _("Something is under way already. Wait until it has ended, or stop it.")
        raise Refused("undertaking_under_way", said, 409) from None
    return row


def stop_undertaking(*, by, undertaking):
    """Stop it before it has made anything true. Raises Refused."""
    kind = UndertakingKind(undertaking.kind)
    check(ACTS[kind].permission, by, undertaking.consultation)
    with transaction.atomic():
        if not _going(undertaking.pk).update(ended_at=now()):
            raise Refused("undertaking_ended", _("This has ended already."), 409)
        log(act=f"{kind}.stopped", by=by, consultation=undertaking.consultation, target=undertaking)


def carry_out(*, undertaking_id):
    """Do what was asked for; a refusal is kept for its page, and whoever has stopped it changes nothing."""
    rows = Undertaking.objects.select_related("consultation", "asked_by")
    row = rows.get(pk=undertaking_id)
    if not row.is_going:
        return
    with override(row.asked_by.language or settings.LANGUAGE_CODE):
        try:
            ACTS[UndertakingKind(row.kind)].do(by=row.asked_by, watch=Watched(row), **_given(row))
        except Stopped:
            logger.info("undertaking stopped", undertaking=row.pk)
        except Refusal as refusal:
            _end(row.pk, _problems(refusal))


def _given(row):
    run = row.wanted["run"] and ThemeRun.objects.select_related("consultation", "snapshot").get(
        pk=row.wanted["run"]
    )
    return {**row.wanted, "run": run, "consultation": row.consultation}


def _problems(refusal):
    """Each thing that is wrong, in words."""
    return [problem for problems in refusal.fields.values() for problem in problems] or [str(refusal)]


def fail_undertaking(*, undertaking, error):
    """Say on its page that its task failed; `error` names the kind, never somebody's words."""
    with override(undertaking.asked_by.language or settings.LANGUAGE_CODE):
        said = _("This failed, and nothing was changed: %(error)s. Ask for it again.") % {"error": error}
    return _end(undertaking.pk, [said])


def _end(pk, problems):
    return _going(pk).update(ended_at=now(), problems=problems)


def _going(pk):
    return Undertaking.objects.filter(pk=pk, ended_at=None)
