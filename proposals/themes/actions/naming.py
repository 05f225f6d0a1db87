"""What software suggests to call a theme: its marking words, from the codebook's or from its passages."""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from proposals.models import Contribution
from proposals.themes.analysis import name_groups
from proposals.themes.models import ThemeAssignment

KEYWORDS = 10
NAME_WORDS = 3
CHUNK = 5000
READ = 120  # passages of a part that its name is made of


def suggested_name(label, words):
    """A phrase of the texts and what else they speak of; empty when they hold no words."""
    others = [word for word in words if word not in label.lower()]
    said = ", ".join(filter(None, [label, *others[: NAME_WORDS - 1]]))[:160]
    return said[:1].upper() + said[1:]


def name_of_parent(themes):
    """(name, keywords) of a theme above others: what marks most of what they hold."""
    weights: Counter = Counter()
    for theme in themes:
        for place, word in enumerate(theme.keywords[:KEYWORDS]):
            weights[word] += (theme.submissions + 1) * (KEYWORDS - place)
    words = [word for word, _weight in weights.most_common(KEYWORDS)]
    first, *others = words or [themes[0].name]
    return suggested_name(first, others), words


def names_of_parts(parts):
    """{(theme id, number of the part): (name, keywords)} for {theme: [leaves, …]}, from passages' words."""
    keys = [(theme.pk, number) for theme, found in parts.items() for number in range(len(found))]
    said = _words_of(parts)
    words = [each for key in keys for each in said[key] or [" "]]
    labels = [label for label, key in enumerate(keys) for _each in said[key] or [" "]]
    if not words:
        return {}
    found = zip(keys, name_groups(words, labels, len(keys)), strict=True)
    return {
        key: (suggested_name(phrase, marks) or _("Part %(n)d") % {"n": key[1] + 1}, marks)
        for key, (phrase, marks) in found
    }


def _words_of(parts):
    """{(theme id, number of the part): words of its surest passages}."""
    part_of = {
        (theme.pk, leaf): (theme.pk, number)
        for theme, found in parts.items()
        for number, leaves in enumerate(found)
        for leaf in leaves
    }
    chosen: dict = defaultdict(list)
    rows = ThemeAssignment.objects.filter(theme__in=parts, leaf__isnull=False).order_by("-confidence", "pk")
    for theme, leaf, *passage in rows.values_list("theme_id", "leaf", "contribution_id", "start", "end"):
        key = part_of.get((theme, leaf))
        if key and len(chosen[key]) < READ:
            chosen[key].append(passage)
    texts = _texts({passage[0] for passages in chosen.values() for passage in passages})
    return defaultdict(
        list,
        {key: [texts[text][start:end] for text, start, end in found] for key, found in chosen.items()},
    )


def _texts(ids):
    ids = sorted(ids)
    found: dict[int, str] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Contribution.objects.filter(pk__in=ids[start : start + CHUNK])
        found |= dict(rows.values_list("pk", "public_text"))
    return found
