"""The queue as one moderator sees it: which cases, in which order, and which comes next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from consult.clock import now, today
from proposals.enums import ContributionState

from .enums import CaseState
from .models import Case, Decision

PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VIEWS = {
    "all": _("All"),
    "urgent": _("Urgent"),
    "appeals": _("Appeals"),
    "held": _("Not shown yet"),
    "mine": _("Mine"),
    "ended": _("Decided"),
}
UNPUBLISHED = (ContributionState.HELD, ContributionState.PENDING)


@dataclass(frozen=True)
class Queue:
    """Cases of all consultations somebody moderates, narrowed to a view and a consultation."""

    user: object
    view: str = "all"
    slug: str = ""

    @classmethod
    def asked_for(cls, request):
        """The queue an address names; an unknown view is all of it."""
        view = request.GET.get("view", "")
        return cls(request.user, view if view in VIEWS else "all", request.GET.get("in", "")[:80])

    @property
    def query(self):
        """The part of an address that says so, with nothing for what goes without saying."""
        parts = {"view": self.view if self.view != "all" else "", "in": self.slug}
        return urlencode({key: value for key, value in parts.items() if value})

    def cases(self):
        """Oldest first; ended ones newest first."""
        cases = self._narrowed(self._seen())
        if self.view == "ended":
            return cases.ended().order_by("-closed_at", "-id")
        return cases.waiting().order_by("waiting_since", "id")

    def _seen(self):
        seen = Case.objects.visible_to(self.user)
        return seen.filter(consultation__slug=self.slug) if self.slug else seen

    def _narrowed(self, cases):
        conditions = _conditions(self.user)
        return cases.filter(conditions[self.view]) if self.view in conditions else cases

    def page(self, after=""):
        """(rows, key of the next page)."""
        rows = list(self._after(self.cases().with_texts(), after)[: PAGE + 1])
        for row in rows:
            row.contribution.consultation = row.consultation
        if len(rows) <= PAGE:
            return rows, ""
        return rows[:PAGE], self._key_of(rows[PAGE - 1])

    def _key_of(self, case):
        moment = case.closed_at if self.view == "ended" else case.waiting_since
        return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{case.pk}"

    def _after(self, cases, key):
        moment, _sign, last = key.partition("-")
        if not (moment.isdigit() and last.isdigit() and len(moment) < 18 and len(last) < 18):
            return cases
        return self._beyond(cases, EPOCH + timedelta(microseconds=int(moment)), int(last))

    def _beyond(self, cases, moment, last):
        if self.view == "ended":
            return cases.filter(Q(closed_at__lt=moment) | Q(closed_at=moment, id__lt=last))
        return cases.filter(Q(waiting_since__gt=moment) | Q(waiting_since=moment, id__gt=last))

    def next_after(self, case):
        """The case to read after this one that nobody else holds, from the start at the end; or None."""
        if self.view == "ended":
            return None
        free = self.cases().claimable_by(self.user).exclude(pk=case.pk)
        return self._beyond(free, case.waiting_since, case.pk).first() or free.first()

    def counts(self):
        """{view: number of waiting cases}, with `late`; one query."""
        conditions = _conditions(self.user) | {"late": Q(due_at__lt=now())}
        waiting = self._seen().waiting()
        numbers = {key: Count("pk", filter=condition) for key, condition in conditions.items()}
        return waiting.aggregate(all=Count("pk"), **numbers)


def _conditions(user):
    return {
        "urgent": Q(urgent=True),
        "appeals": Q(state=CaseState.APPEALED),
        "held": Q(contribution__state__in=UNPUBLISHED),
        "mine": Q(held_by=user, held_until__gt=now()),
    }


def median_today(user):
    """The median minutes from opening to decision of what was decided today, or None."""
    spans = (
        Decision.objects.filter(case__in=Case.objects.visible_to(user))
        .standing()
        .filter(decided_at__date=today())
        .values_list("case__opened_at", "decided_at")[:1000]
    )
    waits = [(decided - opened).total_seconds() / 60 for opened, decided in spans]
    return round(median(waits)) if waits else None
