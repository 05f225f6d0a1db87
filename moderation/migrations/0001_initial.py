import consult.clock
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("consult", "0006_notice_preferences"),
        ("proposals", "0003_whole_receipts"),
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
                            ("after_showing", "reading after it is shown"),
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
                            ("child", "Puts a child at risk"),
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
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("text_key", models.CharField(blank=True, default="", max_length=32)),
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
                    models.Index(
                        condition=models.Q(("state", "open"), models.Q(("text_key", ""), _negated=True)),
                        fields=["consultation", "text_key"],
                        name="case_same_text",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "appealed"])),
                        fields=["consultation", "-score", "waiting_since", "id"],
                        name="case_by_score",
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
                            ("transfer", "Transfer"),
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
                            ("after_showing", "reading after it is shown"),
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
                ("released_at", models.DateTimeField(blank=True, null=True)),
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
                    "destination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.contribution",
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
                    "rule_wording",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consult.houserulewording",
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
                            ("effect__in", ["ask_to_edit", "restrict_author", "hold"]),
                            ("until", None),
                            _connector="OR",
                        ),
                        name="decision_without_end_says_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "effect__in",
                                [
                                    "keep",
                                    "ask_to_edit",
                                    "hide",
                                    "restrict_author",
                                    "redact",
                                    "lock_thread",
                                    "transfer",
                                    "hold",
                                ],
                            ),
                            (
                                "found_by__in",
                                ["report", "before_showing", "after_showing", "edited", "own", "screening"],
                            ),
                        ),
                        name="decision_uses_known_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destination__isnull", False), ("effect", "transfer")),
                            models.Q(models.Q(("effect", "transfer"), _negated=True), ("destination", None)),
                            _connector="OR",
                        ),
                        name="decision_says_where_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("detected_automatically", True), ("found_by__in", ["screening"])),
                            models.Q(
                                ("detected_automatically", False),
                                models.Q(("found_by__in", ["screening"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_says_what_found_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("automated", False), ("effect", "hold"), _connector="OR"),
                        name="decision_of_software_only_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_at", None), ("effect", "hold"), _connector="OR"),
                        name="decision_released_was_a_hold",
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
                ("first_advisers", models.TextField(blank=True, default="")),
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
                            ("decided_by", None),
                            models.Q(
                                (
                                    "first_advisers__contains",
                                    django.db.models.functions.text.Concat(
                                        models.Value(","),
                                        django.db.models.functions.comparison.Cast(
                                            models.F("decided_by"), models.CharField()
                                        ),
                                        models.Value(","),
                                    ),
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="appeal_decided_by_no_adviser",
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
                            ("child", "Puts a child at risk"),
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
                ("receipt_digest", models.CharField(blank=True, default="", max_length=64)),
                ("weight", models.FloatField(default=0.5)),
                ("is_new_account", models.BooleanField(default=False)),
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
                        condition=models.Q(("receipt_digest", ""), _negated=True),
                        fields=("receipt_digest",),
                        name="flag_once_per_receipt",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("case", "user"),
                        name="flag_once_per_user",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("links", "Links to other sites"),
                            ("contact", "Contact or personal details"),
                            ("repeated", "The same text again"),
                            ("shouting", "Mostly capital letters"),
                            ("burst", "Many texts in a short time"),
                            ("threat", "Words of a threat or a call for violence"),
                            ("child", "Words that a child may be at risk"),
                            ("doxing", "Where somebody else lives or can be reached"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hold_grounds",
                        to="consult.consultation",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consult.houserule"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "ground"), name="hold_once_per_ground"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["links", "contact", "repeated", "shouting", "burst"])
                        ),
                        name="hold_for_a_known_ground",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReasonTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reason_templates",
                        to="consult.consultation",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consult.houserule",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("consultation", "name"),
                        name="reason_template_once_per_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__contains", "___")), name="reason_template_has_a_gap"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reviewer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("email", models.EmailField(max_length=254)),
                ("code_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("invited_at", models.DateTimeField(default=consult.clock.now)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewers",
                        to="moderation.appeal",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("appeal",),
                        name="reviewer_one_an_appeal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="reviewer_is_somebody",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="appeal",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decided_appeals",
                to="moderation.reviewer",
            ),
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=300)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="saved_filter_once_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("trained_at", models.DateTimeField(default=consult.clock.now)),
                ("decisions", models.PositiveIntegerField()),
                ("held_back", models.PositiveIntegerField()),
                ("restricted", models.PositiveIntegerField()),
                ("precision", models.FloatField(null=True)),
                ("recall", models.FloatField(null=True)),
                ("threshold", models.FloatField()),
                ("seed", models.PositiveIntegerField(default=0)),
                ("weights", models.BinaryField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screening_models",
                        to="consult.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ["consultation", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "version"), name="screening_model_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grounds", models.JSONField(default=dict)),
                ("fingerprint", models.CharField(blank=True, max_length=32)),
                ("likelihood", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consult.consultation",
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
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screening",
                        to="proposals.revision",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consult.houserule",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.screeningmodel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["consultation", "fingerprint"], name="screening_same_text"),
                    models.Index(fields=["participant", "created_at"], name="screening_by_author"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("likelihood", None), ("model", None), ("rule", None)),
                            models.Q(
                                ("likelihood__lte", 100), ("model__isnull", False), ("rule__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="screening_likelihood_has_a_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asks_before_posting", models.BooleanField(default=False)),
                ("escalation_contact", models.CharField(blank=True, max_length=300)),
                (
                    "consultation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screening_policy",
                        to="consult.consultation",
                    ),
                ),
                (
                    "duty_moderator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=consult.clock.now)),
                ("question", models.TextField(blank=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("advice", models.TextField(blank=True)),
                ("scrubbed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_readings",
                        to="moderation.case",
                    ),
                ),
                (
                    "read_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_by", None),
                            models.Q(("read_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="second_reading_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="second_reading_waits_or_is_given",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("read_at", None)),
                        fields=("case",),
                        name="second_reading_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", ""), ("reviewer", None)),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("outcome__in", ["upheld", "reversed"]),
                        models.Q(
                            models.Q(("decided_by", None), ("reviewer__isnull", False)),
                            models.Q(("decided_by__isnull", False), ("reviewer", None)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="appeal_waits_or_is_decided",
            ),
        ),
    ]
