"""How far coding has come and coders agree, as pages print it."""

from decimal import Decimal

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from proposals.themes.coding.standing import progress_of, random_sample

register = template.Library()


@register.filter
def coefficient(whole):
    """Ten-thousandths as 0.71, rounded; words where it cannot be told."""
    if whole in (None, ""):
        return _("cannot be told")
    return floatformat(Decimal(whole) / 10_000, 2)


@register.inclusion_tag("themes/coding/_bar.html")
def coding_bar(run):
    """How much of a run's random sample is judged, by all coders together, with the way there."""
    sample = random_sample(run) if run else None
    progress = progress_of(sample) if sample else []
    done, of = sum(each[1] for each in progress), sum(each[2] for each in progress)
    percent = 100 * done // of if of else 0
    return {"run": run, "sample": sample, "done": done, "of": of, "percent": percent}
