"""Starting background tasks by dotted name, so that a lower floor can start a task of its own views above."""

from django.utils.module_loading import import_string
from django_tasks.base import Task


def task_named(name):
    """The task a dotted name stands for; a name that is no task is a mistake of ours."""
    task = import_string(name)
    if not isinstance(task, Task):
        raise TypeError(f"{name} is not a task.")
    return task


def enqueue(name, *args, **kwargs):
    """Put a task on the queue as part of the present transaction; returns its result row's handle.

    The queue is a table of the same database, so the row is seen by a worker when the transaction
    commits, and never when it rolls back: nothing is lost between a commit and a later send.
    Arguments are ids and plain values (JSON).
    """
    return task_named(name).enqueue(*args, **kwargs)
