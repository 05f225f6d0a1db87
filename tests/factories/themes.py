"""What an analysis leaves: one dull factory a model, and texts that fall into three themes."""

import factory
from factory.django import DjangoModelFactory

from consult.clock import now
from consult.enums import Role
from proposals.themes import actions, models
from proposals.themes.enums import ItemState, OfficialDecision, Place, ReportState, RunState, ThemeState
from proposals.themes.manifest import digest_of_text

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


def publish_findings(consultation, *, by=None, run=None, corrections=""):
    """The newest run frozen by an analyst, signed by a second one, published; returns the report."""
    by = by or analyst_of(consultation)
    report = actions.freeze_report(by=by, consultation=consultation, run=run, corrections=corrections)
    report = actions.sign_report(by=analyst_of(consultation), report=report)
    return actions.publish_report(by=by, report=report)


def write_about_topics(consultation, topics=TOPICS):
    """A proposal for each text of the topics, by a person each; returns {topic: [contribution]}."""
    return {
        topic: [ProposalFactory(consultation_of=consultation, title="", public_text=text) for text in texts]
        for topic, texts in topics.items()
    }


def comment_on(proposal, **fields):
    return CommentFactory(root=proposal, author__user=UserFactory(), **fields)
