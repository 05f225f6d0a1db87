"""The edits of a run as sentences, newest first, in pages by number."""

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from proposals.models import Topic
from proposals.themes.enums import EditKind
from proposals.themes.models import SampledText, ThemeEdit, ThemeReport, ThemeRun

PAGE = 50
SINCE = 5


def edits_of(run, *, theme=None, before=None, most=PAGE):
    """Edits, newest first, without what they keep for undoing."""
    edits = ThemeEdit.objects.filter(run=run).defer("inverse").select_related("user", "undone_by")
    if theme is not None:
        edits = edits.filter(themes=theme)
    if before:
        edits = edits.filter(number__lt=before)
    return list(edits[:most])


def edits_on_theme(theme, version=None):
    """The last edits of a theme, newest first, for somebody who saw an earlier version of it."""
    since = max(1, theme.version - (version or 0))
    edits = ThemeEdit.objects.filter(themes=theme).defer("inverse").select_related("user", "undone_by")
    return list(edits[: min(since, SINCE)])


def state_of(run, user):
    """What a page of forms has to know, in one query: `seen`, the number of the last thing done or undone,
    `last_edit`, the id of what a key undoes, `frozen`, `newer`, the id of the newest run after it, `blind`,
    whether this person is at work on a random sample, `earlier`, the number of the run before it whose themes
    people confirmed, and where its live topic stands.
    """
    edits = ThemeEdit.objects.filter(run=OuterRef("pk"))
    topic = Topic.objects.filter(name=run.topic)
    newer = ThemeRun.objects.filter(consultation=OuterRef("consultation"), number__gt=OuterRef("number"))
    earlier = ThemeRun.objects.with_confirmed().filter(
        consultation=OuterRef("consultation"), number__lt=OuterRef("number")
    )
    found = ThemeRun.objects.filter(pk=run.pk).values(
        made=Subquery(edits.order_by("-number").values("number")[:1]),
        undone=Subquery(edits.order_by(F("undone_number").desc(nulls_last=True)).values("undone_number")[:1]),
        last_edit=Subquery(edits.filter(undone_at=None).order_by("-number").values("pk")[:1]),
        topic_seq=Subquery(topic.values("last_seq")[:1]),
        newer=Subquery(newer.order_by("-number").values("pk")[:1]),
        frozen=Exists(ThemeReport.objects.holding().filter(run=OuterRef("pk"))),
        earlier=Subquery(earlier.order_by("-number").values("number")[:1]),
        blind=Exists(SampledText.objects.blind_to(user, run.consultation)),
    )[0]
    found["seen"] = max(found.pop("made") or 0, found.pop("undone") or 0)
    return {**found, "topic": run.topic, "topic_seq": found["topic_seq"] or 0}


def sentence(edit):
    """What somebody did, in words: names of themes as they were then, and numbers."""
    said = {"name": "", "to": "", "count": 0, "number": 0, **edit.said}
    if edit.kind in COUNTED:
        return COUNTED[edit.kind] % said
    if edit.kind == EditKind.WORDED and said["name"] != said["to"]:
        return _("renamed “%(name)s” to “%(to)s”") % said
    if edit.kind == EditKind.NESTED and not said["to"]:
        return _("moved “%(name)s” to the top") % said
    return SENTENCES[edit.kind] % said


COUNTED = {
    EditKind.MOVED: ngettext_lazy(
        "moved %(count)d passage to “%(to)s”", "moved %(count)d passages to “%(to)s”", "count"
    ),
    EditKind.SECOND: ngettext_lazy(
        "put %(count)d passage into “%(to)s” as well",
        "put %(count)d passages into “%(to)s” as well",
        "count",
    ),
    EditKind.TAKEN_OUT: ngettext_lazy(
        "took %(count)d passage out of its theme", "took %(count)d passages out of their themes", "count"
    ),
    EditKind.CUT: ngettext_lazy(
        "cut the tree into %(count)d group", "cut the tree into %(count)d groups", "count"
    ),
    EditKind.CARRIED: ngettext_lazy(
        "let software that learnt from coded texts place %(count)d text that fitted no theme",
        "let software that learnt from coded texts place %(count)d texts that fitted no theme",
        "count",
    ),
    EditKind.INHERITED: ngettext_lazy(
        "took over the themes of run %(number)d, with %(count)d text",
        "took over the themes of run %(number)d, with %(count)d texts",
        "count",
    ),
    EditKind.MERGED: ngettext_lazy(
        "merged “%(name)s” (%(count)d contribution) into “%(to)s”",
        "merged “%(name)s” (%(count)d contributions) into “%(to)s”",
        "count",
    ),
}
SENTENCES = {
    EditKind.CONFIRMED: _("confirmed “%(name)s”"),
    EditKind.WORDED: _("changed what “%(name)s” means"),
    EditKind.ADDED: _("added “%(name)s”"),
    EditKind.DISMISSED: _("dismissed “%(name)s”"),
    EditKind.RESTORED: _("brought back “%(name)s”"),
    EditKind.SPLIT: _("split “%(name)s”: %(to)s"),
    EditKind.NESTED: _("moved “%(name)s” under “%(to)s”"),
    # Without the number of the text: who codes it blind must not learn here where it stands.
    EditKind.QUOTE_HIDDEN: _("hid a quote in “%(name)s”"),
    EditKind.QUOTE_SHOWN: _("brought back a quote in “%(name)s”"),
    EditKind.IMPORTED: _("took over themes from files: %(name)s"),
}
