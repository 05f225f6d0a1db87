"""Estimates and agreement as the team's page prints them."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.themes.models import Theme

PER_CENT = 100  # ten-thousandths in one per cent


def per_cent(whole):
    """Ten-thousandths as per cent, or None."""
    return None if whole is None else Decimal(whole) / PER_CENT


def coefficient(whole):
    """Ten-thousandths as a figure up to 1, or None where it cannot be told."""
    return None if whole is None else Decimal(whole) / (PER_CENT * PER_CENT)


def estimate_rows(run, estimates):
    """Rows of the theme table: the estimate beside what was sorted."""
    if estimates is None:
        return []
    shares = estimates.shares["themes"]
    slug = run.consultation.slug
    rows = []
    for theme in Theme.objects.of_run(run).confirmed():
        share, low, high = map(per_cent, shares.get(str(theme.pk), [None] * 3))
        url = reverse("workbench_theme", args=[slug, theme.pk])
        row = {"name": theme.name, "url": url, "share": share, "low": low, "high": high}
        stance = {
            "agree": theme.stance_for,
            "disagree": theme.stance_against,
            "neither": theme.stance_neutral,
        }
        rows.append({**row, **stance, "number": theme.submissions})
    return rows


def agreement_rows(run, estimates):
    """[(what, alpha or None, over how many texts or None)]: over all, stance, by theme, by question."""
    if estimates is None or not estimates.agreement:
        return []
    found = estimates.agreement
    names = dict(Theme.objects.of_run(run).values_list("pk", "name"))
    over_all = {_("All themes"): found["alpha"], _("Stance"): found["stance"]}
    rows = [(what, alpha, found["texts"]) for what, alpha in over_all.items()]
    rows += [(names[int(key)], each["alpha"], None) for key, each in found["themes"].items()]
    questions = {str(each.pk): each.text for each in run.consultation.questions.all()}
    rows += [
        (questions.get(key) or _("Proposals and comments"), each["alpha"], each["texts"])
        for key, each in found["questions"].items()
    ]
    return [(what, coefficient(alpha), texts) for what, alpha, texts in rows]
