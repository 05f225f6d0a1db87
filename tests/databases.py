"""Databases of the tests: copies of a prepared one, for each worker its own, and back again after a flush."""

import shutil
import sqlite3
from contextlib import closing

from django.db import connections
from psycopg import connect, sql

from consult.prepared import migrate, sqlite_template, template_key

ADVISORY_LOCK = 20261122


class SqliteDatabase:
    """A file in the session's folder, beside a private copy of the template."""

    def __init__(self, folder, name):
        self.template = folder / "template.sqlite3"
        self.path = folder / f"{name}.sqlite3"

    def create(self):
        shutil.copyfile(sqlite_template(), self.template)
        shutil.copyfile(self.template, self.path)
        point_default_at(str(self.path))

    def restore(self, source=None):
        """Overwrite every page through SQLite itself, so that connections of other threads stay valid."""
        connection = connections["default"]
        connection.close()
        connection.ensure_connection()
        with closing(sqlite3.connect(source or self.template)) as kept:
            kept.backup(connection.connection)
        connection.close()

    def keep(self, name):
        """Put a copy aside under a name; what it was kept for restores it."""
        connection = connections["default"]
        connection.ensure_connection()
        with closing(sqlite3.connect(self._kept(name))) as copy:
            connection.connection.backup(copy)

    def restore_kept(self, name):
        self.restore(self._kept(name))

    def forget(self, name):
        self._kept(name).unlink()

    def _kept(self, name):
        return self.path.with_name(f"{name}.sqlite3")

    def destroy(self):
        connections["default"].close()


class PostgresqlDatabase:
    """A database made from a template database of the same server."""

    def __init__(self, name):
        self.name = f"test_{name}"
        self.template = f"consult_template_{template_key()}"
        given = connections["default"].settings_dict
        self.server = {
            "host": given["HOST"],
            "port": given["PORT"] or 5432,
            "user": given["USER"],
            "password": given["PASSWORD"],
            "dbname": "postgres",
        }

    def create(self):
        with self._server() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            if not self._exists(server):
                self._build(server)
            server.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        self.restore()

    def restore(self, source=None):
        close_default()
        with self._server() as server:
            self._drop(server, self.name)
            self._run(server, "CREATE DATABASE {} TEMPLATE {}", self.name, source or self.template)
        point_default_at(self.name)

    def keep(self, name):
        """Put a copy aside under a name; what it was kept for restores it."""
        close_default()
        with self._server() as server:
            self._send_away(server)
            self._drop(server, f"{self.name}_{name}")
            self._run(server, "CREATE DATABASE {} TEMPLATE {}", f"{self.name}_{name}", self.name)

    def restore_kept(self, name):
        self.restore(f"{self.name}_{name}")

    def forget(self, name):
        with self._server() as server:
            self._drop(server, f"{self.name}_{name}")

    def destroy(self):
        close_default()
        with self._server() as server:
            self._drop(server, self.name)

    def _exists(self, server):
        row = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone()
        return row is not None

    def _build(self, server):
        unfinished = f"{self.template}_part"
        self._drop(server, unfinished)
        self._run(server, "CREATE DATABASE {}", unfinished)
        point_default_at(unfinished)
        migrate()
        close_default()
        self._run(server, "ALTER DATABASE {} RENAME TO {}", unfinished, self.template)

    def _send_away(self, server):
        """A database can be copied while nobody is connected, and threads of a test leave connections."""
        others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        server.execute(others, [self.name])

    def _drop(self, server, name):
        self._run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, server, statement, *names):
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _server(self):
        return closing(
            connect(**{key: value for key, value in self.server.items() if value}, autocommit=True)
        )


def point_default_at(name):
    close_default()
    connections["default"].settings_dict["NAME"] = name


def close_default():
    connection = connections["default"]
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def database_for(folder, worker):
    name = f"consult_{worker}"
    if connections["default"].vendor == "postgresql":
        return PostgresqlDatabase(name)
    return SqliteDatabase(folder, name)
