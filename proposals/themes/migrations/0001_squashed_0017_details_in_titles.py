import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables at once, with their constraints: a fresh database is spared making each of them several times."""

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("consult", "0006_notice_preferences"),
        ("proposals", "0003_whole_receipts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=240)),
                ("due_on", models.DateField()),
                ("team", models.CharField(blank=True, max_length=120)),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("kept_on", models.DateField(blank=True, null=True)),
                ("slip_told_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="OpinionGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("people", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="OpinionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("voters", models.PositiveIntegerField()),
                ("grouped", models.PositiveIntegerField()),
                ("votes", models.PositiveIntegerField()),
                ("statements", models.PositiveIntegerField()),
                ("silhouettes", models.JSONField(default=dict)),
                ("stability", models.JSONField(default=dict)),
                ("activity", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("texts", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("template", models.JSONField(default=list)),
                ("burst", models.JSONField(default=dict)),
                (
                    "exemplar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
                    ),
                ),
            ],
            options={
                "ordering": ["-texts", "number"],
            },
        ),
        migrations.CreateModel(
            name="Codebook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codebooks",
                        to="consult.consultation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "version"), name="codebook_once_per_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CodingSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("estimate", "random sample, for the shares"),
                            ("learning", "chosen texts, never in the shares"),
                        ],
                        max_length=8,
                    ),
                ),
                ("seed", models.PositiveIntegerField(default=0)),
                ("population", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("double", models.PositiveIntegerField(default=0)),
                ("half_width", models.PositiveSmallIntegerField(null=True)),
                ("drawn_at", models.DateTimeField(default=consult.clock.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "codebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="samples",
                        to="themes.codebook",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("purpose", "estimate"), ("withdrawn_at", None)),
                        fields=("codebook",),
                        name="coding_one_random_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second", None),
                            models.Q(("first", models.F("second")), _negated=True),
                            _connector="OR",
                        ),
                        name="coding_second_is_another_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=240)),
                ("due_on", models.DateField()),
                ("reached_on", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="themes.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="OfficialResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("partly", "Accepted in part"),
                            ("not_accepted", "Not accepted"),
                            ("already_done", "Already done"),
                        ],
                        max_length=14,
                    ),
                ),
                ("asked", models.TextField(blank=True)),
                ("said", models.TextField(blank=True)),
                ("action", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField(default=consult.clock.now)),
                ("sent_for_check_at", models.DateTimeField(null=True)),
                ("returned_note", models.TextField(blank=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="themes.campaign",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="consult.consultation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers_owed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("writers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("theme__submissions"), descending=True, nulls_last=True),
                    "id",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                models.Q(("action", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="response_published_is_whole",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="commitments",
                to="themes.officialresponse",
            ),
        ),
        migrations.CreateModel(
            name="OpinionMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="themes.opiniongroup",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.participant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "participant"), name="opinion_member_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="opiniongroup",
            name="opinion_run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="themes.opinionrun"
            ),
        ),
        migrations.CreateModel(
            name="OpinionStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agree", models.PositiveIntegerField()),
                ("disagree", models.PositiveIntegerField()),
                ("passes", models.PositiveIntegerField()),
                ("consensus", models.PositiveSmallIntegerField()),
                ("x", models.IntegerField(default=0)),
                ("y", models.IntegerField(default=0)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "opinion_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voted",
                        to="themes.opinionrun",
                    ),
                ),
            ],
            options={
                "ordering": ["-consensus", "contribution_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("opinion_run", "contribution"), name="opinion_statement_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupVotes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agree", models.PositiveIntegerField()),
                ("disagree", models.PositiveIntegerField()),
                ("passes", models.PositiveIntegerField()),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("agree", "agrees with"), ("disagree", "disagrees with")],
                        max_length=8,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="themes.opiniongroup",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="by_group",
                        to="themes.opinionstatement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "statement"), name="group_votes_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tested_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("task_id", models.UUIDField(null=True)),
                ("people", models.PositiveIntegerField(default=0)),
                ("prepared", models.PositiveIntegerField(default=0)),
                ("held_up", models.JSONField(default=list)),
                ("published_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parts", models.JSONField(default=list)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "By e-mail"),
                            ("letter", "By letter"),
                            ("receipt", "By their receipt"),
                            ("site", "On their own page, since they want no e-mail"),
                            ("none", "Not reachable"),
                        ],
                        max_length=8,
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="proposals.participant",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="themes.outcomeedition",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["edition", "way", "released_at"], name="outcome_by_way")],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "participant"), name="outcome_once_per_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("in_title", models.BooleanField(default=False)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                (
                    "decision",
                    models.CharField(
                        choices=[("open", "Open"), ("remove", "Remove"), ("keep", "Keep")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=240)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="consult.consultation",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_redactions",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["contribution_id", "start"],
                "indexes": [models.Index(fields=["consultation", "decision"], name="redaction_by_decision")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "contribution", "in_title", "start", "end"),
                        name="redaction_once_per_span",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="redaction_covers_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("decision", "open")),
                            models.Q(
                                models.Q(("decision", "open"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="redaction_decided_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("rows", models.JSONField(default=list)),
                ("left_out", models.JSONField(default=list)),
                ("uploaded_at", models.DateTimeField(default=consult.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_tables",
                        to="consult.consultation",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consult.question",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("consultation", "question"),
                        name="reference_table_one_a_question",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("question", None)),
                        fields=("consultation",),
                        name="reference_table_one_of_respondents",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampledText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposals.revision"
                    ),
                ),
            ],
            options={
                "ordering": ["item__position", "contribution_id"],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("first", "coder"), ("second", "second coder"), ("settled", "settled")],
                        max_length=8,
                    ),
                ),
                ("blind", models.BooleanField(default=True)),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[("for", "For"), ("against", "Against"), ("neutral", "Neither")],
                        max_length=8,
                    ),
                ),
                ("suggestion", models.CharField(blank=True, max_length=160)),
                ("note", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("coded_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "coder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codings",
                        to="themes.sampledtext",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("text", "role"), name="coding_once_per_role"),
                    models.UniqueConstraint(
                        condition=models.Q(("role__in", ["first", "second"])),
                        fields=("text", "coder"),
                        name="coding_once_per_coder_and_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "settled"), _negated=True),
                            models.Q(("blind", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="coding_settled_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "coder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="themes.codingsample",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "submission"), name="sample_submission_once"),
                    models.UniqueConstraint(fields=("sample", "position"), name="sample_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second", None),
                            models.Q(("coder", models.F("second")), _negated=True),
                            _connector="OR",
                        ),
                        name="sample_second_is_another_person",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="sampledtext",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="themes.sampleitem"
            ),
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField(default=consult.clock.now)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("received", models.PositiveIntegerField(default=0)),
                ("manifest_hash", models.CharField(blank=True, max_length=64)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="consult.consultation",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ReportFrame",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("few_below", models.PositiveSmallIntegerField(default=10)),
                ("some_below", models.PositiveSmallIntegerField(default=30)),
                ("many_below", models.PositiveSmallIntegerField(default=50)),
                ("limits", models.TextField()),
                ("contact", models.CharField(max_length=160)),
                ("nobody_early", models.BooleanField(default=False)),
                ("nothing_apart", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frame",
                        to="themes.snapshot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("few_below__gt", 0),
                            ("some_below__gt", models.F("few_below")),
                            ("many_below__gt", models.F("some_below")),
                            ("many_below__lt", 100),
                        ),
                        name="frame_scale_rises",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MinorityView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("why", models.CharField(max_length=400)),
                ("start", models.PositiveIntegerField(default=0)),
                ("end", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="minority_views",
                        to="themes.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "contribution", "start"), name="minority_view_once_per_passage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))),
                        name="minority_view_quotes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlyReader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("office", models.CharField(max_length=160)),
                ("since", models.DateField()),
                ("purpose", models.CharField(max_length=240)),
                ("added_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="early_readers",
                        to="themes.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
            },
        ),
        migrations.CreateModel(
            name="ClosingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("number", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("accepted_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_lines",
                        to="consult.consultation",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closing_lines",
                        to="themes.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("snapshot", None)),
                        fields=("consultation", "code"),
                        name="closing_line_open_once",
                    ),
                    models.UniqueConstraint(
                        fields=("snapshot", "code"), name="closing_line_once_per_snapshot"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="closing_line_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SnapshotItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("analysed", "analysed"),
                            ("withheld", "withheld, with reasons"),
                            ("pending", "waiting for a moderator"),
                            ("blank", "without words to sort"),
                            ("duplicate", "sent twice by one person"),
                            ("late", "late"),
                            ("unverified", "from people not confirmed"),
                            ("withdrawn", "withdrawn"),
                            ("erased", "erased"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[("hidden", "hidden by a moderator"), ("held", "held for a person to read")],
                        max_length=12,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.revision",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="themes.snapshot",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["submission_id", "contribution_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "contribution"), name="snapshot_text_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("contribution", None)),
                        fields=("snapshot", "submission"),
                        name="snapshot_empty_submission_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stable_key", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "suggested by software"),
                            ("confirmed", "confirmed by a person"),
                            ("dismissed", "dismissed"),
                        ],
                        default="candidate",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("definition", models.TextField(blank=True)),
                ("includes", models.TextField(blank=True)),
                ("excludes", models.TextField(blank=True)),
                ("examples", models.JSONField(default=list)),
                ("definition_version", models.PositiveIntegerField(default=1)),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("stability", models.PositiveSmallIntegerField(null=True)),
                ("keywords", models.JSONField(default=list)),
                ("submissions", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("copies", models.PositiveIntegerField(default=0)),
                ("stance_for", models.PositiveIntegerField(default=0)),
                ("stance_against", models.PositiveIntegerField(default=0)),
                ("stance_neutral", models.PositiveIntegerField(default=0)),
                ("confidence", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "codebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="themes.codebook",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="themes.theme",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-submissions", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("codebook", "stable_key"), name="theme_once_per_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="SummaryPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sentence", models.CharField(max_length=240)),
                ("written_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summary_point",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-theme__submissions", "id"],
            },
        ),
        migrations.AddField(
            model_name="officialresponse",
            name="theme",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="response",
                to="themes.theme",
            ),
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=consult.clock.now)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="consult.consultation",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("proposal", None), ("theme", None)),
                        fields=("user", "consultation"),
                        name="follow_consultation_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("proposal__isnull", False)),
                        fields=("user", "proposal"),
                        name="follow_proposal_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("theme__isnull", False)),
                        fields=("user", "theme"),
                        name="follow_theme_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposal", None), ("theme", None), _connector="OR"),
                        name="follow_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for an analyst"),
                            ("accepted", "accepted"),
                            ("declined", "not accepted"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("carried", models.BooleanField(default=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="consult.consultation",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="proposals.submission",
                    ),
                ),
                (
                    "from_theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="themes.theme",
                    ),
                ),
                (
                    "to_theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections_into",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["from_theme", "state"], name="correction_by_theme")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("submission", "from_theme"),
                        name="correction_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"), ("decided_at__isnull", False), _connector="OR"
                        ),
                        name="correction_decided_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("worded", "changed the words of"),
                            ("added", "added"),
                            ("dismissed", "dismissed"),
                            ("restored", "brought back"),
                            ("merged", "merged"),
                            ("split", "split"),
                            ("nested", "moved"),
                            ("cut", "grouped the themes"),
                            ("moved", "moved passages"),
                            ("second", "put passages into a second theme"),
                            ("taken_out", "took passages out of a theme"),
                            ("hidden", "hid a quote"),
                            ("shown", "brought back a quote"),
                            ("imported", "took over files"),
                            ("carried", "carried the codebook over what fits no theme"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=consult.clock.now)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("said", models.JSONField(default=dict)),
                ("inverse", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_number", models.PositiveIntegerField(null=True)),
                ("themes", models.ManyToManyField(related_name="edits", to="themes.theme")),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="ThemeJudgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given", models.BooleanField()),
                ("definition_version", models.PositiveIntegerField()),
                (
                    "coding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judgements",
                        to="themes.coding",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judgements",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("coding", "theme"), name="judgement_once_per_theme")
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("frozen", "frozen, waits for a second person"),
                            ("returned", "returned to the analysts"),
                            ("signed", "signed, waits to be published"),
                            ("published", "published"),
                        ],
                        default="frozen",
                        max_length=10,
                    ),
                ),
                ("bundle", models.JSONField(default=dict)),
                ("inputs", models.JSONField(default=dict)),
                ("sizes", models.JSONField(default=dict)),
                ("manifest_hash", models.CharField(max_length=64)),
                ("corrections", models.TextField(blank=True)),
                ("frozen_at", models.DateTimeField(default=consult.clock.now)),
                ("returned_because", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="consult.consultation",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-edition"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "edition"), name="report_once_per_edition"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["frozen", "returned", "signed"])),
                        fields=("consultation",),
                        name="report_one_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", False), ("state", "published")),
                            models.Q(models.Q(("state", "published"), _negated=True), ("published_at", None)),
                            _connector="OR",
                        ),
                        name="report_published_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("analyst", "analyst"), ("second", "second check")], max_length=8
                    ),
                ),
                ("signed_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_offs",
                        to="themes.themereport",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "user"), name="sign_off_once_per_person")
                ],
            },
        ),
        migrations.AddField(
            model_name="outcomeedition",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="themes.themereport"
            ),
        ),
        migrations.CreateModel(
            name="ThemeRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to start"),
                            ("running", "sorting"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "stopped"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("seed", models.PositiveIntegerField(default=0)),
                ("parameters", models.JSONField(default=dict)),
                ("versions", models.JSONField(default=dict)),
                ("input_hash", models.CharField(blank=True, max_length=64)),
                ("quality", models.JSONField(default=dict)),
                ("structure", models.JSONField(default=dict)),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("frozen", "what was received is frozen"),
                            ("sorted", "themes are found"),
                            ("campaigns", "campaigns are found"),
                            ("opinions", "opinion groups are found"),
                            ("counted", "everything is counted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("queued_at", models.DateTimeField(default=consult.clock.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("progressed_at", models.DateTimeField(default=consult.clock.now)),
                ("task_id", models.UUIDField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="theme_runs",
                        to="consult.consultation",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="themes.snapshot",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "number"), name="theme_run_once_per_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=("consultation",),
                        name="theme_run_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="themereport",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="themes.themerun"
            ),
        ),
        migrations.CreateModel(
            name="ThemeImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("shown", "shown, not taken over"), ("applied", "taken over")],
                        default="shown",
                        max_length=9,
                    ),
                ),
                ("files", models.JSONField(default=list)),
                ("payload", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(default=consult.clock.now)),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "edit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="themes.themeedit",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="themeedit",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="themes.themerun"
            ),
        ),
        migrations.CreateModel(
            name="ThemeAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(default=0)),
                ("end", models.PositiveIntegerField()),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("confidence", models.PositiveSmallIntegerField(default=0)),
                ("sure", models.BooleanField(default=True)),
                ("copy", models.BooleanField(default=False)),
                ("secondary", models.BooleanField(default=False)),
                ("leaf", models.PositiveSmallIntegerField(null=True)),
                ("central_rank", models.PositiveSmallIntegerField(null=True)),
                ("quote_hidden", models.BooleanField(default=False)),
                ("quote_hidden_reason", models.CharField(blank=True, max_length=300)),
                (
                    "assigned_by",
                    models.CharField(
                        choices=[
                            ("machine", "software"),
                            ("learnt", "software that learnt from coded texts"),
                            ("person", "a person"),
                        ],
                        default="machine",
                        max_length=8,
                    ),
                ),
                ("assigned_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="theme_assignments",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="themes.theme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["run", "sure", "confidence"], name="assignment_by_confidence"),
                    models.Index(fields=["theme", "central_rank"], name="assignment_by_rank"),
                    models.Index(fields=["theme", "confidence", "id"], name="assignment_in_theme"),
                    models.Index(fields=["run", "confidence", "id"], name="assignment_in_run"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "contribution", "start", "theme"), name="assignment_once_per_passage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="assignment_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="opinionrun",
            name="run",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="opinion", to="themes.themerun"
            ),
        ),
        migrations.AddField(
            model_name="officialresponse",
            name="unsure_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unsure_response",
                to="themes.themerun",
            ),
        ),
        migrations.CreateModel(
            name="LedgerLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("in_themes", "in themes"),
                            ("unsure", "in no theme"),
                            ("campaign", "campaign copies"),
                            ("withheld", "withheld, with reasons"),
                            ("pending", "waiting for a moderator"),
                            ("blank", "without words to sort"),
                            ("duplicate", "sent twice by one person"),
                            ("late", "late"),
                            ("unverified", "from people not confirmed"),
                            ("withdrawn", "withdrawn"),
                            ("erased", "erased"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[("hidden", "hidden by a moderator"), ("held", "held for a person to read")],
                        max_length=12,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_lines",
                        to="proposals.submission",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ledger",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "place"], name="ledger_by_place")],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "submission"), name="ledger_one_place_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[("for", "For"), ("against", "Against"), ("neutral", "Neither")],
                        max_length=10,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="themes.theme"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_labels",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "ordering": ["contribution_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "contribution", "theme"), name="imported_label_once_a_theme"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Estimates",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("input_hash", models.CharField(max_length=64)),
                ("shares", models.JSONField(default=dict)),
                ("evidence", models.JSONField(default=dict)),
                ("agreement", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="themes.codingsample",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="estimates",
                        to="themes.themerun",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="codebook",
            name="run",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="codebook", to="themes.themerun"
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="campaigns", to="themes.themerun"
            ),
        ),
        migrations.CreateModel(
            name="UnsureReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("submissions", models.PositiveIntegerField()),
                ("read_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "read_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsure_readings",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=8
                    ),
                ),
                ("why", models.TextField(blank=True)),
                ("given_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="proposals.participant",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="themes.officialresponse",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("response", "participant"), name="verdict_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added", models.JSONField(default=list)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="themes.campaign",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign_memberships",
                        to="proposals.contribution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "contribution"), name="campaign_member_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="opiniongroup",
            constraint=models.UniqueConstraint(fields=("opinion_run", "number"), name="opinion_group_once"),
        ),
        migrations.AddConstraint(
            model_name="sampledtext",
            constraint=models.UniqueConstraint(fields=("item", "revision"), name="sampled_version_once"),
        ),
        migrations.AddConstraint(
            model_name="themeedit",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="theme_edit_once_per_number"),
        ),
        migrations.AddConstraint(
            model_name="officialresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("campaign", None), ("theme__isnull", False), ("unsure_of", None)),
                    models.Q(("campaign__isnull", False), ("theme", None), ("unsure_of", None)),
                    models.Q(("campaign", None), ("theme", None), ("unsure_of__isnull", False)),
                    _connector="OR",
                ),
                name="response_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="campaign_once_per_number"),
        ),
    ]
