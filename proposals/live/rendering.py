"""The HTML of one comment, made once for each version and language, for pages and sockets alike."""

import hashlib
from functools import cache as kept
from pathlib import Path

from django.core.cache import cache
from django.template.loader import get_template
from django.utils.translation import override

TEMPLATE = "proposals/_comment.html"
TALLY = "components/tally.html"
KEPT_SECONDS = 24 * 60 * 60


def comment_html(comment, language):
    """The neutral fragment of a comment: no form, no token, nothing that depends on the reader."""
    drawn = comment.fragments.get(language)
    return drawn or _drawn([comment], language)[0]


def draw_comments(comments, language):
    """Put its fragment on each comment that is about to be shown: the cache is asked once for all."""
    for comment, html in zip(comments, _drawn(comments, language), strict=True):
        comment.fragments[language] = html


def _drawn(comments, language):
    keyed = {fragment_key(comment, language): comment for comment in comments}
    known = cache.get_many(keyed)
    with override(language):
        new = {key: _render(comment) for key, comment in keyed.items() if key not in known}
    if new:
        cache.set_many(new, KEPT_SECONDS)
    return [known.get(key) or new[key] for key in keyed]


def _render(comment):
    return get_template(TEMPLATE).render({"comment": comment})


def tally_html(row, language):
    """The count of votes as the vote panel shows it."""
    counts = {"agree": row["agree"], "disagree": row["disagree"], "neither": row["passes"]}
    with override(language):
        return get_template(TALLY).render({"tally": counts})


def fragment_key(comment, language):
    """What the fragment depends on: the text with its gaps, its state, the names in it, the partial.

    The version's number alone would not do: a redaction changes the text and leaves the version.
    """
    answered = comment.parent.author_name if comment.depth > 2 else ""
    names = f"{comment.author_name}\n{answered}"
    version = f"{comment.pk}.{comment.shown_revision_id}.{comment.state}.{comment.edited_at}"
    parts = f"{version}.{language}.{template_hash()}\n{names}\n{comment.public_text}"
    return "comment:" + hashlib.sha256(parts.encode()).hexdigest()[:40]


@kept
def template_hash():
    """Changes when the partial changes, so that no old fragment outlives a release."""
    origin = get_template(TEMPLATE).template.origin.name  # type: ignore[attr-defined]
    return hashlib.sha256(Path(origin).read_bytes()).hexdigest()[:12]
