"""Lists of cases that a moderator names to come back to them."""

from django.utils.translation import gettext as _

from consult.errors import Invalid
from consult.text import plain
from moderation.models import SavedFilter

MOST = 20


def save_filter(*, by, name, query):
    """Keep a list under a name; the same name again means the new list. `query` comes from a Queue."""
    name = plain(name)[:60]
    if not name:
        raise Invalid({"name": [_("Give the list a name.")]})
    if not query:
        raise Invalid({"name": [_("Narrow the list first, then save it.")]})
    others = by.saved_filters.exclude(name=name).count()
    if others >= MOST:
        raise Invalid({"name": [_("You have %(n)d saved lists. Delete one first.") % {"n": MOST}]})
    saved, _created = SavedFilter.objects.update_or_create(user=by, name=name, defaults={"query": query})
    return saved


def delete_filter(*, by, saved):
    """Forget one of one's own lists."""
    by.saved_filters.filter(pk=saved.pk).delete()
