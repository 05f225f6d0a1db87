import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("consult", "0003_first_body"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsultationIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=400, verbose_name="introduction")),
            ],
            options={
                "verbose_name": "list of consultations",
                "verbose_name_plural": "lists of consultations",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=400, verbose_name="introduction")),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("step", 2)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 60}),
                            1: ("wagtail.blocks.TextBlock", (), {"label": "Text", "max_length": 200}),
                            2: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 1)]], {}),
                        },
                        help_text="Leave it empty for the usual five steps.",
                        verbose_name="what happens to what people say",
                    ),
                ),
            ],
            options={
                "verbose_name": "front page",
                "verbose_name_plural": "front pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StandardPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("text", 0), ("folded", 3), ("picture", 4), ("file", 5)],
                        blank=True,
                        block_lookup={
                            0: ("cms.blocks.TextBlock", (), {}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "document-link", "ul", "ol"],
                                    "label": "Text",
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("title", 1), ("text", 2)]], {}),
                            4: ("wagtail.images.blocks.ImageBlock", [], {}),
                            5: ("cms.blocks.FileBlock", (), {}),
                        },
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "text page",
                "verbose_name_plural": "text pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ConsultationPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("summary", models.TextField(blank=True, max_length=300, verbose_name="one sentence")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("decided_by", models.CharField(blank=True, max_length=120, verbose_name="decided by")),
                ("answer_due_on", models.DateField(blank=True, null=True, verbose_name="answer due")),
                ("promise_still_open", models.TextField(blank=True, verbose_name="still open")),
                ("promise_already_fixed", models.TextField(blank=True, verbose_name="already fixed")),
                ("promise_who_decides", models.TextField(blank=True, verbose_name="who decides")),
                ("promise_how_used", models.TextField(blank=True, verbose_name="how we use what you say")),
                ("promise_when_back", models.TextField(blank=True, verbose_name="when you hear back")),
                (
                    "access_propose",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("guest", "anyone, without an account"),
                            ("confirmed", "people with a confirmed e-mail address"),
                            ("invited", "invited people"),
                        ],
                        default="confirmed",
                        max_length=12,
                        verbose_name="who may make proposals",
                    ),
                ),
                (
                    "access_comment",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("guest", "anyone, without an account"),
                            ("confirmed", "people with a confirmed e-mail address"),
                            ("invited", "invited people"),
                        ],
                        default="guest",
                        max_length=12,
                        verbose_name="who may comment",
                    ),
                ),
                (
                    "access_answer",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("guest", "anyone, without an account"),
                            ("confirmed", "people with a confirmed e-mail address"),
                            ("invited", "invited people"),
                        ],
                        default="guest",
                        max_length=12,
                        verbose_name="who may answer the questions",
                    ),
                ),
                (
                    "access_vote",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("guest", "anyone, without an account"),
                            ("confirmed", "people with a confirmed e-mail address"),
                            ("invited", "invited people"),
                        ],
                        default="guest",
                        max_length=12,
                        verbose_name="who may vote",
                    ),
                ),
                (
                    "invited_only",
                    models.BooleanField(
                        default=False,
                        help_text="Only staff and invited people can read it.",
                        verbose_name="private",
                    ),
                ),
                (
                    "moderation_mode",
                    models.CharField(
                        choices=[
                            ("before", "before it is shown"),
                            ("after", "after it is shown"),
                            ("on_report", "when somebody reports it"),
                        ],
                        default="after",
                        max_length=12,
                        verbose_name="a moderator reads contributions",
                    ),
                ),
                (
                    "results_visibility",
                    models.CharField(
                        choices=[
                            ("after_vote", "to those who have voted"),
                            ("after_close", "when voting has closed"),
                            ("always", "always"),
                        ],
                        default="after_vote",
                        max_length=12,
                        verbose_name="vote counts are shown",
                    ),
                ),
                (
                    "disclosure_threshold",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Smaller groups are printed as “under” this number.",
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="smallest group with a number",
                    ),
                ),
                (
                    "languages",
                    models.JSONField(blank=True, default=list, verbose_name="languages people may write in"),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("folded", 3),
                            ("picture", 4),
                            ("file", 5),
                            ("areas", 6),
                            ("other_ways", 10),
                            ("meeting", 15),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("cms.blocks.TextBlock", (), {}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "document-link", "ul", "ol"],
                                    "label": "Text",
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("title", 1), ("text", 2)]], {}),
                            4: ("wagtail.images.blocks.ImageBlock", [], {}),
                            5: ("cms.blocks.FileBlock", (), {}),
                            6: ("cms.blocks.AreasBlock", (), {}),
                            7: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "document-link", "ul", "ol"],
                                    "label": "Where paper forms are, when to ring, what to quote",
                                },
                            ),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Phone", "max_length": 40, "required": False},
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Reference to quote", "max_length": 40, "required": False},
                            ),
                            10: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 7), ("phone", 8), ("reference", 9)]],
                                {},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 120}),
                            12: ("wagtail.blocks.DateTimeBlock", (), {"label": "Starts"}),
                            13: ("wagtail.blocks.CharBlock", (), {"label": "Place", "max_length": 160}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "label": "Access: steps, hearing loop, languages",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 11), ("starts_at", 12), ("place", 13), ("note", 14)]],
                                {},
                            ),
                        },
                        verbose_name="about",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="consult.consultation",
                    ),
                ),
                (
                    "published_locale",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "published_locale"), name="consultation_page_once_per_locale"
                    )
                ],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="PageHouseRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("text", models.CharField(max_length=200, verbose_name="rule")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="house_rules",
                        to="cms.consultationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "house rule",
                "verbose_name_plural": "house rules",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="PagePhase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("discussion", "Discussion"),
                            ("questionnaire", "Questionnaire"),
                            ("voting", "Voting"),
                            ("sorting", "Sorting into themes"),
                            ("deciding", "Decision"),
                            ("answering", "Answers published"),
                            ("delivery", "Delivery"),
                        ],
                        default="discussion",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="A verb or noun a resident would use.", max_length=80, verbose_name="title"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=160, verbose_name="note")),
                ("opens_at", models.DateTimeField(null=True, verbose_name="opens")),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Leave it empty for a phase without an end.",
                        null=True,
                        verbose_name="closes",
                    ),
                ),
                (
                    "allows_propose",
                    models.BooleanField(default=False, verbose_name="people can make proposals"),
                ),
                ("allows_comment", models.BooleanField(default=False, verbose_name="people can comment")),
                (
                    "allows_answer",
                    models.BooleanField(default=False, verbose_name="people can answer the questions"),
                ),
                ("allows_vote", models.BooleanField(default=False, verbose_name="people can vote")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phases",
                        to="cms.consultationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "phase",
                "verbose_name_plural": "phases",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="PageQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "in the person's own words"),
                            ("closed", "by choosing"),
                            ("demographic", "about the person, for analysts only"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="hint")),
                (
                    "choices",
                    models.TextField(
                        blank=True,
                        help_text="One a line. For exports a line may start with a short value: under-25 = Under 25.",
                        verbose_name="choices",
                    ),
                ),
                (
                    "multiple",
                    models.BooleanField(default=False, verbose_name="several choices may be ticked"),
                ),
                ("required", models.BooleanField(default=False, verbose_name="must be answered")),
                (
                    "key",
                    models.SlugField(
                        blank=True,
                        help_text="Used in imports and exports, made from the question when empty. Do not change it later.",
                        max_length=60,
                        verbose_name="short name",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="cms.consultationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="SiteBrand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("strapline", models.CharField(blank=True, max_length=80, verbose_name="strapline")),
                (
                    "surface",
                    models.CharField(
                        default="#461d4b",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}\\Z",
                                "Write the colour as # and six signs, for example #461d4b.",
                            )
                        ],
                        verbose_name="bar",
                    ),
                ),
                (
                    "on_surface",
                    models.CharField(
                        default="#ffffff",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}\\Z",
                                "Write the colour as # and six signs, for example #461d4b.",
                            )
                        ],
                        verbose_name="text on the bar",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        default="#6b2a70",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}\\Z",
                                "Write the colour as # and six signs, for example #461d4b.",
                            )
                        ],
                        verbose_name="links and buttons",
                    ),
                ),
                (
                    "action_dark",
                    models.CharField(
                        default="#dfabe6",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}\\Z",
                                "Write the colour as # and six signs, for example #461d4b.",
                            )
                        ],
                        verbose_name="links and buttons in the dark",
                    ),
                ),
                (
                    "signal",
                    models.CharField(
                        default="#f2b01e",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}\\Z",
                                "Write the colour as # and six signs, for example #461d4b.",
                            )
                        ],
                        verbose_name="accent",
                    ),
                ),
                (
                    "font_head",
                    models.CharField(
                        choices=[("sans", "plain (system)"), ("serif", "with serifs (Charter)")],
                        default="serif",
                        max_length=5,
                        verbose_name="font of headings",
                    ),
                ),
                (
                    "font_body",
                    models.CharField(
                        choices=[("sans", "plain (system)"), ("serif", "with serifs (Charter)")],
                        default="sans",
                        max_length=5,
                        verbose_name="font of text",
                    ),
                ),
                (
                    "radius",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[django.core.validators.MaxValueValidator(16)],
                        verbose_name="rounding of corners",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "brand",
            },
        ),
    ]
