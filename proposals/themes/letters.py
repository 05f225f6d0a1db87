"""What one person is told became of their words: a section for each theme, campaign or pile, with
their own passage.
"""

from django.db.models import Case, When
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.notices import Letter, Section
from consult.templatetags.dates import in_words
from consult.text import excerpt
from proposals.lifelines import reasons_of
from proposals.models import Contribution, ParticipantReceipt
from proposals.themes.querysets import texts_for_staff

from .enums import AssignedBy, OutcomeKind, VerdictWord
from .models import CampaignMember, LedgerLine, OfficialResponse, Theme, ThemeAssignment
from .quotes import passage
from .reports.words import digests_of

LONGEST_QUOTE = 400
TRIED = 5  # passages of a person's, until one may still be quoted


def outcome_letter(run, participant, parts, reader, *, test=False):
    """The letter about these parts ([kind, id]) as `reader` may read it; None when nothing is left to say.

    A test goes to a member of the team before publication: it reads drafts, and words as staff may read them.
    """
    writer = _Writer(run, participant, reader, test)
    sections = [section for kind, pk in parts if (section := writer.section(kind, pk))]
    if not sections:
        return None
    consultation = run.consultation
    return Letter(
        subject=_test_subject(writer.subject(), test),
        paragraphs=[
            _("You took part in “%(title)s”. This is what became of it.") % {"title": consultation.title}
        ],
        sections=sections,
        url=home_of(participant),
        button=_("See everything you sent, and what became of it"),
        links=[(_("All answers, also to what others wrote"), reverse("responses", args=[consultation.slug]))],
        sign=signature(consultation),
    )


def _test_subject(subject, test):
    return _("Test: %(subject)s") % {"subject": subject} if test else subject


def signature(consultation):
    """Who says it."""
    return ", ".join(filter(None, [consultation.decider, str(consultation.body.name)]))


def home_of(participant):
    """The page on which a person finds everything they sent: with an account, or by the receipt of it all."""
    if participant.user_id:
        return reverse("mine")
    return reverse("receipt", args=[ParticipantReceipt.code_of(participant)])


def correct_url(participant, submission_id, theme_id):
    """Where a person says that a theme is not what they meant."""
    if participant.user_id:
        return reverse("correct", args=[submission_id, theme_id])
    return reverse("receipt_correct", args=[ParticipantReceipt.code_of(participant), submission_id, theme_id])


def verdict_url(participant, response_id, word):
    """Where a person says whether an answer answered them; opening it changes nothing."""
    if participant.user_id:
        page = reverse("verdict", args=[response_id])
    else:
        page = reverse("receipt_verdict", args=[ParticipantReceipt.code_of(participant), response_id])
    return f"{page}?word={word}"


class _Writer:
    """The sections of one person's letter."""

    def __init__(self, run, participant, reader, test):
        self.run, self.participant = run, participant
        self.consultation = run.consultation
        if test:
            self.answers = OfficialResponse.objects.of_runs([run]).begun()
            self.texts = texts_for_staff(reader, self.consultation)
        else:
            self.answers = OfficialResponse.objects.visible_to(reader).of_runs([run]).published()
            self.texts = Contribution.objects.visible_to(reader)
        self.answered = []

    def subject(self):
        """The outcome first; with several answers, that there are some."""
        if len(self.answered) == 1:
            only = self.answered[0]
            named = {"decision": only.get_decision_display(), "theme": only.subject}
            return _("%(decision)s: “%(theme)s”, a theme you wrote about") % named
        return _("What became of what you wrote: %(title)s") % {"title": self.consultation.title}

    def section(self, kind, pk):
        known = {
            OutcomeKind.THEME: self._theme,
            OutcomeKind.CAMPAIGN: self._campaign,
            OutcomeKind.UNSURE: self._unsure,
            OutcomeKind.REASONS: self._reasons,
        }
        return known[kind](pk) if kind in known else self._plain(kind)

    def _theme(self, pk):
        response = self.answers.named().filter(theme=pk).first()
        return (
            self._answer(response, *own_passage(response.theme, self.participant, self.texts))
            if response
            else None
        )

    def _campaign(self, pk):
        response = self.answers.named().filter(campaign=pk).first()
        if response is None:
            return None
        member = CampaignMember.objects.filter(
            campaign=pk, contribution__participant=self.participant, contribution__in=self.texts
        ).select_related("contribution")
        text = member.first()
        said = [_("You sent a text that many people sent. It was counted, and this is the answer to it.")]
        return self._answer(
            response, excerpt(text.contribution.public_text, LONGEST_QUOTE) if text else "", said
        )

    def _unsure(self, pk):
        response = self.answers.named().filter(unsure_of=pk).first()
        if response is None:
            return None
        own = self.texts.filter(
            participant=self.participant,
            submission__in=LedgerLine.objects.filter(run=pk, place="unsure").values("submission_id"),
        ).first()
        said = [_("What you wrote fits none of the themes. A person has read it, and this is the answer.")]
        return self._answer(response, excerpt(own.public_text, LONGEST_QUOTE) if own else "", said)

    def _answer(self, response, quote, said, links=()):
        self.answered.append(response)
        page = reverse("responses", args=[self.consultation.slug])
        asked = _("Did this answer you?")
        words = [
            (f"{asked} {word.label}", verdict_url(self.participant, response.pk, word.value))
            for word in VerdictWord
        ]
        return Section(
            heading=response.subject,
            quote=quote,
            paragraphs=said,
            rows=rows_of(response),
            links=[(_("Read the full answer"), f"{page}#{response.anchor}"), *links, *words],
        )

    def _reasons(self, pk):
        reasons = reasons_of([pk]).get(pk)
        if not reasons:
            return None
        return Section(
            heading=reasons[0].heading,
            paragraphs=[_("A text of yours is withheld, so it stands in no theme. These are the reasons.")],
            rows=[(_("Rule"), each.rule) for each in reasons],
            links=[(_("Read the reasons or appeal"), each.url) for each in reasons if each.url],
        )

    def _plain(self, kind):
        words = {
            OutcomeKind.COUNTED: _(
                "You chose answers and wrote nothing beside them. They are counted in the figures."
            ),
            OutcomeKind.DUPLICATE: _("You sent the same twice. It is counted once."),
            OutcomeKind.LATE: _("It came after the close. It is kept and stands in the report as late."),
            OutcomeKind.UNVERIFIED: _(
                "Your address was never confirmed, so it stands in the report on a line of its own."
            ),
            OutcomeKind.WITHDRAWN: _("You took it back, so it is in no theme."),
        }
        if kind not in words:
            return None
        return Section(heading=_("What you sent was received"), paragraphs=[words[kind]])


def rows_of(response):
    """Decision, what, why and what is promised."""
    rows = [
        (_("Decision"), response.get_decision_display()),
        (_("What we will do"), response.action),
        (_("Why"), response.reason),
    ]
    for commitment in response.commitments.all():
        promised = ": ".join(filter(None, [commitment.who, commitment.what]))
        rows.append((_("By %(date)s") % {"date": in_words(commitment.due_on)}, promised))
    return rows


def own_passage(theme, participant, texts):
    """(quote, [how it came into the theme], [(words, where to say that it is wrong)]) of one person in
    one theme.
    """
    assigned = (
        ThemeAssignment.objects.of_people()
        .filter(theme=theme, contribution__participant=participant, contribution__in=texts)
        .select_related("contribution__shown_revision")
        .order_by("-confidence", "pk")
    )
    run = theme.codebook.run
    for each in assigned[:TRIED]:
        digest = digests_of(run, [each.contribution_id]).get(each.contribution_id, "")
        words = passage(each.contribution, each.start, each.end, digest)
        if words:
            wrong = correct_url(participant, each.contribution.submission_id, theme.pk)
            return words, placing_words(each, theme), [(_("Not what you meant? Tell the team."), wrong)]
    return "", [_("Something you wrote stands in this theme.")], []


def placing_words(assignment, theme):
    """Who put a passage into its theme, and whether less surely than is usual there, as the report
    prints it.
    """
    if assignment.assigned_by == AssignedBy.PERSON:
        return [_("Somebody of the team read this and put it into the theme.")]
    said = [_("Software sorted what you wrote into this theme. If it is not what you meant, tell the team.")]
    if assignment.confidence < theme.confidence:
        said.append(_("It was less sure of your words than of others in this theme."))
    return said


def low_confidence_samples(run, user, most=3):
    """[(assignment, its words)]: the passages that the software was least sure of and that people will
    hear about.
    """
    rows = (
        ThemeAssignment.objects.of_people()
        .filter(run=run, theme__in=Theme.objects.of_run(run).confirmed())
        .filter(contribution__in=texts_for_staff(user, run.consultation))
        .select_related("theme", "contribution__participant")
        .order_by(Case(When(assigned_by=AssignedBy.PERSON, then=1), default=0), "confidence", "pk")[:most]
    )
    return [(row, row.passage(row.contribution.public_text) or row.contribution.title) for row in rows]
