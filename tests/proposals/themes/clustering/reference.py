"""Reads the reference data folder beside the project; tests that use it are marked `shared`."""

import csv
import json
import random
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "data"


def labelled_texts(name, n=5_000, seed=0):
    """Texts and their true labels 0 … k - 1, `n` of them drawn with a seed."""
    with (FOLDER / "text" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    random.Random(seed).shuffle(rows)
    labels = np.unique([row["label"] for row in rows[:n]], return_inverse=True)[1]
    return [row["text"] for row in rows[:n]], labels


def texts_of(name, column="text"):
    with (FOLDER / "text" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


def conversation(prefix):
    """Votes (participants, statements) and published group labels, -1 = not grouped."""
    path = next((FOLDER / "polis").glob(f"{prefix}*.participants-votes.csv"))
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    first, group = header.index("n-disagree") + 1, header.index("group-id")
    votes = np.array([[float(cell) if cell else np.nan for cell in row[first:]] for row in rows])
    return votes, np.array([int(row[group]) if row[group] else -1 for row in rows])


def server_output(name):
    """Votes (participants, statements), published labels, column of each statement, the server's output."""
    output, rows = (
        json.loads((FOLDER / "polismath" / f"{name}.{part}.json").read_text(encoding="utf-8"))
        for part in ("math-pca2", "votes")
    )
    column = {tid: j for j, tid in enumerate(output["tids"])}
    people = [row.get("pid", row.get("participant_id")) for row in rows]
    votes = np.full((max(people) + 1, len(column)), np.nan)
    for person, row in zip(people, rows, strict=True):
        statement = row.get("tid", row.get("statement_id"))
        if statement in column:
            votes[person, column[statement]] = row["vote"]
    labels = np.full(len(votes), -1)
    members = dict(zip(output["base-clusters"]["id"], output["base-clusters"]["members"], strict=True))
    for group in output["group-clusters"]:
        for base in group["members"]:
            labels[members[base]] = group["id"]
    return votes, labels, column, output


def key_point_questions(least=60):
    """Arguments with exactly one key point, by question: (arguments, key points, point of each)."""
    tables = [
        csv_rows(FOLDER / "coding" / f"{name}_train.csv") for name in ("arguments", "key_points", "labels")
    ]
    arguments = {row["arg_id"]: row for row in tables[0]}
    points_of = {}
    for row in tables[2]:
        if row["label"] == "1":
            points_of.setdefault(row["arg_id"], []).append(row["key_point_id"])
    for question in sorted({(row["topic"], row["stance"]) for row in tables[1]}):
        points = [row for row in tables[1] if (row["topic"], row["stance"]) == question]
        place = {row["key_point_id"]: i for i, row in enumerate(points)}
        single = [(a, place[p[0]]) for a, p in points_of.items() if len(p) == 1 and p[0] in place]
        if len(single) >= least and len(points) > 2:
            texts = [arguments[a]["argument"] for a, _ in single]
            yield texts, [row["key_point"] for row in points], np.array([i for _, i in single])


def csv_rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
