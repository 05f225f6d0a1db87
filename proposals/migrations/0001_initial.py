import consult.clock
import django.db.models.deletion
import proposals.models.participant
import proposals.models.revision
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("consult", "0003_first_body"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("last_seq", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=proposals.models.participant.new_key, max_length=32, unique=True
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=40)),
                ("source_key", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("individual", "for myself"), ("organisation", "for an organisation")],
                        default="individual",
                        max_length=14,
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("members_represented", models.PositiveIntegerField(default=1)),
                ("respondent_type", models.CharField(blank=True, max_length=80)),
                ("public_name", models.CharField(blank=True, max_length=60)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=12)),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="An e-mail address, a code or a person vouches for this participant.",
                    ),
                ),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="consult.consultation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="participants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("consultation", "user"),
                        name="participant_once_per_user",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("consultation", "source", "source_key"),
                        name="participant_once_per_source_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                ("act", models.CharField(max_length=40)),
                ("outcome", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(db_index=True, default=consult.clock.now)),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_requests",
                        to="proposals.participant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "key"), name="request_kept_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposal", "proposal"),
                            ("comment", "comment"),
                            ("questionnaire", "answers to the questions"),
                            ("letter", "letter"),
                            ("imported", "imported row"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "online"),
                            ("paper", "on paper"),
                            ("email", "by e-mail"),
                            ("phone", "by phone"),
                            ("meeting", "at a meeting"),
                            ("import", "from another system"),
                        ],
                        default="online",
                        max_length=10,
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("named", "yes, with my public name"),
                            ("unnamed", "yes, without my name"),
                            ("withheld", "no, staff of this consultation only"),
                        ],
                        default="withheld",
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=12)),
                ("received_at", models.DateTimeField(default=consult.clock.now)),
                ("external_id", models.CharField(blank=True, max_length=120)),
                ("client_id", models.UUIDField(blank=True, null=True)),
                ("receipt_digest", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("late", models.BooleanField(default=False)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="consult.consultation",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="proposals.submission",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="proposals.participant",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["consultation", "received_at"], name="submission_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "client_id"), name="submission_once_per_client_id"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("consultation", "external_id"),
                        name="submission_once_per_external_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("proposal", "proposal"), ("comment", "comment"), ("answer", "answer")],
                        max_length=10,
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=40)),
                ("path", models.CharField(blank=True, max_length=120)),
                ("depth", models.PositiveIntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=160)),
                ("public_text", models.TextField(blank=True)),
                ("body_html", models.TextField(blank=True)),
                ("language", models.CharField(default="en", max_length=12)),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[("for", "For"), ("against", "Against"), ("neutral", "Neither")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for a moderator"),
                            ("visible", "shown"),
                            ("held", "held for a person to read"),
                            ("hidden", "hidden by a moderator"),
                            ("withdrawn", "withdrawn by its author"),
                            ("erased", "erased"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("official", models.BooleanField(default=False)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("reply_count", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "consultation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="consult.consultation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="consult.question",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thread",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="proposals.participant",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="proposals.submission",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["consultation", "kind", "state", "id"], name="contribution_list"),
                    models.Index(fields=["root", "path"], name="contribution_thread"),
                    models.Index(fields=["root", "state"], name="contribution_shown_in"),
                    models.Index(
                        fields=["root", "depth", "reply_count", "id"], name="contribution_unanswered"
                    ),
                    models.Index(fields=["participant", "id"], name="contribution_by_author"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "comment"), _negated=True),
                            ("root__isnull", False),
                            _connector="OR",
                        ),
                        name="comment_has_a_root",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "answer"), _negated=True),
                            ("question__isnull", False),
                            _connector="OR",
                        ),
                        name="answer_has_a_question",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="proposals.contribution",
                    ),
                ),
                ("agree", models.PositiveIntegerField(default=0)),
                ("disagree", models.PositiveIntegerField(default=0)),
                ("passes", models.PositiveIntegerField(default=0)),
                ("unconfirmed_agree", models.PositiveIntegerField(default=0)),
                ("unconfirmed_disagree", models.PositiveIntegerField(default=0)),
                ("unconfirmed_passes", models.PositiveIntegerField(default=0)),
                ("counted_to", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("proposals.contribution",),
        ),
        migrations.CreateModel(
            name="OpenAnswer",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("proposals.contribution",),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("proposals.contribution",),
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(blank=True, max_length=160)),
                ("body", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("shown", "shown"),
                            ("refused", "not accepted"),
                            ("superseded", "replaced"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("redactions", models.JSONField(blank=True, default=list)),
                (
                    "digest_key",
                    models.CharField(
                        blank=True, default=proposals.models.revision.new_digest_key, max_length=32
                    ),
                ),
                ("amendment", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "contribution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="proposals.contribution",
                    ),
                ),
            ],
            options={
                "ordering": ["contribution", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contribution", "number"), name="revision_once_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("values", models.JSONField(default=list)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="consult.question",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="proposals.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "question"), name="answer_once_per_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("target_id", models.PositiveBigIntegerField(null=True)),
                ("at", models.DateTimeField(default=consult.clock.now)),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="proposals.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["topic", "seq"],
                "indexes": [models.Index(fields=["at"], name="event_by_age")],
                "constraints": [models.UniqueConstraint(fields=("topic", "seq"), name="event_once_per_seq")],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.SmallIntegerField(
                        choices=[(1, "Agree"), (0, "Pass"), (-1, "Disagree")], null=True
                    ),
                ),
                ("cast_at", models.DateTimeField(default=consult.clock.now)),
                ("changed_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "contribution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="proposals.participant",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="proposals.revision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["changed_at"], name="vote_by_change"),
                    models.Index(fields=["participant", "contribution"], name="vote_by_participant"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contribution", "participant"), name="vote_once_per_participant"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("choice__isnull", True), ("choice__in", [1, 0, -1]), _connector="OR"
                        ),
                        name="vote_choice_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="shown_revision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="shown_as",
                to="proposals.revision",
            ),
        ),
    ]
