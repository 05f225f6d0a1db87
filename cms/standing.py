"""Where consultations stand: open, coming, closed; answered in time, late or not yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from consult.clock import now, today
from proposals.themes.enums import OfficialDecision
from proposals.themes.models import OfficialResponse

SOON = timedelta(days=7)
RECORD_SPAN = timedelta(days=730)
MOST_IN_RECORD = 16


@dataclass(frozen=True)
class Standing:
    """The state of a consultation for residents: kind is open, closing, coming or closed."""

    kind: str
    phase: object = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None

    @property
    def is_open(self):
        return self.kind in ("open", "closing")


def standing_of(consultation, at=None):
    """Open while a phase lets people act; between two such phases it is coming again."""
    at = at or now()
    acting = [phase for phase in consultation.phases_in_order if phase.allows]
    current = next((phase for phase in acting if phase.is_open(at)), None)
    if current is not None:
        closes_at = consultation.closes_at
        soon = closes_at is not None and closes_at - at <= SOON
        return Standing("closing" if soon else "open", current, closes_at)
    coming = next((phase for phase in acting if phase.opens_at > at), None)
    if coming is not None:
        return Standing("coming", coming, opens_at=coming.opens_at)
    return Standing("closed", closes_at=consultation.closes_at)


@dataclass
class Answers:
    """What the public body answered in one consultation."""

    first_at: datetime | None = None
    accepted: int = 0
    partly: int = 0
    not_accepted: int = 0

    @property
    def themes(self):
        return self.accepted + self.partly + self.not_accepted

    def state(self, due_on):
        """done in time, slow (late), late (overdue now), or nothing while there is time."""
        if self.first_at is not None:
            return "slow" if due_on and self.first_at.date() > due_on else "done"
        return "late" if due_on and due_on < today() else ""


def answers_in(consultations):
    """{consultation id: Answers} from published responses, in one query."""
    published = OfficialResponse.objects.published().filter(consultation__in=consultations).order_by()
    rows = published.values("consultation_id", "decision").annotate(n=Count("pk"), first=Min("published_at"))
    answers: dict = defaultdict(Answers)
    for row in rows:
        answer = answers[row["consultation_id"]]
        answer.first_at = min(filter(None, (answer.first_at, row["first"])))
        name = _column(row["decision"])
        setattr(answer, name, getattr(answer, name) + row["n"])
    return answers


def _column(decision):
    """What is done already counts as accepted."""
    if decision == OfficialDecision.ALREADY_DONE:
        return OfficialDecision.ACCEPTED.value
    return decision


def answer_record(consultations, answers):
    """Closed consultations of the last two years whose answer was due or given, in date order."""
    since = today() - RECORD_SPAN
    due = [c for c in consultations if c.answer_due_on and c.answer_due_on >= since]
    due = sorted(due, key=lambda c: c.answer_due_on)[-MOST_IN_RECORD:]
    states = [(c, answers.get(c.pk, Answers()).state(c.answer_due_on)) for c in due]
    squares = [state for _consultation, state in states if state]
    late = [consultation for consultation, state in states if state == "late"]
    return {
        "squares": squares,
        "on_time": squares.count("done"),
        "slow": squares.count("slow"),
        "late": len(late),
        "longest_late": late[0] if late else None,
    }
