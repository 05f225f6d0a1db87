"""Migration operations that make a table append-only in the database itself."""

from django.db import migrations

MESSAGE = "this table is append-only"


def append_only(table):
    """An operation that forbids UPDATE, DELETE and, on PostgreSQL, TRUNCATE of a table."""
    return migrations.RunPython(
        lambda apps, editor: _create(editor, table), lambda apps, editor: _drop(editor, table)
    )


def _create(editor, table):
    if editor.connection.vendor == "postgresql":
        statements = _postgresql(table)
    else:
        statements = [_sqlite(table, verb) for verb in ("UPDATE", "DELETE")]
    for statement in statements:
        editor.execute(statement)


def _drop(editor, table):
    on_table = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete", "truncate"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def _sqlite(table, verb):
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _postgresql(table):
    function = f"{table}_append_only"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql"
    )
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
