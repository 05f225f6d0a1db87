"""The background worker: the task queue in the main thread, its beat and the schedule beside it."""

import os
import socket
import threading
from secrets import token_hex

import structlog
from django.db import DatabaseError, close_old_connections, connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import schedule
from .actions.work import beat, hand_back_abandoned, sign_off

log = structlog.get_logger(__name__)

BEAT_EVERY = 5.0
SCHEDULE_EVERY = 1.0
IDLE = 0.5
LONGEST_PAUSE = 5.0


def new_name():
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{token_hex(4)}"


class QueueWorker(Worker):
    """The stock worker's way to run one task, in a loop that outlives a locked or absent database."""

    def __init__(self, name=None, *, batch=False):
        super().__init__(
            queue_names=["*"],
            interval=IDLE,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name or new_name(),
            excluded_queue_names=[],
        )
        self.stopping = threading.Event()
        self.signed_on = False

    def stop(self, *_signal):
        """Finish the present task, then leave; `serve` kills what takes longer than its grace."""
        self.stopping.set()

    def run(self):
        """Work until stopped; in batch mode until nothing is ready."""
        pause = IDLE
        while not self.stopping.is_set():
            try:
                worked = self.step()
                pause = IDLE
            except DatabaseError as error:
                log.warning("database away", error=str(error).strip()[:200])
                connections.close_all()
                worked, pause = False, min(pause * 2, LONGEST_PAUSE)
            if self.batch and not worked:
                return
            if not worked:
                self.stopping.wait(pause)

    def step(self):
        """Take one ready task and run it; False when there is none."""
        close_old_connections()
        self._sign_on()
        hand_back_abandoned(idle_worker=self.worker_id)
        task = self._claim_next()
        if task is None:
            return False
        self.run_task(task)
        return True

    def _sign_on(self):
        """Beat before the first claim, or another worker would take this one for dead."""
        if not self.signed_on:
            beat(self.worker_id)
            self.signed_on = True

    def _claim_next(self):
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not ready.exists():  # a read, so that an idle worker never asks for the write lock
            return None
        with transaction.atomic():
            task = ready.get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task


class Rhythm(threading.Thread):
    """Calls an act at once and then every so many seconds, whatever happens to it, until stopped."""

    def __init__(self, name, act, every, stopping):
        super().__init__(daemon=True, name=name)
        self.act, self.every, self.stopping = act, every, stopping

    def run(self):
        while True:
            self._once()
            if self.stopping.wait(self.every):
                return connections.close_all()

    def _once(self):
        try:
            close_old_connections()
            self.act()
        except Exception as error:  # the next time may find the database again
            log.warning("rhythm missed", act=self.name, error=f"{type(error).__name__}: {error}"[:200])
            connections.close_all()


def work(worker):
    """Run a worker with its beat and the schedule until it stops; signs off when it ends in order."""
    ended = threading.Event()
    beating = Rhythm("beat", lambda: beat(worker.worker_id), BEAT_EVERY, ended)
    scheduling = Rhythm("schedule", schedule.run_due, SCHEDULE_EVERY, worker.stopping)
    beating.start()
    scheduling.start()
    try:
        worker.run()
    finally:
        worker.stop()
        scheduling.join(timeout=5)
        ended.set()
        beating.join(timeout=5)
    sign_off(worker.worker_id)
