"""Two servers whose own threads vote while sockets watch the count: ours, and the naive one.

`python -m tests.bench.voting_servers ours|naive FOLDER [POSTGRESQL]`: prints a line of JSON when it listens;
each line `SECONDS` makes eight threads vote for so long, then prints what came of it.
"""

import asyncio
import json
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from tests.bench.live_servers import django_in, listening, ready, serve

CLIENTS = 8


def obey(vote, proposal, voters):
    """Read commands in a thread of their own."""

    def loop():
        for line in sys.stdin:
            print(json.dumps(vote_for(float(line), vote, proposal, voters)), flush=True)

    threading.Thread(target=loop, daemon=True).start()


def vote_for(seconds, vote, proposal, voters):
    """Votes a second, how long each took, and whether the count equals the rows in the end."""
    until = time.perf_counter() + seconds
    shares = [voters[each::CLIENTS] for each in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        each = clients.map(lambda share: one_client(vote, proposal, share, until), shares)
        taken = list(chain.from_iterable(each))
    return {
        "votes_a_second": round(len(taken) / seconds),
        "p50_ms": round(statistics.median(taken) * 1000, 1),
        "p99_ms": round(statistics.quantiles(taken, n=100)[-1] * 1000, 1),
        **counted(proposal),
    }


def one_client(vote, proposal, voters, until):
    from django.db import connection

    taken = []
    while time.perf_counter() < until:
        turn, place = divmod(len(taken), len(voters))
        started = time.perf_counter()
        vote(proposal, voters[place], 1 if turn % 2 == 0 else -1)
        taken.append(time.perf_counter() - started)
    connection.close()
    return taken


def counted(proposal):
    """The count on show and the count of the rows, once everything due is counted."""
    from proposals.actions.tallies import counts_of, recount_stale
    from proposals.models import Tally

    time.sleep(0.3)
    recount_stale()
    tally, rows = Tally.objects.get(pk=proposal.pk), counts_of(proposal.pk)
    return {"shown": [tally.agree, tally.disagree], "rows": [rows["agree"], rows["disagree"]]}


def stage():
    """A proposal whose count everybody may watch, and two hundred people who vote on it."""
    from tests.factories.proposals import ParticipantFactory, ProposalFactory

    proposal = ProposalFactory(consultation_of__results_visibility="always")
    voters = ParticipantFactory.create_batch(200, consultation=proposal.consultation)
    return proposal, voters


def ours(folder):
    """The writing of a vote and its recount; watchers hear through the hub."""
    from consult.asgi import application
    from tests.bench.ways_to_vote import by_ballot

    proposal, voters = stage()
    listener = listening()
    obey(by_ballot, proposal, voters)
    ready(listener, topic=f"tally:{proposal.pk}", cookies=[""])
    serve(application, listener)


def naive(folder):
    """Look, create or change, move a number by one, and tell a group that every watcher joined."""
    from channels.generic.websocket import AsyncJsonWebsocketConsumer
    from channels.layers import get_channel_layer

    from tests.bench.ways_to_vote import by_counting_up

    loops = []

    class Consumer(AsyncJsonWebsocketConsumer):
        async def connect(self):
            loops[:] = [asyncio.get_running_loop()]
            await self.channel_layer.group_add("votes.1", self.channel_name)
            await self.accept()

        async def receive_json(self, content):
            await self.send_json({"type": "synced", "seq": 0})

        async def tally(self, message):
            await self.send_json(message)

    def vote(proposal, voter, choice):
        by_counting_up(proposal, voter, choice)
        news = {"type": "tally", "topic": "tally:1", "choice": choice}
        asyncio.run_coroutine_threadsafe(get_channel_layer().group_send("votes.1", news), loops[0]).result()

    proposal, voters = stage()
    listener = listening()
    obey(vote, proposal, voters)
    ready(listener, topic="tally:1", cookies=[""])
    serve(Consumer.as_asgi(), listener)


if __name__ == "__main__":
    django_in(Path(sys.argv[2]), *sys.argv[3:])
    {"ours": ours, "naive": naive}[sys.argv[1]](Path(sys.argv[2]))
