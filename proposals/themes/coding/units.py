"""The analysed submissions of a run as an estimate reads them: their texts, parts and vectors."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from proposals.models import Contribution
from proposals.themes.analysis import Text, passages_of
from proposals.themes.clustering import SentenceEmbedder
from proposals.themes.enums import AssignedBy
from proposals.themes.models import OpinionMember, ThemeAssignment

from .frame import submissions_to_draw, texts_of_submissions
from .judging import parents_of, with_ancestors

# Weight of what the run sorted a text into beside its unit sentence vector: both say about as much.
SORTED = 0.7
NOT_GROUPED = "none"


@dataclass
class Unit:
    """A submission: its texts by question (None: not an answer), and the categories it belongs to."""

    key: int
    participant: int
    texts: dict = field(default_factory=lambda: defaultdict(list))
    categories: dict = field(default_factory=dict)

    def in_question(self, question):
        return self.texts.get(question, [])

    @property
    def all_texts(self):
        return [text for texts in self.texts.values() for text in texts]


def units_of(run):
    """[Unit] of the analysed submissions, by id."""
    rows = texts_of_submissions(run, submissions_to_draw(run))
    texts = Contribution.objects.filter(pk__in=[contribution for _s, contribution, _r in rows])
    facts = texts.values_list(
        "pk", "question_id", "submission__channel", "participant__kind", "participant_id"
    )
    about = {pk: rest for pk, *rest in facts}
    groups = _groups(run)
    units: dict = {}
    for submission, contribution, _revision in rows:
        question, channel, kind, participant = about[contribution]
        unit = units.setdefault(submission, Unit(submission, participant))
        unit.texts[question].append(contribution)
        unit.categories = {"channel": channel, "type": kind}
        if groups:
            unit.categories["group"] = groups.get(participant, NOT_GROUPED)
    return list(units.values())


def _groups(run):
    """{participant id: letter of the opinion group}, or nothing where there are no groups."""
    opinion = getattr(run, "opinion", None)
    if opinion is None:
        return {}
    members = OpinionMember.objects.filter(group__opinion_run=opinion).select_related("group")
    return {member.participant_id: member.group.letter for member in members}


def sorted_into(run, *, learnt=True):
    """{text id: ids of the confirmed themes it stands in, with those above}, by what counts in the run.

    Without what software placed that had `learnt` from coded texts, for whatever people's coding is to
    measure or correct.
    """
    parents = parents_of(run)
    found = defaultdict(set)
    rows = ThemeAssignment.objects.counted().filter(run=run, theme__in=parents)
    if not learnt:
        rows = rows.exclude(assigned_by=AssignedBy.LEARNT)
    for text, theme in rows.values_list("contribution_id", "theme_id"):
        found[text].add(theme)
    return {text: with_ancestors(themes, parents) for text, themes in found.items()}


def vectors_of(texts, themes, placed, *, cache=None, seed=0):
    """{text id: vector}: the mean of its passages' sentence vectors, and what the run sorted it into.

    texts: ids. Texts that stand empty now, such as erased ones, have the zero vector of their words.
    """
    column = {theme: n for n, theme in enumerate(themes)}
    return {
        key: np.concatenate([words, _marks(placed.get(key, ()), column)])
        for key, words in words_vectors(texts, cache=cache, seed=seed).items()
    }


def words_vectors(texts, *, cache=None, seed=0):
    """{text id: unit mean of its passages' sentence vectors}."""
    rows = Contribution.objects.filter(pk__in=texts).order_by("pk").values_list("pk", "title", "public_text")
    passages = [passage for row in rows for passage in passages_of(Text(*row))]
    embedded = SentenceEmbedder(random_state=seed, cache=cache).fit_transform([p.words for p in passages])
    sums = defaultdict(lambda: np.zeros(embedded.shape[1]))
    for passage, vector in zip(passages, embedded, strict=True):
        sums[passage.key] += vector
    return {key: _unit(total) for key, total in sums.items()}


def _unit(vector):
    length = np.linalg.norm(vector)
    return vector / length if length > 0 else vector


def _marks(themes, column):
    marks = np.zeros(len(column))
    marks[[column[theme] for theme in themes if theme in column]] = SORTED
    return marks
