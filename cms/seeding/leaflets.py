"""Codes on leaflets of the demonstration: a batch that lies at the library's desk, and one of them to try."""

from django.urls import reverse

from proposals.actions.leaflets import make_leaflets
from proposals.models import LeafletCode

NAME, NUMBER = "Library desk", 40


def make_codes(town, slug):
    make_leaflets(by=town.users["editor"], consultation=town.consultations[slug], name=NAME, number=NUMBER)


def line_to_try():
    """What `serve` prints among the logins: the first code nobody has used, and where it is entered."""
    code = LeafletCode.objects.usable().select_related("batch").order_by("pk").first()
    if code is None:
        return ""
    return (
        f"Take part without an address: the code {code.batch.code_of(code.number)} at {reverse('enter_code')}"
    )
