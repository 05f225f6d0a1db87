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
            name="Case",
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
                        choices=[
                            ("open", "waiting for a decision"),
                            ("appealed", "waiting for a decision on an appeal"),
                            ("decided", "decided"),
                            ("closed", "closed without a decision"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("report", "a reader's report"),
                            ("before_showing", "reading before it is shown"),
                            ("edited", "a new version after we asked for one"),
                            ("own", "a moderator who came across it"),
                            ("screening", "software that looks for patterns"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sources", models.JSONField(default=list)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal_attack", "Insults or attacks a person"),
                            ("unkind_generalisation", "Is unkind about a group of people"),
                            ("personal_details", "Gives private details of a person"),
                            ("threat", "Threatens somebody, or calls for violence"),
                            ("hate", "Spreads hate, or is against the law"),
                            ("wrong_facts", "States something that is not true"),
                            ("repeated", "The same text again, or advertising"),
                            ("off_topic", "Is not about this proposal or question"),
                            ("other", "Something else"),
                        ],
                        max_length=24,
                    ),
                ),
                ("reports", models.PositiveIntegerField(default=0)),
                ("urgent", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField(default=consult.clock.now)),
                ("waiting_since", models.DateTimeField(default=consult.clock.now)),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="consult.consultation",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="held_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="proposals.revision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["open", "appealed"])),
                        fields=["consultation", "waiting_since", "id"],
                        name="case_queue",
                    ),
                    models.Index(fields=["consultation", "closed_at", "id"], name="case_by_end"),
                    models.Index(fields=["contribution", "id"], name="case_by_text"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_by", None), ("held_until", None)),
                            ("held_until__isnull", False),
                            _connector="OR",
                        ),
                        name="case_lease_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ["open", "appealed"])),
                            models.Q(("closed_at__isnull", False), ("state__in", ["decided", "closed"])),
                            _connector="OR",
                        ),
                        name="case_waits_or_has_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("keep", "Keep"),
                            ("ask_to_edit", "Ask to edit"),
                            ("hide", "Hide"),
                            ("restrict_author", "Restrict author"),
                            ("redact", "Redact part"),
                            ("lock_thread", "Lock thread"),
                            ("hold", "Hold for a person"),
                        ],
                        max_length=16,
                    ),
                ),
                ("law", models.CharField(blank=True, max_length=200)),
                ("facts", models.TextField(blank=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("redactions", models.JSONField(blank=True, default=list)),
                ("gaps", models.PositiveSmallIntegerField(default=0)),
                (
                    "found_by",
                    models.CharField(
                        choices=[
                            ("report", "a reader's report"),
                            ("before_showing", "reading before it is shown"),
                            ("edited", "a new version after we asked for one"),
                            ("own", "a moderator who came across it"),
                            ("screening", "software that looks for patterns"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detected_automatically", models.BooleanField(default=False)),
                ("automated", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(default=consult.clock.now)),
                ("appeal_until", models.DateTimeField(blank=True, null=True)),
                ("text_digest", models.CharField(max_length=64)),
                ("before", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("scrubbed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="moderation.case",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="consult.consultation",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="consult.houserule",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["consultation", "decided_at"], name="decision_by_time"),
                    models.Index(fields=["decided_by", "decided_at"], name="decision_by_moderator"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effect", "keep"),
                            ("rule__isnull", False),
                            models.Q(("law", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_names_a_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effect", "keep"),
                            models.Q(("facts", ""), _negated=True),
                            ("scrubbed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="decision_states_facts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effect", "keep"),
                            models.Q(
                                ("appeal_until__gt", models.F("decided_at")), ("appeal_until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="decision_says_how_to_appeal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("effect__in", ["ask_to_edit", "restrict_author", "hold"]), _negated=True
                            ),
                            models.Q(("until__gt", models.F("decided_at")), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_says_until_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("effect", "redact"), _negated=True), ("gaps__gt", 0), _connector="OR"
                        ),
                        name="decision_says_what_is_redacted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("automated", True), ("decided_by", None)),
                            models.Q(("automated", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_by_person_or_software",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_digest", ""), _negated=True), name="decision_seals_its_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=consult.clock.now)),
                ("due_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "The decision stays"),
                            ("reversed", "The decision is taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("scrubbed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appellant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="proposals.participant",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="consult.consultation",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided_appeals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_decider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="moderation.decision",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["consultation", "made_at"], name="appeal_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_decider", None),
                            ("decided_by", None),
                            models.Q(("first_decider", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="appeal_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("outcome__in", ["upheld", "reversed"]),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_waits_or_is_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("reasons", ""), _negated=True),
                            ("scrubbed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="appeal_decided_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            ("scrubbed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="appeal_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("personal_attack", "Insults or attacks a person"),
                            ("unkind_generalisation", "Is unkind about a group of people"),
                            ("personal_details", "Gives private details of a person"),
                            ("threat", "Threatens somebody, or calls for violence"),
                            ("hate", "Spreads hate, or is against the law"),
                            ("wrong_facts", "States something that is not true"),
                            ("repeated", "The same text again, or advertising"),
                            ("off_topic", "Is not about this proposal or question"),
                            ("other", "Something else"),
                        ],
                        max_length=24,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("language", models.CharField(default="en", max_length=12)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="moderation.case",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="proposals.contribution",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="proposals.participant",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="proposals.revision",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="consult.houserule",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="flags",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("participant__isnull", False)),
                        fields=("case", "participant"),
                        name="flag_once_per_participant",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("case", "user"),
                        name="flag_once_per_user",
                    ),
                ],
            },
        ),
    ]
