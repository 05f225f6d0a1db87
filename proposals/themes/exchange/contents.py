"""What a run holds, as files carry it: its responses by the id other tools know, its themes, its mapping."""

from collections import Counter, defaultdict

from django.contrib.auth.models import AnonymousUser

from proposals.models import Contribution
from proposals.themes.models import ImportedLabel, Theme, ThemeAssignment
from proposals.themes.querysets import texts_for_staff
from proposals.themes.quotes import quotable

OWN = "C"  # before the id of a text that came without one


def response_ids(run, question=None):
    """{response id: contribution id} of the texts of a run, or of those that answer a question, by age.

    The id is the one that came with the text, where that names it alone; else C and the id of the text.
    """
    placed = ThemeAssignment.objects.filter(run=run).values("contribution_id")
    texts = Contribution.objects.filter(pk__in=placed).order_by("pk")
    if question is not None:
        texts = texts.filter(question=question)
    rows = list(texts.values_list("pk", "submission_id", "submission__external_id"))
    alone = Counter(submission for _pk, submission, _external in rows)
    return {
        external if external and alone[submission] == 1 else f"{OWN}{pk}": pk
        for pk, submission, external in rows
    }


def themes_of(run):
    """[(key, name, definition)] of the confirmed themes, oldest first."""
    themes = Theme.objects.of_run(run).confirmed().order_by("pk")
    return list(themes.values_list("stable_key", "name", "definition"))


def mapping_of(run, question=None):
    """{response id: [(key, stance)]}: the confirmed themes each text is in, as an import ordered them."""
    ids = response_ids(run, question)
    labels = _labels(run)
    return {response: labels[text] for response, text in ids.items()}


def _labels(run):
    placed = ThemeAssignment.objects.of_people().filter(run=run)
    rows = placed.filter(theme__in=Theme.objects.of_run(run).confirmed())
    said = {(label.contribution_id, label.theme_id): label for label in ImportedLabel.objects.filter(run=run)}
    found = defaultdict(dict)
    for text, theme, key, stance in rows.values_list(
        "contribution_id", "theme_id", "theme__stable_key", "contribution__stance"
    ):
        label = said.get((text, theme))
        place = (0, label.position) if label else (1, theme)
        found[text][key] = (place, label.stance if label else stance)
    return defaultdict(
        list,
        {
            text: [
                (key, stance) for key, (_place, stance) in sorted(keys.items(), key=lambda item: item[1][0])
            ]
            for text, keys in found.items()
        },
    )


def responses_of(user, run, question=None):
    """{response id: text} as this member of the staff may read them, or the public; others are left out."""
    ids = response_ids(run, question)
    texts = quotable(AnonymousUser()) if user is None else texts_for_staff(user, run.consultation)
    readable = texts.filter(pk__in=ids.values())
    words = {text.pk: _whole(text) for text in readable.only("title", "public_text")}
    return {response: words[text] for response, text in ids.items() if text in words}


def _whole(text):
    titled = text.title and not text.public_text.startswith(text.title.rstrip(" .…"))
    return f"{text.title}\n{text.public_text}" if titled else text.public_text
