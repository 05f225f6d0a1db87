"""The queue as one moderator sees it: which cases, in which order, and which comes next."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.clock import now, today
from proposals.enums import ContributionState, Kind
from proposals.paging import is_number

from .enums import CaseState, Effect, Source
from .models import Case, Decision, SecondReading

PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VIEWS = {
    "all": _("All"),
    "likely": _("By score"),
    "urgent": _("Urgent"),
    "appeals": _("Appeals"),
    "held": _("Not shown yet"),
    "second": _("Second reading"),
    "mine": _("Mine"),
    "ended": _("Decided"),
}
UNPUBLISHED = (ContributionState.HELD, ContributionState.PENDING)
LONGEST = 80
# The parts of an address that narrow the list, in the order in which they stand there.
PARTS = {"view": "view", "in": "slug", "source": "source", "kind": "kind", "q": "words"}


@dataclass(frozen=True)
class Queue:
    """Cases of all consultations somebody moderates, narrowed as an address says."""

    user: object
    view: str = "all"
    slug: str = ""
    source: str = ""
    kind: str = ""
    words: str = ""

    @classmethod
    def asked_for(cls, user, given):
        """The queue that the parts of an address name; what is unknown narrows nothing."""
        asked = {name: given.get(part, "").strip()[:LONGEST] for part, name in PARTS.items()}
        known = {"view": VIEWS, "source": Source.values, "kind": Kind.values}
        for name, values in known.items():
            if asked[name] not in values:
                asked[name] = ""
        return cls(user, **asked | {"view": asked["view"] or "all"})

    @property
    def query(self):
        """The part of an address that says so, with nothing for what goes without saying."""
        said = {part: getattr(self, name) for part, name in PARTS.items()}
        return urlencode({part: value for part, value in said.items() if value and value != "all"})

    @property
    def address(self):
        return self._with_query(reverse("moderation"))

    def address_of(self, case):
        """The page of a case, opened from this list."""
        return self._with_query(case.get_absolute_url())

    def _with_query(self, path):
        return f"{path}?{self.query}" if self.query else path

    @property
    def is_narrowed(self):
        return bool(self.source or self.kind or self.words or self.slug)

    def viewed(self, view):
        return replace(self, view=view)

    def cases(self):
        """Oldest first, the same text once; ended ones newest first."""
        cases = self._narrowed(self._seen())
        if self.view == "ended":
            return cases.ended().order_by("-closed_at", "-id")
        waiting = _without_copies(cases.waiting())
        if self.view == "likely":
            return waiting.order_by("-score", "waiting_since", "id")
        return waiting.order_by("waiting_since", "id")

    def _seen(self):
        seen = Case.objects.visible_to(self.user)
        if self.slug:
            seen = seen.filter(consultation__slug=self.slug)
        if self.kind:
            seen = seen.filter(contribution__kind=self.kind)
        if self.source:
            seen = seen.alias(led_here=Cast("sources", TextField())).filter(
                led_here__contains=f'"{self.source}"'
            )
        if self.words:
            said = Q(revision__body__icontains=self.words) | Q(revision__title__icontains=self.words)
            seen = seen.filter(said)
        return seen

    def _narrowed(self, cases):
        conditions = _conditions(self.user)
        return cases.filter(conditions[self.view]) if self.view in conditions else cases

    def page(self, after=""):
        """(rows, key of the next page); each row says how many more have its text."""
        rows = list(self._after(self.cases().with_texts(), after)[: PAGE + 1])
        shown, more = rows[:PAGE], len(rows) > PAGE
        alike = _alike(self._narrowed(self._seen()), shown) if self.view != "ended" else {}
        for row in shown:
            row.contribution.consultation = row.consultation
            row.copies = (
                alike.get((row.consultation_id, row.text_key), 1) - 1 if _can_stand_for_copies(row) else 0
            )
        return shown, self._key_of(shown[-1]) if more else ""

    def _key_of(self, case):
        moment = case.closed_at if self.view == "ended" else case.waiting_since
        score = f"-{case.score}" if self.view == "likely" else ""
        return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{case.pk}{score}"

    def _after(self, cases, key):
        parts = key.split("-")
        wanted = 3 if self.view == "likely" else 2
        if len(parts) != wanted or not all(is_number(part) and len(part) < 18 for part in parts):
            return cases
        moment, last, *score = map(int, parts)
        return self._beyond(cases, EPOCH + timedelta(microseconds=moment), last, *score)

    def _beyond(self, cases, moment, last, score=0):
        if self.view == "ended":
            return cases.filter(Q(closed_at__lt=moment) | Q(closed_at=moment, id__lt=last))
        later = Q(waiting_since__gt=moment) | Q(waiting_since=moment, id__gt=last)
        if self.view == "likely":
            return cases.filter(Q(score__lt=score) | Q(score=score) & later)
        return cases.filter(later)

    def next_after(self, case):
        """The case to read after this one that nobody else holds, from the start at the end; or None."""
        if self.view == "ended":
            return None
        free = self._free().exclude(pk=case.pk)
        return self._beyond(free, case.waiting_since, case.pk, case.score).first() or free.first()

    def first(self):
        """The case to begin with, or None."""
        return None if self.view == "ended" else self._free().first()

    def _free(self):
        return self.cases().claimable_by(self.user).left_to(self.user)

    def counts(self):
        """{view: number of waiting cases}, with `late`; one query."""
        conditions = _conditions(self.user) | {"late": Q(due_at__lt=now())}
        numbers = {key: Count("pk", filter=condition) for key, condition in conditions.items()}
        found = self._seen().waiting().aggregate(all=Count("pk"), **numbers)
        return found | {"likely": found["all"]}


def _conditions(user):
    readings = SecondReading.objects.filter(case=OuterRef("pk"))
    wanted = readings.filter(read_at=None).exclude(asked_by=user)
    given = readings.filter(read_at__isnull=False, asked_by=user)
    return {
        "urgent": Q(urgent=True),
        "appeals": Q(state=CaseState.APPEALED),
        "held": Q(contribution__state__in=UNPUBLISHED),
        "second": Exists(wanted) | Exists(given),
        "mine": Q(held_by=user, held_until__gt=now()),
    }


def _can_stand_for_copies(case):
    return case.state == CaseState.OPEN and bool(case.text_key)


def _without_copies(cases):
    """Of cases with the same text the one that waits longest; appeals are never put together."""
    same = cases.filter(
        consultation=OuterRef("consultation"), text_key=OuterRef("text_key"), state=CaseState.OPEN
    ).exclude(text_key="")
    earlier = Q(waiting_since__lt=OuterRef("waiting_since"))
    earlier |= Q(waiting_since=OuterRef("waiting_since"), id__lt=OuterRef("id"))
    return cases.filter(~Q(state=CaseState.OPEN) | ~Exists(same.filter(earlier)))


def _alike(cases, rows):
    """{(consultation, text key): number of open cases} for the texts of these rows; one query."""
    keys = {row.text_key for row in rows if _can_stand_for_copies(row)}
    if not keys:
        return {}
    alike = cases.filter(state=CaseState.OPEN, text_key__in=keys).order_by()
    counted = alike.values("consultation", "text_key").annotate(times=Count("pk"))
    return {(each["consultation"], each["text_key"]): each["times"] for each in counted}


def median_today(user):
    """The median minutes from opening to decision of what people decided today, or None."""
    spans = (
        Decision.objects.filter(case__in=Case.objects.visible_to(user))
        .standing()
        .exclude(effect=Effect.HOLD)
        .filter(decided_at__date=today())
        .values_list("case__opened_at", "decided_at")[:1000]
    )
    waits = [(decided - opened).total_seconds() / 60 for opened, decided in spans]
    return round(median(waits)) if waits else None


def cases_alike(user, case):
    """Open cases of a consultation with the same text as this one, it among them, longest wait first."""
    seen = Case.objects.visible_to(user)
    alike = seen.open_copies_of(case) if case.text_key else seen.filter(pk=case.pk)
    return alike.order_by("waiting_since", "id")
