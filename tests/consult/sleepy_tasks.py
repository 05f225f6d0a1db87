"""Tasks for the worker's tests: they leave a line in the file named by their argument."""

import os
import time
from pathlib import Path

from django_tasks import task


def note(path, word):
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


@task()
def say(path, word):
    note(path, word)


@task()
def sleep_once(path, seconds):
    """Sleeps the first time it is tried, is quick afterwards."""
    first = not Path(path).exists()
    note(path, "begun")
    if first:
        time.sleep(seconds)
    note(path, "ended")


@task()
def die(path):
    """Takes its worker down each time, as a crash or the kernel would."""
    note(path, "died")
    os._exit(9)


@task()
def fail(path):
    note(path, "failed")
    raise ValueError("on purpose")
