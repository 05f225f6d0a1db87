"""Which words of an analysis may still be quoted: those that are letter for letter what was analysed."""

from proposals.themes.manifest import digest_of_text

LONGEST_QUOTE = 600


def digests_of(run, contributions):
    """{text id: digest of the words that were analysed}."""
    items = run.snapshot.items.filter(contribution__in=contributions)
    return dict(items.values_list("contribution_id", "digest"))


def intact(run, rows):
    """Those rows, each with a `contribution`, whose text is the one that was analysed; in their order."""
    rows = list(rows)
    digests = digests_of(run, [row.contribution_id for row in rows])
    return [row for row in rows if digest_of_text(row.contribution) == digests.get(row.contribution_id)]
