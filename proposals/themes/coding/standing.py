"""How far the coding of a run has come, and whether its estimates still speak of what stands there."""

import hashlib
import json
from collections import Counter

from django.db.models import Count, Exists, OuterRef, Q

from proposals.themes.enums import AssignedBy, SamplePurpose
from proposals.themes.models import (
    Coding,
    CodingSample,
    Estimates,
    SampledText,
    Theme,
    ThemeAssignment,
    ThemeJudgement,
)

from .frame import submissions_to_draw
from .judging import is_open, judged_texts

METHOD = b"2"  # raised whenever the same codings would give other figures


def random_sample(run):
    """The random sample of the run's codebook, or None."""
    samples = CodingSample.objects.filter(
        codebook__run=run, purpose=SamplePurpose.ESTIMATE, withdrawn_at=None
    )
    return samples.select_related("codebook__run", "codebook__consultation", "first", "second").first()


def progress_of(sample):
    """[(coder, judged, all)] of a sample, in one query."""
    texts, wanted = SampledText.objects.of(sample).readable(), {}
    for n, coder in enumerate(sample.coders):
        theirs = Q(item__coder=coder) | Q(item__second=coder)
        own = Coding.objects.filter(text=OuterRef("pk"), coder=coder).independent().up_to_date()
        texts = texts.annotate(**{f"has_{n}": Exists(own)})
        wanted[f"all_{n}"] = Count("pk", filter=theirs)
        wanted[f"done_{n}"] = Count("pk", filter=theirs & Q(**{f"has_{n}": True}))
    counted = texts.aggregate(**wanted)
    return [(coder, counted[f"done_{n}"], counted[f"all_{n}"]) for n, coder in enumerate(sample.coders)]


def disagreements(sample):
    """([Judged] where the coders differ, how many of them are not settled); nothing while it is open."""
    if sample.second_id is None or is_open(sample):
        return [], 0
    differing = [each for each in judged_texts(sample) if each.differs]
    return differing, sum(not each.is_settled for each in differing)


def unfinished(sample):
    """Whether something is still to be judged or to be settled."""
    return is_open(sample) or disagreements(sample)[1] > 0


def input_hash(run, sample):
    """SHA-256 over everything the estimates are made of: who could be drawn, judgements, themes, sorting."""
    sealed = hashlib.sha256(METHOD)
    for part in (
        [sample.pk, *submissions_to_draw(run)],
        Theme.objects.of_run(run)
        .confirmed()
        .order_by("pk")
        .values_list("pk", "definition_version", "parent_id"),
        ThemeJudgement.objects.filter(coding__text__item__sample=sample, given=True)
        .order_by("coding__text_id", "coding__role", "theme_id")
        .values_list("coding__text_id", "coding__role", "theme_id", "definition_version"),
        sample_stances(sample),
        ThemeAssignment.objects.counted()
        .filter(run=run)
        .exclude(assigned_by=AssignedBy.LEARNT)
        .order_by("contribution_id", "theme_id")
        .values_list("contribution_id", "theme_id")
        .distinct(),
    ):
        sealed.update(json.dumps(list(part), default=str, separators=(",", ":")).encode())
    return sealed.hexdigest()


def sample_stances(sample):
    texts = SampledText.objects.of(sample).exclude(codings=None)
    return texts.order_by("pk", "codings__role").values_list("pk", "codings__role", "codings__stance")


def estimates_of(run):
    """(the estimates of a run or None, whether they are stale)."""
    estimates = Estimates.objects.filter(run=run).select_related("sample").defer("evidence").first()
    if estimates is None:
        return None, False
    return estimates, estimates.input_hash != input_hash(run, estimates.sample)


def suggestions_of(run):
    """[(words, how often)] for themes that coders of any set missed, most often first."""
    rows = Coding.objects.filter(text__item__sample__codebook__run=run).exclude(suggestion="")
    counted = Counter(
        " ".join(words.split()).casefold() for words in rows.values_list("suggestion", flat=True)
    )
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
