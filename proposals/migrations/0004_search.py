# ruff: noqa: S608  no name comes from outside this file
"""An index of the words that may be read, kept by the database itself.

Triggers and an expression index see every way in which a text is written, erased or emptied, bulk updates
included; an index filled by signals would keep the words of an erased text. SQLite's is made without a copy
of the text (external content). Rebuilding `proposals_contribution` drops the triggers: a later migration
that alters it on SQLite makes them anew by `make_index`.
"""

import unicodedata

from django.db import migrations

# Signs that part words: a parser of addresses would keep "mill-road.example" whole.
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~’‘“”«»–—…"
TABLE = "proposals_contribution"
INDEX = "proposals_search"


def plain_letters():
    """Accented letters and signs and, in the same order, what stands for them: as consult/searching.py folds."""
    pairs = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            pairs[chr(code)] = base.lower()
    for sign in SIGNS:
        pairs[sign] = " "
    return "".join(pairs), "".join(pairs.values())


def make_index(_apps, editor):
    statements = postgresql() if editor.connection.vendor == "postgresql" else sqlite()
    for statement in statements:
        editor.execute(statement, None)


def drop_index(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {INDEX}")
        editor.execute(f"DROP FUNCTION {INDEX}_words(text, text)")
        return
    for name in ("insert", "update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{name}")
    editor.execute(f"DROP TABLE {INDEX}")


def postgresql():
    written, meant = (signs.replace("'", "''") for signs in plain_letters())
    yield (
        f"CREATE FUNCTION {INDEX}_words(title text, body text) RETURNS tsvector "
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $words$ SELECT to_tsvector('pg_catalog.simple'::regconfig, "
        f"translate(lower(title || ' ' || body), '{written}', '{meant}')) $words$"
    )
    yield f"CREATE INDEX {INDEX} ON {TABLE} USING gin ({INDEX}_words(title, public_text))"


def sqlite():
    columns = "rowid, title, public_text"
    taken = f"INSERT INTO {INDEX} ({INDEX}, {columns}) VALUES ('delete', old.id, old.title, old.public_text)"
    given = f"INSERT INTO {INDEX} ({columns}) VALUES (new.id, new.title, new.public_text)"
    yield (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, public_text, content='{TABLE}', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    yield f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')"
    yield f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {given}; END"
    yield f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {taken}; END"
    yield (
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF title, public_text ON {TABLE} "
        "WHEN old.title IS NOT new.title OR old.public_text IS NOT new.public_text "
        f"BEGIN {taken}; {given}; END"
    )


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_whole_receipts")]

    operations = [migrations.RunPython(make_index, drop_index)]
