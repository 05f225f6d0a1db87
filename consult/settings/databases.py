"""Database settings: SQLite tuned for one machine, PostgreSQL with a pool."""

from .environment import DATA_DIR, PROCESS, env

WEB_TIMEOUTS = "-c statement_timeout=15000 -c lock_timeout=5000"
# A try to connect that fails is repeated at growing distances until `reconnect_timeout`, then begun anew:
# after a long absence the database must not be found again minutes later.
POOL = {"min_size": 2, "max_size": 10, "timeout": 2, "reconnect_timeout": 2}


def sqlite(path):
    """Write-ahead log and full durability; IMMEDIATE, as deferred transactions meet "database is locked"."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
                " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
            ),
        },
    }


def postgresql(config, process=PROCESS):
    options = {**config.get("OPTIONS", {}), "pool": dict(POOL)}
    if process == "web":
        options["options"] = WEB_TIMEOUTS
    return {**config, "CONN_MAX_AGE": 0, "OPTIONS": options}


def from_environment():
    if not env.str("DATABASE_URL", default=""):
        return sqlite(DATA_DIR / "consult.sqlite3")
    config = env.db_url("DATABASE_URL")
    if config["ENGINE"].endswith("sqlite3"):
        return sqlite(config["NAME"])
    return postgresql(config)
