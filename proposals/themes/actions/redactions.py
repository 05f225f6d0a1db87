"""Personal details in what a report may show: looked for at the freeze, decided by people, with a reason."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.errors import Invalid
from consult.personal import personal_details
from consult.rules import check
from proposals.models import Contribution
from proposals.themes.enums import ItemState
from proposals.themes.models import Redaction

SHORTEST_NAME = 5


def look_through(snapshot):
    """Write a candidate for each personal detail in the analysed texts of a snapshot; returns how many.

    Names are those of people who took part, told by their public names, and whatever reads like one.
    """
    ids = snapshot.items.filter(state=ItemState.ANALYSED).values("contribution_id")
    texts = Contribution.objects.for_analysis(snapshot.consultation).filter(pk__in=ids).order_by("pk")
    names = _names_in(snapshot.consultation)
    found = [row for text in texts.iterator(chunk_size=1000) for row in _candidates(text, names)]
    before = Redaction.objects.filter(consultation=snapshot.consultation).count()
    in_batches(found, lambda rows: Redaction.objects.bulk_create(rows, ignore_conflicts=True))
    return Redaction.objects.filter(consultation=snapshot.consultation).count() - before


def _names_in(consultation):
    """Public names of two words and more: one word alone is too often a word."""
    rows = consultation.participants.exclude(public_name="").values_list("public_name", flat=True)
    return sorted({name for name in rows if " " in name and len(name) >= SHORTEST_NAME})


def _candidates(text, names):
    for in_title, words in ((False, text.public_text), (True, text.title)):
        mentioned = [name for name in names if name in words]
        for start, end, kind in personal_details(words, mentioned):
            yield Redaction(
                consultation_id=text.consultation_id,
                contribution=text,
                revision_id=text.shown_revision_id,
                in_title=in_title,
                start=start,
                end=end,
                kind=kind,
            )


def decide_redaction(*, by, redaction, remove, reason):
    """Remove a detail from what reports show, or let it stand, and say why. Raises Refused, or Invalid."""
    check("themes.redact", by, redaction.consultation)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why.")]})
    with transaction.atomic():
        decision = Redaction.Decision.REMOVE if remove else Redaction.Decision.KEEP
        redaction.decision, redaction.reason = decision, reason.strip()
        redaction.decided_by, redaction.decided_at = by, now()
        redaction.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
        _log(by, redaction)
    return redaction


def decide_redactions(*, by, redactions, remove, reason):
    """The same decision on many details at once; returns how many. Raises Refused, or Invalid."""
    with transaction.atomic():
        for redaction in redactions:
            decide_redaction(by=by, redaction=redaction, remove=remove, reason=reason)
    return len(redactions)


def mark_detail(*, by, consultation, contribution, words, reason):
    """Remove words that software did not find, wherever they stand in a text or its title.

    Raises Refused, or Invalid.
    """
    check("themes.redact", by, consultation)
    text = Contribution.objects.for_analysis(consultation).shown().filter(pk=contribution).first()
    in_title, start = _place_of(words.strip(), text)
    if start < 0:
        raise Invalid({"words": [_("The text does not say this, word for word.")]})
    if not reason.strip():
        raise Invalid({"reason": [_("Say why.")]})
    try:
        with transaction.atomic():
            redaction = Redaction.objects.create(
                consultation=consultation,
                contribution=text,
                revision_id=text.shown_revision_id,
                in_title=in_title,
                start=start,
                end=start + len(words.strip()),
                kind="person",
                decision=Redaction.Decision.REMOVE,
                reason=reason.strip(),
                decided_by=by,
                decided_at=now(),
            )
            _log(by, redaction)
    except IntegrityError:
        raise Invalid({"words": [_("These words are on the list already.")]}) from None
    return redaction


def _place_of(words, text):
    """(whether it stands in the title alone, where, or -1)."""
    if text is None or not words:
        return False, -1
    start = text.public_text.find(words)
    return (False, start) if start >= 0 else (True, text.title.find(words))


def _log(by, redaction):
    """Where and why, never what: the words are personal."""
    details = {"text": redaction.contribution_id, "decision": str(redaction.decision), "kind": redaction.kind}
    log(
        act="report.redacted",
        by=by,
        consultation=redaction.consultation,
        target=redaction,
        details={**details, "reason": redaction.reason},
    )
