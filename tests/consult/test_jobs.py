"""Tasks started by name: every name in the source stands for a task, and a rollback takes the task along."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from consult.jobs import enqueue, task_named

A_TASK = "wagtail.tasks.delete_file_from_storage_task"
FOLDERS = ("consult", "proposals", "moderation", "cms")


def names_in_source():
    """First arguments of every call of enqueue in our apps."""
    for folder in FOLDERS:
        for file in (settings.BASE_DIR / folder).rglob("*.py"):
            yield from names_in(file)


def names_in(file: Path):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called == "enqueue":
                yield node.args[0].value


def test_every_name_in_the_source_is_a_task():
    assert [task_named(name).module_path for name in names_in_source()] == list(names_in_source())


@pytest.mark.parametrize(
    "name, error", [("consult.jobs.nothing", ImportError), ("consult.clock.now", TypeError)]
)
def test_name_that_is_no_task_is_refused(name, error):
    with pytest.raises(error):
        task_named(name)


@pytest.mark.django_db
def test_enqueued_task_waits_in_the_queue_with_its_arguments():
    enqueue(A_TASK, ["a", [], {}], path="b")
    row = DBTaskResult.objects.get()
    assert (row.status, row.task_path) == ("READY", A_TASK)
    assert row.args_kwargs == {"args": [["a", [], {}]], "kwargs": {"path": "b"}}


@pytest.mark.django_db
def test_task_of_a_transaction_that_fails_is_never_queued():
    with transaction.atomic():
        enqueue(A_TASK, [], "b")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
