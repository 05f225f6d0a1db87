"""Asking the database from the event loop, in a few threads of our own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

# Beside these stands one connection for each request; together they fit the pool of the database.
THREADS = 4

_pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="live")


async def in_thread(work, *args):
    """The result of `work(*args)`, run where it may wait for the database."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _alone, work, args)


def _alone(work, args):
    try:
        return work(*args)
    finally:
        for connection in connections.all(initialized_only=True):
            # To open a file anew costs more than the question; a pool wants its connection back.
            if connection.vendor != "sqlite" or connection.errors_occurred:
                connection.close()
