"""Who votes alike: the votes of a consultation as a matrix, its groups, and what each group stands for."""

import numpy as np
from django.db import transaction

from consult.batches import in_batches
from proposals.enums import Kind
from proposals.models import Contribution, Vote
from proposals.themes import clustering
from proposals.themes.analysis import SCALE
from proposals.themes.enums import StatementRole
from proposals.themes.models import (
    GroupVotes,
    OpinionGroup,
    OpinionMember,
    OpinionRun,
    OpinionStatement,
)

FEWEST_VOTERS = 15
FEWEST_STATEMENTS = 3
REDRAWN = 20  # times the voters are drawn anew, to see whether the groups come out again


def find_opinion_groups(run):
    """Group the voters of a run's consultation; returns the OpinionRun, or None with too few votes."""
    participants, statements, votes = vote_matrix(run.consultation)
    if len(participants) < FEWEST_VOTERS or len(statements) < FEWEST_STATEMENTS:
        return None
    grouper = clustering.OpinionGrouper(random_state=run.seed).fit(votes)
    labels = np.asarray(grouper.labels_)
    if labels.max(initial=-1) < 1:
        return None
    stability = clustering.opinion_stability(votes, labels, REDRAWN, run.seed)
    opinion = _write_run(run, votes, labels, grouper, stability)
    groups = _write_groups(opinion, participants, labels, grouper)
    _write_statements(opinion, groups, statements, votes, labels, grouper)
    return opinion


def vote_matrix(consultation):
    """(participant ids, statement ids, votes) of shown proposals.

    votes (participants, statements) holds 1, 0, -1, or nan for not voted.
    """
    shown = Contribution.objects.for_analysis(consultation).shown().filter(kind=Kind.PROPOSAL)
    rows = Vote.objects.for_analysis(consultation).filter(contribution__in=shown.values("pk"))
    cast = list(rows.values_list("participant_id", "contribution_id", "choice").iterator(chunk_size=20_000))
    participants = sorted({participant for participant, _statement, _choice in cast})
    statements = sorted({statement for _participant, statement, _choice in cast})
    row = {participant: i for i, participant in enumerate(participants)}
    column = {statement: j for j, statement in enumerate(statements)}
    votes = np.full((len(participants), len(statements)), np.nan, dtype=np.float32)
    for participant, statement, choice in cast:
        votes[row[participant], column[statement]] = choice
    return participants, statements, votes


def _write_run(run, votes, labels, grouper, stability):
    cast, people = np.unique(np.isfinite(votes).sum(axis=1), return_counts=True)
    return OpinionRun.objects.create(
        run=run,
        voters=len(votes),
        grouped=int((labels >= 0).sum()),
        votes=int(np.isfinite(votes).sum()),
        statements=votes.shape[1],
        silhouettes={str(k): round(float(score), 4) for k, score in grouper.silhouettes_.items()},
        stability={
            "overall": round(stability.overall * SCALE),
            "groups": [round(float(stability.groups[label]) * SCALE) for label in by_size(labels)],
        },
        activity={str(n): int(count) for n, count in zip(cast, people, strict=True)},
    )


def by_size(labels):
    """The labels of groups, largest first: the order of their letters."""
    sizes = np.bincount(labels[labels >= 0])
    return sorted(range(len(sizes)), key=lambda label: (-sizes[label], label))


def _write_groups(opinion, participants, labels, grouper):
    """One row a group, largest first, and one a member with its place on the map."""
    places = _scaled(grouper.projections_)
    sizes = np.bincount(labels[labels >= 0])
    groups = {}
    members = []
    for number, label in enumerate(by_size(labels)):
        groups[label] = OpinionGroup(opinion_run=opinion, number=number, people=int(sizes[label]))
    with transaction.atomic():
        OpinionGroup.objects.bulk_create(groups.values())
    for i in np.flatnonzero(labels >= 0):
        x, y = places[i]
        members.append(
            OpinionMember(group=groups[labels[i]], participant_id=participants[i], x=int(x), y=int(y))
        )
    in_batches(members, OpinionMember.objects.bulk_create)
    return groups


def _scaled(points):
    return np.round(np.nan_to_num(np.asarray(points)[:, :2]) * SCALE).astype(int)


def _write_statements(opinion, groups, statements, votes, labels, grouper):
    consensus = np.round(clustering.group_informed_consensus(votes, labels) * SCALE).astype(int)
    places = _scaled(grouper.statement_projections_)
    rows = [
        OpinionStatement(
            opinion_run=opinion,
            contribution_id=statement,
            consensus=int(consensus[j]),
            x=int(places[j][0]),
            y=int(places[j][1]),
            **_counts(votes[:, j]),
        )
        for j, statement in enumerate(statements)
    ]
    in_batches(rows, OpinionStatement.objects.bulk_create)
    chosen = _representative(votes, labels)
    in_batches(_group_rows(groups, rows, votes, labels, chosen), GroupVotes.objects.bulk_create)


def _counts(column):
    return {
        "agree": int((column == 1).sum()),
        "disagree": int((column == -1).sum()),
        "passes": int((column == 0).sum()),
    }


def _representative(votes, labels):
    """{(label, statement): (rank, side)} of the statements that set each group apart."""
    chosen = {}
    for label, found in clustering.representative_statements(votes, labels).items():
        for rank, each in enumerate(found):
            chosen[label, each.statement] = (rank, StatementRole(each.side))
    return chosen


def _group_rows(groups, rows, votes, labels, chosen):
    for label, group in groups.items():
        members = votes[labels == label]
        for j, row in enumerate(rows):
            rank, side = chosen.get((label, j), (None, ""))
            yield GroupVotes(group=group, statement=row, rank=rank, side=side, **_counts(members[:, j]))
