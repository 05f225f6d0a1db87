"""What holds of a sample in the end: the themes of each text, where two differ, what is still missing."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch

from proposals.themes.enums import CodingRole
from proposals.themes.models import Coding, SampledText, Theme, ThemeJudgement


@dataclass
class Judged:
    """A text of a sample with its present judgements; themes are ids, None while there is no judgement."""

    text: SampledText
    codings: dict = field(default_factory=dict)

    def themes(self, role):
        coding = self.codings.get(role)
        if coding is None:
            return None
        return frozenset(each.theme_id for each in coding.given)

    @property
    def is_double(self):
        return self.text.item.second_id is not None

    @property
    def is_complete(self):
        roles = CodingRole.independent() if self.is_double else [CodingRole.FIRST]
        return all(role in self.codings for role in roles)

    @property
    def differs(self):
        """Two coders gave other themes."""
        return (
            self.is_double
            and self.is_complete
            and self.themes(CodingRole.FIRST) != self.themes(CodingRole.SECOND)
        )

    @property
    def is_settled(self):
        """Settled after the judgements that differ, so that one made anew asks for it again."""
        settled = self.codings.get(CodingRole.SETTLED)
        last = max(self.codings[role].coded_at for role in CodingRole.independent() if role in self.codings)
        return settled is not None and settled.coded_at >= last

    @property
    def final(self):
        """The themes that hold, or None while they are not known."""
        if not self.is_complete:
            return None
        if not self.differs:
            return self.themes(CodingRole.FIRST)
        return self.themes(CodingRole.SETTLED) if self.is_settled else None


def judged_texts(sample):
    """[Judged] of the readable texts of a sample in order, with up-to-date judgements only."""
    texts = SampledText.objects.of(sample).readable().select_related("item")
    found = {text.pk: Judged(text) for text in texts}
    given = Prefetch("judgements", ThemeJudgement.objects.filter(given=True), to_attr="given")
    rows = Coding.objects.of(sample).up_to_date().select_related("coder").prefetch_related(given)
    for coding in rows:
        if coding.text_id in found:
            found[coding.text_id].codings[coding.role] = coding
    return list(found.values())


def final_by_submission(judged):
    """{submission id: theme ids} of the submissions all of whose texts are judged and settled."""
    parts = defaultdict(list)
    for each in judged:
        parts[each.text.item.submission_id].append(each.final)
    return {
        submission: frozenset().union(*finals)
        for submission, finals in parts.items()
        if all(final is not None for final in finals)
    }


def is_open(sample):
    """Whether a judgement is still wanted: until then coders are blind to the software and to each other."""
    return SampledText.objects.of(sample).missing().exists()


def with_ancestors(themes, parents):
    """Theme ids with those above them: what is in a sub-theme is in its theme."""
    found = set()
    for theme in themes:
        while theme is not None and theme not in found:
            found.add(theme)
            theme = parents.get(theme)
    return frozenset(found)


def parents_of(run):
    """{theme id: id of the theme above it or None} of the confirmed themes, in their order."""
    rows = Theme.objects.of_run(run).confirmed().values_list("pk", "parent_id")
    return dict(rows)
