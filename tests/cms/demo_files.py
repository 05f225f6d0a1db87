"""The data files of the demo as the tests read them, apart from the code that loads them."""

import json
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "cms" / "demo"


def whole(name):
    return json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))


def rows(*names):
    files = [(DEMO / f"{name}.jsonl").read_text(encoding="utf-8") for name in names]
    return [json.loads(line) for file in files for line in file.split("\n") if line]


def texts(row):
    if "open" in row:
        return list(row["open"].values())
    return [row["body"]] if "body" in row else []


def strings(value):
    """Every string inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


ROWS_OF = {
    "low-traffic-streets": rows("low_traffic_proposals", "low_traffic_comments", "low_traffic_answers"),
    "library-opening-hours": rows("library"),
    "market-hall-roof": rows("market_hall"),
}
EVERY_ROW = [row for part in ROWS_OF.values() for row in part]
PEOPLE = {person["key"]: person for person in whole("people")["people"]}
STAFF = {member["key"]: member for member in whole("consultations")["staff"]}
PAGES = {page["slug"]: page for page in whole("consultations")["consultations"]}
QUEUE = whole("queue")
