from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string
from wagtail.images.models import SourceImageIOError

from cms.contrast_panel import ContrastPanel
from consult.contrast import MARK, TEXT, contrast, mix

HEX = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six signs, for example #461d4b."))
COLOURS = ["surface", "on_surface", "action", "action_dark", "signal"]
PAPER, CANVAS, INK_2 = "#ffffff", "#f6f5f2", "#57525e"
PAPER_DARK, CANVAS_DARK, ON_ACTION_DARK, BAR_DARK = "#1c1920", "#141216", "#25102a", "#0d0b0f"

LOGO_HEIGHT, LOGO_DENSITY = 34, 3  # pixels of a page, and how many a sharp screen has for each
BROADEST_ALONE, BROADEST_BESIDE_NAME = 5, 2
BAR_IN_DARK = ("surface", 0.62, BAR_DARK)
TINT, TINT_IN_DARK = ("action", 0.08, PAPER), ("action_dark", 0.14, PAPER_DARK)
# (field to blame, words, colour, colour, least contrast) for every pair a page puts together.
PAIRS: list[tuple] = [
    ("on_surface", _("text on the bar"), "on_surface", "surface", TEXT),
    ("on_surface", _("text on the dark bar"), "on_surface", BAR_IN_DARK, TEXT),
    ("signal", _("accent on the bar"), "signal", "surface", MARK),
    ("signal", _("accent on the dark bar"), "signal", BAR_IN_DARK, MARK),
    ("action", _("links on white"), "action", PAPER, TEXT),
    ("action", _("links on the page"), "action", CANVAS, TEXT),
    ("action", _("links on their tint"), "action", TINT, TEXT),
    ("action", _("small text on the tint"), INK_2, TINT, TEXT),
    ("action_dark", _("links on dark cards"), "action_dark", PAPER_DARK, TEXT),
    ("action_dark", _("links on the dark page"), "action_dark", CANVAS_DARK, TEXT),
    ("action_dark", _("links on their dark tint"), "action_dark", TINT_IN_DARK, TEXT),
    ("action_dark", _("dark buttons"), "action_dark", ON_ACTION_DARK, TEXT),
]


class Font(models.TextChoices):
    """Stacks of fonts that readers have: none is fetched."""

    SANS = "sans", _("plain (system)")
    SERIF = "serif", _("with serifs (Charter)")


STACKS = {
    Font.SANS: 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif',
    Font.SERIF: 'Charter,"Bitstream Charter","Sitka Text","Noto Serif",Cambria,serif',
}


@register_setting(icon="view")
class SiteBrand(BaseSiteSetting):
    """Name, strapline and eight variables of the look; colours that cannot be read are refused."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    strapline = models.CharField(_("strapline"), max_length=80, blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown 34 pixels high on the bar, in light and in dark. Without one the mark is shown."),
    )
    logo_text = models.CharField(
        _("what the logo says"),
        max_length=120,
        blank=True,
        help_text=_(
            "If the logo holds the name: its words, which are read aloud and stand in for it. The name is not"
            " written again beside it. Leave this empty for a logo without words."
        ),
    )
    surface = models.CharField(_("bar"), max_length=7, default="#461d4b", validators=[HEX])
    on_surface = models.CharField(_("text on the bar"), max_length=7, default="#ffffff", validators=[HEX])
    action = models.CharField(_("links and buttons"), max_length=7, default="#6b2a70", validators=[HEX])
    action_dark = models.CharField(
        _("links and buttons in the dark"), max_length=7, default="#dfabe6", validators=[HEX]
    )
    signal = models.CharField(_("accent"), max_length=7, default="#f2b01e", validators=[HEX])
    font_head = models.CharField(_("font of headings"), max_length=5, choices=Font, default=Font.SERIF)
    font_body = models.CharField(_("font of text"), max_length=5, choices=Font, default=Font.SANS)
    radius = models.PositiveSmallIntegerField(
        _("rounding of corners"), default=6, validators=[MaxValueValidator(16)]
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("strapline")]),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_text")], heading=_("Logo")),
        MultiFieldPanel(
            [FieldPanel(field) for field in COLOURS],
            heading=_("Colours"),
        ),
        ContrastPanel(heading=_("Can it be read?")),
        FieldRowPanel([FieldPanel("font_head"), FieldPanel("font_body"), FieldPanel("radius")]),
    ]

    class Meta:
        verbose_name = _("brand")

    def clean(self):
        super().clean()
        self._check_logo()
        if not all(HEX.regex.search(getattr(self, field)) for field in COLOURS):
            return  # the field itself says so
        problems: dict[str, list] = {}
        for field, words, one, other, least in PAIRS:
            ratio = contrast(self._colour(one), self._colour(other))
            if ratio < least:
                problem = _("%(pair)s: contrast %(ratio).1f, at least %(least).1f is needed to read it.")
                problems.setdefault(field, []).append(
                    problem % {"pair": words, "ratio": ratio, "least": least}
                )
        if problems:
            raise ValidationError(problems)

    def _check_logo(self):
        """Beside the name, or with "Menu" on a small phone, a broad one leaves room for nothing else."""
        broadest = BROADEST_ALONE if self.logo_text else BROADEST_BESIDE_NAME
        if self.logo and self.logo.width > broadest * self.logo.height:
            problem = _(
                "This is too broad: at most %(n)d times as wide as it is high. Cut off what is empty."
            )
            raise ValidationError({"logo": problem % {"n": broadest}})

    def logo_shown(self):
        """{url, width, height, text} of the logo as the bar shows it, or None."""
        if self.logo is None:
            return None
        try:
            file = self.logo.get_rendition(f"height-{LOGO_HEIGHT * LOGO_DENSITY}")
        except SourceImageIOError:  # its file is gone: the mark takes its place
            return None
        width = max(1, round(LOGO_HEIGHT * file.width / file.height))
        return {"url": file.url, "width": width, "height": LOGO_HEIGHT, "text": self.logo_text}

    def _colour(self, told):
        """A colour of PAIRS: #rrggbb, the name of a field, or (either, its share, the ground under it)."""
        if isinstance(told, tuple):
            top, share, ground = told
            return mix(self._colour(top), share, ground)
        return told if told.startswith("#") else getattr(self, told)

    def as_css(self):
        """The eight variables on the root, where everything derived from them resolves."""
        variables = {
            "surface": self.surface,
            "on-surface": self.on_surface,
            "action": self.action,
            "action-dark": self.action_dark,
            "signal": self.signal,
            "font-head": STACKS[self.font_head],
            "font-body": STACKS[self.font_body],
            "radius": f"{self.radius}px",
        }
        lines = "".join(f"--brand-{name}:{value};" for name, value in variables.items())
        return f":root{{{lines}}}\n"
