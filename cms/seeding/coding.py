"""People's coding: finished in the library consultation, under way where the streets are asked about."""

import hashlib
import re

from proposals.models import Contribution
from proposals.themes import actions
from proposals.themes.actions.coding import code_text, draw_sample, estimate_shares, settle_text
from proposals.themes.coding.standing import disagreements
from proposals.themes.models import SampledText, ThemeRun

from . import words

LIBRARY_SAMPLE, LIBRARY_SEED = 60, 17
# One judgement in so many of the second coder is another one: people agree at about three quarters.
SLIPS = 7
REASONS = [
    "The text says it in passing, so it counts.",
    "It is about something near, which has a theme of its own.",
    "The definition asks for more than the word.",
]


def code_library(town, findings):
    """Both analysts judge a random sample, settle where they differ, and estimates are made."""
    coders = [town.users[key] for key in findings.told["coders"]]
    run, themes = findings.run, findings.themes
    sample = draw_sample(
        by=coders[0], run=run, first=coders[0], second=coders[1], seed=LIBRARY_SEED, size=LIBRARY_SAMPLE
    )
    truth = _themes_of_rows(town, findings.told["consultation"])

    def read(text):
        return [key for key in truth.get(text.contribution_id, []) if key in themes]

    for number, coder in enumerate(coders):
        _judge(sample, coder, themes, read, slips=number == 1)
    for number, each in enumerate(disagreements(sample)[0]):
        keys = read(each.text)
        settle_text(
            by=coders[number % 2],
            text=each.text,
            themes=[themes[key].pk for key in keys],
            none=not keys,
            reason=REASONS[number % len(REASONS)],
        )
    estimate_shares(run_id=run.pk)


def _themes_of_rows(town, slug):
    """{text id: keys of the themes that its row says}."""
    rows = [row for row in words.rows_of(slug) if row.get("themes")]
    return {text.pk: row["themes"] for row in rows for text in town.texts.get(row["key"], [])}


def begin_coding(town, slug):
    """A codebook in the analysts' words beside what software suggests, and a sample half way through."""
    told = words.whole("streets_codebook")
    run = ThemeRun.objects.done().filter(consultation=town.consultations[slug]).first()
    by = town.users["analyst"]
    themes = {
        each["key"]: actions.add_theme(by=by, run=run, name=each["name"], definition=each["definition"])
        for each in told["themes"]
    }
    texts = Contribution.objects.shown().filter(consultation=run.consultation)
    said = {text.pk: keys_in(f"{text.title} {text.public_text}") for text in texts}
    for key, theme in themes.items():
        ids = [pk for pk, keys in said.items() if key in keys]
        actions.assign_texts(by=by, theme=theme, contributions=Contribution.objects.filter(pk__in=ids))
    coders = [town.users[key] for key in told["done"]]
    sample = draw_sample(
        by=by, run=run, first=coders[0], second=coders[1], seed=told["seed"], size=told["size"]
    )
    for number, (coder, most) in enumerate(zip(coders, told["done"].values(), strict=True)):
        _judge(sample, coder, themes, lambda text: said[text.contribution_id], slips=number == 1, most=most)


def keys_in(text):
    """The themes of the streets' codebook whose words a text holds."""
    themes = words.whole("streets_codebook")["themes"]
    return [each["key"] for each in themes if re.search(each["words"], text.lower())]


def _judge(sample, coder, themes, read, *, slips, most=None):
    """Code the first `most` texts of this coder as `read` says, with a slip now and then."""
    for text in SampledText.objects.of(sample).wanted_from(coder).select_related("contribution")[:most]:
        keys = read(text)
        if slips and _chance(text.contribution_id) % SLIPS == 0:
            keys = keys[:-1] or [sorted(themes)[_chance(text.contribution_id) % len(themes)]]
        code_text(
            by=coder,
            text=text,
            themes=[themes[key].pk for key in keys],
            none=not keys,
            stance=text.contribution.stance,
        )


def _chance(key):
    """A number that is the same each time for the same text."""
    return int(hashlib.sha256(str(key).encode()).hexdigest()[:8], 16)
