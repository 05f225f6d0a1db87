"""Faults that are real ones: a database that refuses a row, and somebody who acts between two statements."""

from contextlib import contextmanager

from django.db import connection

NAME = "fault_of_a_test"


@contextmanager
def refusing(model, verb, when):
    """A database that refuses to write rows of a model while `when` (SQL; NEW is the row) is true."""
    table = model._meta.db_table
    _execute(*(_postgresql if connection.vendor == "postgresql" else _sqlite)(table, verb, when))
    try:
        yield
    finally:
        connection.check_constraints()  # PostgreSQL drops no trigger while any check is put off
        _execute(f"DROP TRIGGER {NAME}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def _sqlite(table, verb, when):
    refuse = "SELECT RAISE(ABORT, 'refused by a test')"
    return [f"CREATE TRIGGER {NAME} BEFORE {verb} ON {table} WHEN {when} BEGIN {refuse}; END"]


def _postgresql(table, verb, when):
    refuse = "RAISE EXCEPTION 'refused by a test' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger AS $$ BEGIN IF {when} THEN {refuse}; END IF; "
        "RETURN NEW; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {NAME} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {NAME}()",
    ]


def _execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def after_writing(model, act):
    """Somebody who does something once, when rows of a model were inserted and before anything follows."""
    begins, waiting, armed = f'INSERT INTO "{model._meta.db_table}"', [act], []

    def watch(execute, sql, params, many, context):
        if armed:
            armed.pop()()
        result = execute(sql, params, many, context)
        if waiting and sql.startswith(begins):
            armed.append(waiting.pop())
        return result

    with connection.execute_wrapper(watch):
        yield
