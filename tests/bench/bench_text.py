"""Measures rendering of 16 kB of the worst typed text, and whether twice the text takes twice the time.

One JSON line a piece; process time, the best of three.
"""

import json
import time

import pytest

from consult.text import render
from tests.hostile import PIECES, repeated

pytestmark = pytest.mark.slow
GOAL_MS = 600


def seconds(text):
    def once():
        started = time.process_time()
        render(text)
        return time.process_time() - started

    return min(once() for _try in range(3))


@pytest.mark.parametrize("piece", PIECES)
def test_16_kb_of_one_piece(piece):
    half, whole = seconds(repeated(piece, 8_000)), seconds(repeated(piece, 16_000))
    plain_words = seconds(repeated("Plain words in a row. ", 16_000))
    figure = {"ms": round(1000 * whole), "goal_ms": GOAL_MS, "times_plain_words": round(whole / plain_words)}
    print(
        json.dumps({"figure": f"16 kB of {piece!r}", **figure, "growth": round(whole / half, 2)}), flush=True
    )
    assert whole < 3.2 * half + 0.02
