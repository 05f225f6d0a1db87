"""Shares of themes with their intervals, over all and by part, as whole ten-thousandths."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from proposals.themes.clustering.estimation import cross_fit
from proposals.themes.clustering.exact import share_of

from .judging import final_by_submission, parents_of, with_ancestors
from .sampling import SCALE
from .units import sorted_into, units_of, vectors_of

FEWEST_CODED = 30  # for a share of a part, as for any share
BREAKDOWNS = ("type", "channel", "group")


def shares_of(run, sample, judged, *, cache=None):
    """What the coded sample says of all analysed submissions, and the codings and predictions it comes of.

    First {"coded", "population", "double", "coders", "none", "themes": {id: [share, low, high]}, "by":
    {breakdown: {category: {"coded", "population", "themes"}}}}. The unit is the submission, which is in a
    theme when one of its texts is. Low and high are None when one person coded alone; a part with fewer than
    thirty coded submissions has no themes. Then {"coded": [[texts judged twice, 1 for no theme]], "themes":
    {id: [uncoded, their mean prediction, predictions of the coded in it, of the others]}, "by": likewise},
    from which `exact.share_of` makes the same figures.
    """
    parents = parents_of(run)
    units = units_of(run)
    final = {key: with_ancestors(themes, parents) for key, themes in final_by_submission(judged).items()}
    texts = [text for unit in units for text in unit.all_texts]
    vectors = vectors_of(texts, list(parents), sorted_into(run, learnt=False), cache=cache, seed=run.seed)
    figures = Figures(list(parents), final, vectors, run.seed, with_interval=sample.second_id is not None)
    by_text = {
        each.text.contribution_id: with_ancestors(each.final, parents)
        for each in judged
        if each.final is not None
    }
    by = {name: figures.by_category(units, name) for name in BREAKDOWNS}
    by["question"] = figures.by_question(units, by_text)
    whole, coded = figures.of(units), _coded(units, final, judged)
    shares = {
        **whole.shares,
        "double": sum(double for double, _none in coded),
        "coders": len(sample.coders),
        "none": sum(none for _double, none in coded),
        "by": {name: {key: part.shares for key, part in parts.items()} for name, parts in by.items()},
    }
    predicted = {name: {key: part.evidence for key, part in parts.items()} for name, parts in by.items()}
    return shares, {"coded": coded, "themes": whole.evidence, "by": predicted}


def _coded(units, final, judged):
    """[[texts that two people judged, 1 where no theme fits]], one a coded submission, sorted."""
    twice = Counter(each.text.item.submission_id for each in judged if each.is_double and each.is_complete)
    return sorted([twice[unit.key], int(not final[unit.key])] for unit in units if unit.key in final)


@dataclass
class Part:
    """What is estimated of some of the submissions, and the codings and predictions it comes of."""

    shares: dict
    evidence: dict = field(default_factory=dict)


class Figures:
    """Estimates over any part of the submissions; the same themes, codes and vectors for all of them."""

    def __init__(self, themes, final, vectors, seed, *, with_interval):
        self.themes, self.final, self.vectors = themes, final, vectors
        self.seed, self.with_interval = seed, with_interval

    def of(self, units):
        """Of these submissions, with all their texts."""
        return self._part([(unit.key, unit.all_texts) for unit in units], self.final)

    def by_category(self, units, name):
        values = sorted({unit.categories[name] for unit in units if name in unit.categories})
        return {
            value: self.of([unit for unit in units if unit.categories.get(name) == value]) for value in values
        }

    def by_question(self, units, by_text):
        """Of those who answered a question, by what they wrote in answer to it; questions by id, as text."""
        questions = sorted({key for unit in units for key in unit.texts if key is not None})
        return {str(question): self._in_question(units, question, by_text) for question in questions}

    def _in_question(self, units, question, by_text):
        answering = [(unit.key, unit.in_question(question)) for unit in units if unit.in_question(question)]
        coded = {
            key: frozenset().union(*(by_text[text] for text in texts))
            for key, texts in answering
            if key in self.final and all(text in by_text for text in texts)
        }
        return self._part(answering, coded)

    def _part(self, rows, final):
        """rows: [(submission id, its text ids)]."""
        coded = [n for n, (key, _texts) in enumerate(rows) if key in final]
        found = Part({"coded": len(coded), "population": len(rows), "themes": {}})
        if len(coded) < FEWEST_CODED or not self.themes:
            return found
        codes = np.array([[theme in final[rows[n][0]] for theme in self.themes] for n in coded], dtype=float)
        matrix = np.array([np.mean([self.vectors[text] for text in texts], axis=0) for _key, texts in rows])
        names = [str(key) for key, _texts in rows]
        predicted = cross_fit(names, matrix.astype(np.float32), np.array(coded), codes, self.seed)
        found.evidence = self._evidence(codes, *predicted, len(rows) - len(coded))
        found.shares["themes"] = {theme: self._figures(*rest) for theme, rest in found.evidence.items()}
        return found

    def _evidence(self, codes, held_out, elsewhere, uncoded):
        """Sorted, so that no coded text is found again from one theme to the next."""
        whole = np.rint(held_out * SCALE).astype(int)
        return {
            str(theme): [
                uncoded,
                round(float(elsewhere[n]) * SCALE),
                sorted(whole[codes[:, n] == 1, n].tolist()),
                sorted(whole[codes[:, n] == 0, n].tolist()),
            ]
            for n, theme in enumerate(self.themes)
        }

    def _figures(self, uncoded, elsewhere, inside, outside):
        share, low, high = share_of(inside, outside, elsewhere, uncoded)
        return [share, low, high] if self.with_interval else [share, None, None]
