"""Training the linear model of a consultation from its own decisions; each training is a version."""

import structlog
from django.db import transaction
from django.db.models import Count, Max, Q

from consult.actions.log import record as log
from consult.clock import now
from consult.jobs import enqueue
from consult.models import Consultation
from consult.rules import check
from moderation.enums import Effect
from moderation.models import Decision, ScreeningModel
from moderation.screening.linear import ENOUGH, train

logger = structlog.get_logger(__name__)

NEW_ENOUGH = 50  # further decisions after which a model is trained anew
TASK = "moderation.tasks.train_screening"
MOST = 20_000
NOT_ABOUT_WORDS = [Effect.HOLD, Effect.LOCK_THREAD]


def learnable(consultation_id):
    """Decisions a model may learn from: final ones, of people, neither undone nor erased."""
    final = Decision.objects.settled().filter(consultation=consultation_id, automated=False)
    return final.filter(scrubbed_at=None).exclude(effect__in=NOT_ABOUT_WORDS).exclude(case__revision__body="")


def queue_due_trainings():
    """Start training where there are decisions enough and 50 more than last time; returns how many began."""
    due = [pk for pk, decided in _counts() if decided >= ENOUGH and decided - _learnt(pk) >= NEW_ENOUGH]
    for pk in due:
        enqueue(TASK, pk)
    return len(due)


def _counts():
    final = Q(decisions__undone_at=None, decisions__automated=False)
    final &= ~Q(decisions__effect__in=NOT_ABOUT_WORDS)
    counted = Consultation.objects.annotate(decided=Count("decisions", filter=final))
    return counted.filter(decided__gte=ENOUGH).values_list("pk", "decided")


def _learnt(pk):
    newest = ScreeningModel.objects.filter(consultation=pk).order_by("-version")
    return newest.values_list("decisions", flat=True).first() or 0


def ask_for_training(*, by, consultation):
    """An owner or moderator wants a new version now; the task says in the log what came of it."""
    check("moderation.see_screening", by, consultation)
    with transaction.atomic():
        log(act="screening.training_asked", by=by, consultation=consultation, target=consultation)
        return enqueue(TASK, consultation.pk)


def train_model(*, consultation_id, seed=0):
    """Train and keep a version with what it got right on held-back decisions; None with too few decisions."""
    texts, rules = _examples(consultation_id)
    trained = train(texts, rules, seed=seed)
    if trained is None:
        logger.info("screening not trained", consultation=consultation_id, decisions=len(texts))
        return None
    with transaction.atomic():
        consultation = Consultation.objects.select_for_update().get(pk=consultation_id)
        last = consultation.screening_models.aggregate(last=Max("version"))["last"] or 0
        model = ScreeningModel.objects.create(
            consultation=consultation,
            version=last + 1,
            trained_at=now(),
            decisions=trained.decisions,
            held_back=trained.held_back,
            restricted=trained.restricted,
            precision=trained.precision,
            recall=trained.recall,
            threshold=trained.threshold,
            seed=seed,
            weights=trained.model.to_bytes(),
        )
        details = {"version": model.version, "decisions": model.decisions}
        log(act="screening.trained", by=None, consultation=consultation, target=model, details=details)
    return model


def _examples(consultation_id):
    """(texts, rule ids): the last decision on each version; 0 for what was kept or taken back on appeal."""
    decisions = learnable(consultation_id).order_by("-pk").select_related("case__revision")
    last: dict = {}
    for decision in decisions.prefetch_related("appeal")[:MOST]:
        last.setdefault(decision.case.revision_id, decision)
    examples = sorted(last.values(), key=lambda each: each.pk)
    texts = [f"{each.case.revision.title}\n{each.case.revision.body}" for each in examples]
    return texts, [_label(each) for each in examples]


def _label(decision):
    """The rule it names; -1 where only a law is named; 0 where the text stays."""
    if not decision.restricts or decision.accepted_appeal:
        return 0
    return decision.rule_id or -1
