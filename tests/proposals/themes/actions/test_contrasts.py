"""An analyst says that the contrasting quotes of a theme are read: once, by name, of what stands there."""

import pytest

from consult.enums import Role
from consult.errors import Refused, Stale
from consult.models import LogEntry
from proposals.models import Contribution
from proposals.themes.actions import freeze_report, read_contrasts, sign_report
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.contrasts import contrasts_of, fingerprint, unread
from proposals.themes.manifest import digest_of_text
from proposals.themes.models import ContrastReading, Theme
from proposals.themes.querysets import texts_for_staff
from tests.factories.coding import sampled_run
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    analyst_of,
    fulfil,
    staff,
)

pytestmark = pytest.mark.django_db


def theme_with_contrasts(number=2):
    theme = ThemeFactory(name="Buses")
    for _each in range(number):
        ThemeAssignmentFactory(theme=theme)
    return theme


def seen_by(user, theme):
    return fingerprint(contrasts_of(texts_for_staff(user, theme.consultation), theme))


@pytest.mark.parametrize(
    "role, said",
    [
        (Role.ANALYST, 2),
        (Role.OWNER, "not_analyst"),
        (Role.MODERATOR, "not_analyst"),
        (Role.RESPONDER, "not_analyst"),
        (Role.INVITED, "not_analyst"),
    ],
)
def test_reading_contrasts_by_role_is(role, said):
    theme = theme_with_contrasts()
    seen = seen_by(analyst_of(theme.consultation), theme)
    try:
        found = len(read_contrasts(by=staff(theme.consultation, role), theme=theme, seen=seen).quotes)
    except Refused as refused:
        found = refused.code
    assert found == said


def test_reading_holds_who_read_what_last_and_the_log_every_time():
    theme = theme_with_contrasts()
    first, second = analyst_of(theme.consultation), analyst_of(theme.consultation)
    read_contrasts(by=first, theme=theme, seen=seen_by(first, theme))
    third = ThemeAssignmentFactory(theme=theme).contribution
    read_contrasts(by=second, theme=theme, seen=seen_by(second, theme))
    reading = ContrastReading.objects.get()
    assert (reading.theme, reading.read_by, len(reading.quotes)) == (theme, second, 3)
    assert reading.quotes[-1] == [third.pk, 0, len(third.public_text), digest_of_text(third)]
    entries = LogEntry.objects.filter(act="contrasts.read").order_by("pk")
    assert [(entry.actor_id, entry.details["quotes"]) for entry in entries] == [(first.pk, 2), (second.pk, 3)]


def test_theme_without_contrasts_has_nothing_to_read_and_keeps_no_reading():
    theme = theme_with_contrasts(0)
    analyst = analyst_of(theme.consultation)
    assert read_contrasts(by=analyst, theme=theme, seen=seen_by(analyst, theme)) is None
    assert not ContrastReading.objects.exists()


def test_reading_of_what_stands_there_no_longer_is_refused_and_noted_nowhere():
    theme = theme_with_contrasts()
    analyst = analyst_of(theme.consultation)
    seen = seen_by(analyst, theme)
    ThemeAssignmentFactory(theme=theme)
    with pytest.raises(Stale):
        read_contrasts(by=analyst, theme=theme, seen=seen)
    assert not ContrastReading.objects.exists()


def test_coder_at_work_on_the_sample_cannot_read_them():
    _run, themes, _sample, coders = sampled_run()
    with pytest.raises(Refused) as refused:
        read_contrasts(by=coders[0], theme=themes[0], seen=seen_by(coders[0], themes[0]))
    assert refused.value.code == "coding_blind"


def test_they_can_be_read_while_findings_are_frozen_so_that_signed_ones_need_not_go_back():
    theme = theme_with_contrasts()
    run = theme.codebook.run
    fulfil(run)
    recount_themes(Theme.objects.of_run(run))
    report = freeze_report(by=analyst_of(run.consultation), consultation=run.consultation)
    sign_report(by=analyst_of(run.consultation), report=report)
    ContrastReading.objects.all().delete()
    analyst = analyst_of(run.consultation)
    assert len(read_contrasts(by=analyst, theme=theme, seen=seen_by(analyst, theme)).quotes) == 2


def test_quotes_of_a_sub_theme_are_read_for_it_and_for_the_theme_above():
    below = theme_with_contrasts()
    above = ThemeFactory(codebook=below.codebook, name="Getting about")
    Theme.objects.filter(pk=below.pk).update(parent=above)
    below.refresh_from_db()
    analyst = analyst_of(below.consultation)
    texts = Contribution.objects.for_analysis(below.consultation).shown()

    def left():
        return unread(texts, Theme.objects.filter(pk__in=[above.pk, below.pk]).order_by("pk"))

    read_contrasts(by=analyst, theme=below, seen=seen_by(analyst, below))
    assert left() == {above: 2}
    read_contrasts(by=analyst, theme=above, seen=seen_by(analyst, above))
    assert left() == {}


def test_unread_quotes_are_asked_for_in_as_many_queries_for_three_themes_as_for_one(
    django_assert_num_queries,
):
    themes = [theme_with_contrasts()]
    themes += [ThemeFactory(codebook=themes[0].codebook) for _each in range(2)]
    for theme in themes[1:]:
        ThemeAssignmentFactory(theme=theme)
    texts = Contribution.objects.for_analysis(themes[0].consultation).shown()
    for some, expected in ((themes[:1], [2]), (themes, [2, 1, 1])):
        rows = Theme.objects.filter(pk__in=[theme.pk for theme in some]).select_related("contrast_reading")
        standing = list(rows.order_by("pk"))
        with django_assert_num_queries(1):
            assert list(unread(texts, standing).values()) == expected
