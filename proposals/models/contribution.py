from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from consult.clock import now
from proposals.enums import Choice, Consent, ContributionState, Kind, Stance
from proposals.querysets import ContributionQuerySet

SEGMENT = 10
DEEPEST = 12
SUMMARY = 220


class Contribution(models.Model):
    """A text in a submission: one table, so that votes, flags, themes and decisions have real foreign keys.

    `public_text` and `body_html` are written from the shown revision, cleaned and redacted; they are the
    only texts that any outlet, index, export, embedding or quote reads.
    """

    submission = models.ForeignKey(
        "proposals.Submission", on_delete=models.PROTECT, related_name="contributions"
    )
    participant = models.ForeignKey(
        "proposals.Participant", on_delete=models.PROTECT, related_name="contributions", db_index=False
    )
    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="contributions", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    question = models.ForeignKey(
        "consult.Question",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    clause = models.CharField(max_length=40, blank=True)
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="thread", db_index=False
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    path = models.CharField(max_length=SEGMENT * DEEPEST, blank=True)
    depth = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=160, blank=True)
    shown_revision = models.OneToOneField(
        "proposals.Revision",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shown_as",
    )
    public_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    stance = models.CharField(max_length=8, choices=Stance, blank=True)
    state = models.CharField(max_length=10, choices=ContributionState, default=ContributionState.PENDING)
    official = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    reply_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="comment") | Q(root__isnull=False), name="comment_has_a_root"
            ),
            models.CheckConstraint(
                condition=~Q(kind="answer") | Q(question__isnull=False),
                name="answer_has_a_question",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "kind", "state", "id"], name="contribution_list"),
            models.Index(fields=["root", "path"], name="contribution_thread"),
            models.Index(fields=["root", "state"], name="contribution_shown_in"),
            models.Index(fields=["root", "depth", "reply_count", "id"], name="contribution_unanswered"),
            models.Index(fields=["participant", "id"], name="contribution_by_author"),
        ]

    def __str__(self):
        return self.title or self.public_text[:60]

    def get_absolute_url(self):
        name = "proposal" if self.kind == Kind.PROPOSAL else "contribution"
        return reverse(name, args=[self.pk])

    @property
    def thread_topic(self):
        """The live topic in which this contribution's news appear."""
        return f"thread:{self.root_id or self.pk}"

    @property
    def id_text(self):
        return str(self.pk)

    @property
    def safe_html(self):
        """The stored HTML, which text.py made and cleaned."""
        return SafeString(self.body_html)

    @cached_property
    def fragments(self):
        """{language: HTML} of this comment as `live.rendering` drew it for the page at hand."""
        return {}

    @property
    def summary(self):
        """The first words of a text, for lists."""
        return Truncator(" ".join(self.public_text.split())).chars(SUMMARY)

    @property
    def own_word(self):
        """The visitor's vote as a word, where `with_own_vote` annotated it."""
        choice = getattr(self, "own_choice", None)
        return "" if choice is None else Choice(choice).word

    @property
    def removed_by(self):
        return {
            ContributionState.WITHDRAWN: "author",
            ContributionState.ERASED: "erased",
        }.get(self.state, "moderator")

    @property
    def author_name(self):
        """The public name beside a text; answers sent without a name have none."""
        if self.kind == Kind.ANSWER and self.submission.consent != Consent.NAMED:
            return ""
        return self.participant.shown_name

    @property
    def branch_top(self):
        """The id of the top-level comment of this comment's branch."""
        return int(self.path[:SEGMENT]) if self.path else None

    def subtree(self):
        """Filter for this comment and all beneath it, by path in any collation."""
        return Q(root_id=self.root_id, path__gte=self.path, path__lt=self.path + "a")


def path_below(parent, own_id):
    """The path of a reply: its parent's with its own id, or the parent's level at the deepest.

    At the deepest level the last segment is replaced, so a chain of any length keeps an index row short.
    """
    segment = f"{own_id:0{SEGMENT}d}"
    above = parent.path if parent else ""
    if len(above) >= SEGMENT * DEEPEST:
        above = above[: SEGMENT * (DEEPEST - 1)]
    return above + segment


class ProxyManager(models.Manager.from_queryset(ContributionQuerySet)):
    """Lists one kind of contribution."""

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.model.KIND)


class Proposal(Contribution):
    """Something people can discuss and vote on."""

    KIND = Kind.PROPOSAL
    objects = ProxyManager()

    class Meta:
        proxy = True


class Comment(Contribution):
    """A text in the thread of a proposal."""

    KIND = Kind.COMMENT
    objects = ProxyManager()

    class Meta:
        proxy = True


class OpenAnswer(Contribution):
    """An answer, in words, to a question."""

    KIND = Kind.ANSWER
    objects = ProxyManager()

    class Meta:
        proxy = True
