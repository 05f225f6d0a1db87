"""The environment variables every settings module reads, in one place."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DEMO = env.bool("DEMO", default=False)
REDIS_URL = env.str("REDIS_URL", default="")

# "web" for the server, "worker" for the queue, "command" for everything typed by hand.
# `serve` sets it for its children; long commands must not inherit the web's time limits.
PROCESS = env.str("CONSULT_PROCESS", default="command")
