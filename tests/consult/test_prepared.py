"""Prepared databases: named for what shaped them, built once, copied whole."""

import sqlite3
import threading
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from consult.prepared import (
    _migration_files,
    database_at,
    install,
    installed,
    sqlite_template,
    template_key,
)

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="these are SQLite files")


@pytest.fixture
def source():
    """A file of ours that decides what a template holds; put back afterwards."""
    path = settings.BASE_DIR / "var" / "test-source.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("one")
    yield path
    path.unlink()


def test_key_is_the_same_while_nothing_changes(source):
    assert template_key([source]) == template_key([source])


def test_key_follows_sources_and_what_else_decides(source):
    keys = {template_key(), template_key([source]), template_key([source], also="2026-03-02")}
    source.write_text("two")
    assert len(keys | {template_key([source])}) == 4


def test_migrations_of_all_our_apps_are_in_the_key():
    tracked = {
        file
        for app in ("consult", "consult/accounts", "proposals", "proposals/themes", "moderation", "cms")
        for file in (settings.BASE_DIR / app / "migrations").glob("*.py")
    }
    assert set(_migration_files()) == tracked


def fill():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (7)")


@pytest.fixture
def template(tmp_path):
    """Makes templates of one table instead of all migrations; `built` counts how often."""

    def one_table():
        make.built += 1
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE t (x)")

    def make(kind="demo", fill=fill, **more):
        return sqlite_template(kind, fill=fill, folder=tmp_path, migrate=one_table, **more)

    make.built = 0
    return make


def rows(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT x FROM t").fetchall()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_template_is_built_once_and_is_one_whole_file(template, tmp_path):
    paths = {template() for _time in range(3)}
    (path,) = paths
    assert (template.built, rows(path)) == (1, [(7,)])
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        [path.name, "demo.lock", template("empty").name, "empty.lock"]
    )


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_template_of_another_day_is_filled_anew_without_migrating(template):
    paths = [template(also=day) for day in ("1", "2")]
    assert template.built == 1
    assert rows(paths[1]) == [(7,)]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_template_of_an_older_day_is_forgotten_and_other_kinds_stay(template, tmp_path):
    template(also="1")
    newest = template(also="2")
    assert [file.name for file in tmp_path.glob("demo-*")] == [newest.name]
    assert len(list(tmp_path.glob("empty-*"))) == 1


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_template_whose_filling_fails_is_not_there(template, tmp_path):
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        template(fill=broken)
    assert list(tmp_path.glob("demo-*.sqlite3")) == []
    assert rows(template()) == [(7,)]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_template_asked_for_by_several_at_once_is_built_by_one(template):
    def ask():
        found.append(template())
        connection.close()

    found = []
    threads = [threading.Thread(target=ask) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (template.built, len(set(found))) == (1, 1)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_database_at_points_elsewhere_and_back(tmp_path):
    before = connection.settings_dict["NAME"]
    with database_at(tmp_path / "other.sqlite3"):
        assert connection.introspection.table_names() == []
    assert connection.settings_dict["NAME"] == before
    assert "consult_consultation" in connection.introspection.table_names()


def test_install_puts_a_copy_in_place_and_remembers_which(tmp_path):
    original, target = tmp_path / "demo-1.sqlite3", tmp_path / "data" / "consult.sqlite3"
    assert installed(target) == ""
    original.write_bytes(b"new")
    install(original, target)
    assert (target.read_bytes(), installed(target)) == (b"new", "demo-1")


def test_install_leaves_nothing_of_the_old_database(tmp_path):
    original, target = tmp_path / "demo-1.sqlite3", tmp_path / "consult.sqlite3"
    original.write_bytes(b"new")
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"consult.sqlite3{suffix}").write_bytes(b"old")
    install(original, target)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "consult.sqlite3",
        "consult.template",
        "demo-1.sqlite3",
    ]


@pytest.mark.django_db(transaction=True)
def test_transactional_test_leaves_rows_behind():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (x integer)")


@pytest.mark.django_db
def test_next_test_finds_the_template_with_root_page_locale_and_site():
    from wagtail.models import Locale, Page, Site

    assert "left_behind" not in connection.introspection.table_names()
    assert (Site.objects.count(), Locale.objects.exists(), Page.objects.filter(depth=1).count()) == (
        1,
        True,
        1,
    )
