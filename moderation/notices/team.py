"""The letters among the team: what waits for whom, without any words of the text."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.notices import Letter, composer
from consult.templatetags.dates import in_words
from moderation.models import Appeal, Case, ScreeningPolicy, SecondReading


@composer("moderation.urgent")
def urgent(notice):
    """To whoever is on duty: a case that cannot wait, with whom to call; none of its words."""
    case = (
        Case.objects.waiting().filter(pk=notice.target_id, urgent=True).select_related("consultation").first()
    )
    if case is None or not Case.objects.visible_to(notice.user).filter(pk=case.pk).exists():
        return None
    policy = ScreeningPolicy.objects.filter(consultation=case.consultation).first()
    found = _("Reported as") if case.reports else _("Noticed by software as")
    rows = [(found, case.get_reason_display()), (_("Decide by"), in_words(case.due_at, "moment"))]
    if policy and policy.escalation_contact:
        rows.append((_("If somebody is in danger, call"), policy.escalation_contact))
    subject, sentence = _what_waits(case)
    return Letter(
        subject=subject,
        paragraphs=[sentence % {"title": case.consultation.title}],
        rows=rows,
        url=case.get_absolute_url(),
        button=_("Open the case"),
    )


def _what_waits(case):
    """(subject, first sentence), by who pointed to the text."""
    if case.reports:
        return (
            _("Urgent: please look at a report now"),
            _("In “%(title)s” a text was reported that cannot wait."),
        )
    return (
        _("Urgent: please look at a text now"),
        _("In “%(title)s” software noticed words that cannot wait. It has hidden nothing."),
    )


@composer("moderation.appeal_waits")
def appeal_waits(notice):
    """To those who may decide an appeal: that one waits, without any of its words."""
    appeal = (
        Appeal.objects.waiting()
        .select_related("decision__case", "consultation")
        .filter(pk=notice.target_id)
        .first()
    )
    if appeal is None or not Appeal.objects.visible_to(notice.user).filter(pk=appeal.pk).exists():
        return None
    return Letter(
        subject=_("An appeal waits for you"),
        paragraphs=[
            _("An author in “%(title)s” has appealed against a decision that you did not make.")
            % {"title": appeal.consultation.title}
        ],
        url=appeal.decision.case.get_absolute_url(),
        button=_("Open the case"),
    )


@composer("moderation.reviewer_needed")
def reviewer_needed(notice):
    """To an owner: nobody of the team may decide an appeal, so somebody from outside has to."""
    appeal = Appeal.objects.waiting().select_related("decision__case", "consultation")
    appeal = appeal.filter(pk=notice.target_id).first()
    if appeal is None or not Appeal.objects.visible_to(notice.user).filter(pk=appeal.pk).exists():
        return None
    return Letter(
        subject=_("An appeal needs somebody from outside"),
        paragraphs=[
            _("An author in “%(title)s” has appealed, and nobody of the team may decide it.")
            % {"title": appeal.consultation.title},
            _("Invite somebody from outside by e-mail. No account is needed. The public record shows when."),
        ],
        rows=[(_("To be decided by"), in_words(appeal.due_at))],
        url=reverse("invite_reviewer", args=[appeal.decision.case_id]),
        button=_("Invite a reviewer"),
    )


@composer("moderation.second_wanted")
def second_wanted(notice):
    """To the other moderators: a second reading is wanted; the question may quote, so it stays out."""
    reading = _reading(notice)
    if reading is None or reading.read_at is not None or not reading.case.is_waiting:
        return None
    return Letter(
        subject=_("A second reading is wanted"),
        paragraphs=[
            _("%(name)s asks you to read a case in “%(title)s” too, before it is decided.")
            % {"name": reading.asked_by.display_name, "title": reading.case.consultation.title},
            _("You advise and decide nothing. Whoever answers cannot decide an appeal in this case."),
        ],
        rows=[(_("Decide by"), in_words(reading.case.due_at, "moment"))],
        url=f"{reading.case.get_absolute_url()}?view=second",
        button=_("Open the case"),
    )


@composer("moderation.second_given")
def second_given(notice):
    """To who asked: the answer stands with the case."""
    reading = _reading(notice)
    if reading is None or reading.read_by is None:
        return None
    return Letter(
        subject=_("Your second reader has answered"),
        paragraphs=[
            _("%(name)s has read the case in “%(title)s” about which you asked.")
            % {"name": reading.read_by.display_name, "title": reading.case.consultation.title}
        ],
        url=f"{reading.case.get_absolute_url()}?view=second",
        button=_("Open the case"),
    )


def _reading(notice):
    """The second reading a notice is about, while its reader still moderates there."""
    readings = SecondReading.objects.visible_to(notice.user).filter(pk=notice.target_id)
    return readings.select_related("case__consultation", "asked_by", "read_by").first()
