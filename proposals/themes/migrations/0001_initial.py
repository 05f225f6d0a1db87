import consult.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("consult", "0003_first_body"),
        ("proposals", "0001_initial"),
    ]

    operations = [
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
                ("error", models.TextField(blank=True)),
                ("queued_at", models.DateTimeField(default=consult.clock.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
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
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinion",
                        to="themes.themerun",
                    ),
                ),
            ],
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
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codebook",
                        to="themes.themerun",
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
                (
                    "opinion_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="themes.opinionrun",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("opinion_run", "number"), name="opinion_group_once")
                ],
            },
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
                ("action", models.TextField()),
                ("reason", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField(default=consult.clock.now)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="consult.consultation",
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
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-theme__submissions", "id"],
            },
        ),
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
                ("kept_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="themes.officialresponse",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
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
            name="Coding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("blind", models.BooleanField(default=True)),
                ("coded_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "codebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codings",
                        to="themes.codebook",
                    ),
                ),
                (
                    "coder",
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
                        related_name="codings",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codings",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("codebook", "contribution", "theme", "coder"), name="coding_once_per_theme"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("theme", None)),
                        fields=("codebook", "contribution", "coder"),
                        name="coding_none_once",
                    ),
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
                ("bundle", models.JSONField(default=dict)),
                ("manifest_hash", models.CharField(max_length=64)),
                ("corrections", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="consult.consultation",
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
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "ordering": ["-edition"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "edition"), name="report_once_per_edition"
                    )
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
                ("central_rank", models.PositiveSmallIntegerField(null=True)),
                (
                    "assigned_by",
                    models.CharField(
                        choices=[("machine", "software"), ("person", "a person")],
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
                (
                    "exemplar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="campaigns",
                        to="themes.themerun",
                    ),
                ),
            ],
            options={
                "ordering": ["-texts", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="campaign_once_per_number")
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
    ]
