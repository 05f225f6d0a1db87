"""What can be listed: every outlet goes through `visible_to`, staff through two named audiences."""

from django.apps import apps
from django.db import connections, models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat

from consult.accounts.guests import participations_of
from consult.clock import now
from consult.enums import Act, ResultsVisibility, Role

from .enums import Consent, ContributionState, Kind

# The index of migration 0004; words are letters and figures only, so they need no further quoting.
IN_SQLITE = "SELECT rowid FROM proposals_search WHERE proposals_search MATCH %s"
IN_POSTGRESQL = (
    "SELECT id FROM proposals_contribution"
    " WHERE proposals_search_words(title, public_text) @@ to_tsquery('pg_catalog.simple', %s)"
)


def _consultations():
    return apps.get_model("consult", "Consultation").objects


def own(user, prefix="participant"):
    """Filter: rows of the participant whom this account, or this guest's session, stands for."""
    if user.is_authenticated:
        return Q(**{f"{prefix}__user": user})
    return Q(**{f"{prefix}__in": list(participations_of(user).values()), f"{prefix}__user": None})


def stands_for(user, participant):
    """Is this the participant of this account, or of this guest's session? `own` for a row at hand."""
    if user.is_authenticated:
        return participant.user_id == user.pk
    return participant.user_id is None and participant.pk in participations_of(user).values()


class ParticipantQuerySet(models.QuerySet):
    """Who takes part."""

    def of(self, user):
        """The participants, one a consultation, whom this visitor stands for."""
        if user.is_authenticated:
            return self.filter(user=user, erased_at=None)
        mine = self.filter(pk__in=list(participations_of(user).values()))
        return mine.free()

    def free(self):
        """Guests, people on paper and imported ones whom no account has taken over."""
        return self.filter(user=None, erased_at=None, joined_to=None)

    def joined_but_not_empty(self):
        """Those who were handed over, and for whom something came in after that."""
        vote, sent = (apps.get_model("proposals", name) for name in ("Vote", "Submission"))
        votes = vote.objects.standing().filter(participant=OuterRef("pk"))
        return self.filter(joined_to__isnull=False).filter(
            Exists(votes) | Exists(sent.objects.filter(participant=OuterRef("pk")))
        )

    def restricted(self, at=None):
        return self.filter(paused_until__gt=at or now())


class LeafletCodeQuerySet(models.QuerySet):
    """Codes that were handed out."""

    def standing(self):
        """Neither taken back one by one nor, before anybody used them, with their batch."""
        return self.filter(revoked_at=None)

    def unused(self):
        return self.standing().filter(participant=None)

    def usable(self):
        """Codes that admit somebody now."""
        return self.unused().filter(
            batch__ended_at=None, batch__consultation__in=_consultations().published().values("pk")
        )


class SubmissionQuerySet(models.QuerySet):
    """Acts of sending."""

    def visible_to(self, user):
        """One's own; what others sent is read through its contributions."""
        visible = _consultations().visible_to(user)
        return self.filter(own(user), consultation__in=visible.values("pk"))

    def with_line(self):
        """With all that telling what became of them needs."""
        phases = apps.get_model("consult", "Phase").objects.in_use()
        return self.select_related("consultation", "participant").prefetch_related(
            "contributions__question",
            "contributions__revisions",
            models.Prefetch("consultation__phases", queryset=phases, to_attr="phases_in_order"),
        )

    def for_analysis(self, consultation):
        return self.filter(consultation=consultation)


class ContributionQuerySet(models.QuerySet):
    """Texts; `visible_to` stands behind every outlet."""

    def visible_to(self, user):
        """Shown texts that may be shown, and one's own, in consultations this person can see."""
        shown = Q(state=ContributionState.VISIBLE) & (
            ~Q(kind=Kind.ANSWER) | Q(submission__consent__in=[Consent.NAMED, Consent.UNNAMED])
        )
        mine = own(user) & Q(state__in=ContributionState.readable_by_author())
        visible = _consultations().visible_to(user)
        return self.filter(shown | mine, consultation__in=visible.values("pk"))

    def shown(self):
        """Texts whose state lets the public read them (consent apart)."""
        return self.filter(state=ContributionState.VISIBLE)

    def matching(self, words):
        """Texts in which each of the words (`consult.searching.words_of`) begins a word; none for no words.

        The index holds what is in `title` and `public_text`: who may read that is said by `visible_to`.
        """
        if not words:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            found = RawSQL(IN_POSTGRESQL, [" & ".join(f"{word}:*" for word in words)])  # noqa: S611  fixed
        else:
            found = RawSQL(IN_SQLITE, [" ".join(f'"{word}"*' for word in words)])  # noqa: S611  fixed
        return self.filter(pk__in=found)

    def in_thread(self, root):
        """A thread as everybody who may see its root reads it: shown texts, and the places of removed ones.

        A removed text keeps its place when a moderator removed it, or when replies stand beneath it.
        """
        withdrawn = Q(state__in=[ContributionState.WITHDRAWN, ContributionState.ERASED])
        return self.filter(root=root).filter(
            Q(state__in=[ContributionState.VISIBLE, ContributionState.HIDDEN])
            | withdrawn & Q(reply_count__gt=0)
        )

    def for_moderation(self, user, consultation):
        """Everything but erased texts, for the moderators of this consultation; nothing for others."""
        allowed = _consultations().staffed_by(user, Role.MODERATOR).filter(pk=consultation.pk)
        return self.filter(consultation__in=allowed.values("pk")).exclude(state=ContributionState.ERASED)

    def for_analysis(self, consultation):
        """Everything received, for the analysis; no outlet calls this."""
        return self.filter(consultation=consultation)

    def own(self, user):
        return self.filter(own(user))

    def with_author(self):
        return self.select_related("participant", "participant__user", "submission")

    def with_own_vote(self, user):
        """Annotate `own_choice`: the visitor's standing vote, or None."""
        votes = apps.get_model("proposals", "Vote").objects.filter(own(user), contribution=OuterRef("pk"))
        return self.annotate(own_choice=models.Subquery(votes.values("choice")[:1]))

    def without_own_vote(self, user):
        votes = apps.get_model("proposals", "Vote").objects.standing().filter(own(user))
        return self.exclude(pk__in=votes.values("contribution"))

    def most_agreed(self):
        """Annotate `agreement`, thousandths of those for or against who agree, where everybody may read that.

        One more on either side keeps two votes from standing above two hundred (Laplace's rule).
        """
        read_by_all = apps.get_model("proposals", "Tally").objects.open_to_all()
        agree, disagree = F("tally__agree"), F("tally__disagree")
        agreement = (agree + 1) * 1000 / (agree + disagree + 2)
        return self.filter(pk__in=read_by_all.values("pk")).annotate(agreement=agreement)

    def with_thread_seq(self):
        """Annotate `seq`, the number of the last event in the thread of a root; None when there was none.

        Read with the root, before its thread: what comes in between is then replayed, not lost.
        """
        topics = apps.get_model("proposals", "Topic").objects
        name = Concat(Value("thread:"), Cast(OuterRef("pk"), models.CharField()))
        return self.annotate(seq=models.Subquery(topics.filter(name=name).values("last_seq")[:1]))


class VoteQuerySet(models.QuerySet):
    """Votes; numbers made of them are read through Tally.readable_by."""

    def standing(self):
        return self.filter(choice__isnull=False)

    def visible_to(self, user):
        return self.filter(own(user))

    def for_analysis(self, consultation):
        return self.standing().filter(contribution__consultation=consultation)


class TallyQuerySet(models.QuerySet):
    """Counts of votes."""

    def readable_by(self, user):
        """Tallies this person may know: the only way to a number, or to an order made of numbers."""
        visible = apps.get_model("proposals", "Contribution").objects.visible_to(user)
        return self.filter(contribution__in=visible.values("pk")).filter(
            self._open_to_all() | self._open_to_voter(user)
        )

    def open_to_all(self):
        """Tallies that everybody may know who may see what was voted on."""
        return self.filter(self._open_to_all())

    def _open_to_all(self):
        prefix = "contribution__consultation"
        return Q(**{f"{prefix}__results_visibility": ResultsVisibility.ALWAYS}) | ~Exists(
            _phases_still_voting()
        )

    def _open_to_voter(self, user):
        votes = (
            apps.get_model("proposals", "Vote")
            .objects.standing()
            .filter(own(user), contribution=OuterRef("contribution_id"))
        )
        after_vote = Q(contribution__consultation__results_visibility=ResultsVisibility.AFTER_VOTE)
        return after_vote & Exists(votes)

    def stale(self):
        """Tallies with a vote changed after what they counted."""
        votes = apps.get_model("proposals", "Vote").objects.filter(
            contribution=OuterRef("contribution_id"), changed_at__gt=OuterRef("counted_to")
        )
        return self.filter(Q(counted_to=None) | Exists(votes))


def _phases_still_voting():
    """Phases of the tally's consultation in which voting is open or still to come."""
    phases = apps.get_model("consult", "Phase").objects.in_use()
    return phases.filter(
        Q(closes_at=None) | Q(closes_at__gt=now()),
        consultation=OuterRef("contribution__consultation_id"),
        allows__icontains=f'"{Act.VOTE}"',
    )
