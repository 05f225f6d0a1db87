"""Shares of themes with their intervals, over all and by part, as whole ten-thousandths."""

import numpy as np

from proposals.themes.clustering import estimate_prevalence

from .judging import final_by_submission, parents_of, with_ancestors
from .sampling import SCALE
from .units import sorted_into, units_of, vectors_of

FEWEST_CODED = 30  # for a share of a part, as for any share
BREAKDOWNS = ("type", "channel", "group")


def shares_of(run, sample, judged, *, cache=None):
    """What the coded sample says of all analysed submissions.

    {"coded", "population", "double", "coders", "none", "themes": {id: [share, low, high]}, "by": {breakdown:
    {category: {"coded", "population", "themes"}}}}. The unit is the submission, which is in a theme when one
    of its texts is. Low and high are None when one person coded alone; a part with fewer than thirty coded
    submissions has no themes.
    """
    parents = parents_of(run)
    units = units_of(run)
    final = {key: with_ancestors(themes, parents) for key, themes in final_by_submission(judged).items()}
    texts = [text for unit in units for text in unit.all_texts]
    vectors = vectors_of(texts, list(parents), sorted_into(run), cache=cache, seed=run.seed)
    figures = Figures(list(parents), final, vectors, run.seed, with_interval=sample.second_id is not None)
    by_text = {
        each.text.contribution_id: with_ancestors(each.final, parents)
        for each in judged
        if each.final is not None
    }
    return {
        **figures.of(units),
        "double": sum(each.is_double and each.is_complete for each in judged),
        "coders": len(sample.coders),
        "none": sum(not final[unit.key] for unit in units if unit.key in final),
        "by": {
            **{name: figures.by_category(units, name) for name in BREAKDOWNS},
            "question": figures.by_question(units, by_text),
        },
    }


class Figures:
    """Estimates over any part of the submissions; the same themes, codes and vectors for all of them."""

    def __init__(self, themes, final, vectors, seed, *, with_interval):
        self.themes, self.final, self.vectors = themes, final, vectors
        self.seed, self.with_interval = seed, with_interval

    def of(self, units):
        """Of these submissions, with all their texts."""
        return self._shares([(unit.key, unit.all_texts) for unit in units], self.final)

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
        return self._shares(answering, coded)

    def _shares(self, rows, final):
        """rows: [(submission id, its text ids)]."""
        coded = [n for n, (key, _texts) in enumerate(rows) if key in final]
        found = {"coded": len(coded), "population": len(rows), "themes": {}}
        if len(coded) < FEWEST_CODED or not self.themes:
            return found
        codes = np.array([[theme in final[rows[n][0]] for theme in self.themes] for n in coded], dtype=float)
        matrix = np.array([np.mean([self.vectors[text] for text in texts], axis=0) for _key, texts in rows])
        estimates = estimate_prevalence(
            [str(key) for key, _texts in rows], coded, codes, vectors=matrix, random_state=self.seed
        )
        found["themes"] = {
            str(theme): self._whole(*figures) for theme, *figures in zip(self.themes, *estimates, strict=True)
        }
        return found

    def _whole(self, share, low, high):
        ends = (low, high) if self.with_interval else (None, None)
        return [
            round(float(share) * SCALE),
            *(end if end is None else round(float(end) * SCALE) for end in ends),
        ]
