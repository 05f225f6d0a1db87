"""The public body that asks: its name, as it stands at the foot of every page."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.errors import Invalid
from consult.rules import check

from .log import record

LONGEST = 200


def name_body(*, by, body, name):
    """Give the public body its name."""
    check("consult.name_body", by, body)
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": [_("Write the name of the public body.")]})
    if len(name) > LONGEST:
        raise Invalid({"name": [_("Keep this to 200 characters or fewer.")]})
    with transaction.atomic():
        body.name = name
        body.save(update_fields=["name"])
        record(act="body.named", by=by, target=body)
    return body
