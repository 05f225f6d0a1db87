"""What an analysis leaves: one dull factory a model, and texts that fall into three themes."""

import factory
from factory.django import DjangoModelFactory

from consult.clock import now
from consult.enums import Role
from consult.rules import refusal
from proposals.closing import closing_list
from proposals.themes import actions, models, tasks
from proposals.themes.coding.standing import random_sample
from proposals.themes.contrasts import contrasts_of, fingerprint
from proposals.themes.enums import ItemState, OfficialDecision, Place, ReportState, RunState, ThemeState
from proposals.themes.manifest import digest_of_text
from proposals.themes.querysets import texts_for_staff
from proposals.themes.reports.bundle import FEWEST_FOR_SHARES

from .accounts import UserFactory
from .consult import ConsultationFactory, MembershipFactory
from .proposals import CommentFactory, ProposalFactory

TOPICS = {
    "buses": [
        "The number seven bus is late every morning and people miss work.",
        "More buses in the evening would help shift workers get home.",
        "A bus that turns up every ten minutes would replace my car.",
        "The bus stop at the hospital needs a shelter and a timetable.",
        "Bus fares are too high for families with three children.",
        "Let the bus have its own lane so that it is on time.",
    ],
    "schools": [
        "Children should walk to school without crossing a busy road.",
        "Close the street outside the school when lessons begin and end.",
        "A wider pavement near the school keeps pupils safe.",
        "My daughter cycles to school and cars pass far too close.",
        "The school crossing needs a patrol in the morning.",
        "Parents parking outside the school gate is dangerous for pupils.",
    ],
    "shops": [
        "Shops on the high street lose customers when parking goes.",
        "Deliveries to shops need the street open before nine.",
        "My bakery depends on customers who come by car.",
        "Traders were not asked, and trade on the high street is falling.",
        "Empty shops need lower rents more than fewer cars.",
        "Customers carry heavy shopping and cannot walk far from the shop.",
    ],
}


class SnapshotFactory(DjangoModelFactory):
    class Meta:
        model = models.Snapshot

    consultation = factory.SubFactory(ConsultationFactory)


class ThemeRunFactory(DjangoModelFactory):
    """A finished run."""

    class Meta:
        model = models.ThemeRun

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda n: n + 1)
    snapshot = factory.SubFactory(SnapshotFactory, consultation=factory.SelfAttribute("..consultation"))
    state = RunState.DONE
    progress = 100
    parameters = factory.LazyFunction(lambda: {"n_themes": None})
    finished_at = factory.LazyFunction(now)


class CodebookFactory(DjangoModelFactory):
    class Meta:
        model = models.Codebook

    run = factory.SubFactory(ThemeRunFactory)
    consultation = factory.SelfAttribute("run.consultation")
    version = factory.SelfAttribute("run.number")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.Theme

    codebook = factory.SubFactory(CodebookFactory)
    stable_key = factory.Sequence(lambda n: f"1.{n + 1}")
    name = factory.Sequence(lambda n: f"Theme {n}")
    definition = "Says what belongs in it."
    state = ThemeState.CONFIRMED


class ThemeAssignmentFactory(DjangoModelFactory):
    """A text in a theme, with the snapshot item and the ledger line that a run would leave."""

    class Meta:
        model = models.ThemeAssignment
        skip_postgeneration_save = True

    theme = factory.SubFactory(ThemeFactory)
    run = factory.SelfAttribute("theme.codebook.run")
    contribution = factory.SubFactory(
        ProposalFactory, consultation_of=factory.SelfAttribute("..theme.codebook.run.consultation")
    )
    end = factory.LazyAttribute(lambda a: len(a.contribution.public_text))
    confidence = 5000

    @factory.post_generation
    def manifest(self, create, extracted, **kwargs):
        snapshot, text = self.run.snapshot, self.contribution
        models.SnapshotItem.objects.get_or_create(
            snapshot=snapshot,
            contribution=text,
            defaults={
                "submission": text.submission,
                "revision": text.shown_revision,
                "digest": digest_of_text(text),
                "state": ItemState.ANALYSED,
            },
        )
        models.LedgerLine.objects.get_or_create(
            run=self.run,
            submission=text.submission,
            defaults={"place": Place.IN_THEMES if self.sure else Place.UNSURE},
        )
        snapshot.received = self.run.ledger.count()
        snapshot.save()


class ThemeReportFactory(DjangoModelFactory):
    """A published edition."""

    class Meta:
        model = models.ThemeReport

    run = factory.SubFactory(ThemeRunFactory)
    consultation = factory.SelfAttribute("run.consultation")
    edition = factory.Sequence(lambda n: n + 1)
    state = ReportState.PUBLISHED
    published_at = factory.LazyFunction(now)
    manifest_hash = "0" * 64


class ReportFrameFactory(DjangoModelFactory):
    """What a report says around its numbers."""

    class Meta:
        model = models.ReportFrame
        django_get_or_create = ["snapshot"]

    snapshot = factory.SubFactory(SnapshotFactory)
    limits = "People chose to take part, and more of them live near the streets than in the whole town."
    contact = "Consultation team, streets@example.org"
    nobody_early = True
    nothing_apart = True
    written_by = factory.SubFactory(UserFactory)


class OfficialResponseFactory(DjangoModelFactory):
    """A draft."""

    class Meta:
        model = models.OfficialResponse

    theme = factory.SubFactory(ThemeFactory)
    consultation = factory.SelfAttribute("theme.codebook.consultation")
    decision = OfficialDecision.PARTLY
    action = "The bus gate opens later."
    reason = "Without it the bus cannot run every ten minutes."


def staff(consultation, role):
    """A person who holds a role in a consultation."""
    return MembershipFactory(consultation=consultation, role=role).user


def analyst_of(consultation):
    return staff(consultation, Role.ANALYST)


def responder_of(consultation):
    return staff(consultation, Role.RESPONDER)


def accept_everything(consultation):
    """An owner accepts every line of the closing list that is open."""
    owner = staff(consultation, Role.OWNER)
    for line in closing_list(consultation):
        if line.number:
            actions.accept_closing_line(
                by=owner, consultation=consultation, code=line.code, reason="Nobody could be reached."
            )


def fulfil(run):
    """The rows a report needs beside its themes, for a run made by factories."""
    models.Snapshot.objects.filter(pk=run.snapshot_id, frozen_at=None).update(frozen_at=now())
    run.input_hash = run.input_hash or "1" * 64
    run.versions = run.versions or {"python": "3.11.9", "numpy": "2.4.6", "scikit-learn": "1.9.1"}
    run.save()
    run.refresh_from_db()
    consultation = run.consultation
    if not consultation.memberships.filter(role=Role.OWNER).exists():
        staff(consultation, Role.OWNER)
    while consultation.memberships.filter(role=Role.ANALYST).count() < 2:
        analyst_of(consultation)
    writer = consultation.memberships.filter(role=Role.ANALYST).first().user
    ReportFrameFactory(snapshot=run.snapshot, written_by=writer)
    _code_a_sample(run)
    for theme in models.Theme.objects.of_run(run).confirmed():
        models.SummaryPoint.objects.get_or_create(
            theme=theme, defaults={"sentence": f"People wrote about {theme.name}.", "written_by": writer}
        )
    read_what_says_otherwise(run)


def read_what_says_otherwise(run):
    """An analyst who is not coding blind reads the contrasting quotes of every confirmed theme."""
    members = run.consultation.memberships.filter(role=Role.ANALYST).order_by("pk")
    users = [each.user for each in members.select_related("user")]
    free = [user for user in users if refusal("themes.read_contrasts", user, run) is None]
    by = free[0] if free else analyst_of(run.consultation)
    texts = texts_for_staff(by, run.consultation)
    for theme in models.Theme.objects.of_run(run).confirmed():
        actions.read_contrasts(by=by, theme=theme, seen=fingerprint(contrasts_of(texts, theme)))


def _code_a_sample(run):
    """Shares are published only of what people coded."""
    from .coding import code_run  # which builds on this module

    analysed = run.ledger.filter(place__in=Place.analysed()).count()
    if analysed >= FEWEST_FOR_SHARES and random_sample(run) is None:
        code_run(run, second=False, size=min(analysed, 40))


def publish_findings(consultation, *, by=None, run=None, corrections="Counted again."):
    """The newest run frozen by an analyst, signed by a second one, published; returns the report."""
    by = by or analyst_of(consultation)
    fulfil(run or models.ThemeRun.objects.done().filter(consultation=consultation).first())
    report = actions.freeze_report(by=by, consultation=consultation, run=run, corrections=corrections)
    report = actions.sign_report(by=analyst_of(consultation), report=report)
    return actions.publish_report(by=by, report=report)


def carry_out_what_is_asked():
    """What a worker does with the long acts that were asked for."""
    for row in models.Undertaking.objects.filter(ended_at=None):
        tasks.carry_out.func(row.pk)


def write_about_topics(consultation, topics=TOPICS):
    """A proposal for each text of the topics, by a person each; returns {topic: [contribution]}."""
    return {
        topic: [ProposalFactory(consultation_of=consultation, title="", public_text=text) for text in texts]
        for topic, texts in topics.items()
    }


def comment_on(proposal, **fields):
    return CommentFactory(root=proposal, author__user=UserFactory(), **fields)


def checked(response, by=None):
    """The same answer after a second policymaker, or `by`, has checked it."""
    if response.sent_for_check_at is None:
        writer = responder_of(response.consultation)
        actions.send_for_check(by=writer, response=response)
    second = by or responder_of(response.consultation)
    return actions.check_response(by=second, response=response, version=response.version)
