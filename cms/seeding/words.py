"""The words of the demonstration, read from `cms/demo`, with days counted from the day it is set up."""

import json
import re
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from consult.clock import now

FOLDER = Path(__file__).resolve().parents[1] / "demo"
DATE = re.compile(r"\{date([+-]\d+)\}")
# How a day is written out where the interface has no catalogue to ask.
WRITTEN = {"en": "j F Y", "fr": "j F Y", "de": "j. F Y", "es": r"j \d\e F \d\e Y"}
TEXTS_OF = {
    "library-opening-hours": ["library"],
    "market-hall-roof": ["market_hall"],
    "low-traffic-streets": ["low_traffic_proposals", "low_traffic_comments", "low_traffic_answers"],
}


@cache
def whole(name):
    """One JSON file."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def rows_of(slug):
    """What people said in one consultation, in the order in which they said it."""
    rows = []
    for name in TEXTS_OF[slug]:
        lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        rows += [json.loads(line) for line in lines if line]
    return sorted(rows, key=lambda row: (row["day"], row["time"]))


def people():
    """{key: person} of the invented residents."""
    return {person["key"]: person for person in whole("people")["people"]}


def pages():
    """{slug: consultation as its page says it}."""
    return {page["slug"]: page for page in whole("consultations")["consultations"]}


class Days:
    """Days and times counted from the day of seeding."""

    def __init__(self, first):
        self.first = first

    def date(self, day):
        return self.first + timedelta(days=day)

    def moment(self, entry):
        """The aware moment of an entry with `day` and `time`, or with `hours_ago` for what just came in."""
        if "hours_ago" in entry:
            return now() - timedelta(hours=entry["hours_ago"])
        hour, minute = entry.get("time", "09:00").split(":")
        return timezone.make_aware(datetime.combine(self.date(entry["day"]), time(int(hour), int(minute))))

    def written(self, text, language):
        """The text with every {date+97} replaced by that day in words."""

        def in_words(found):
            with override(language):
                return date_format(self.date(int(found[1])), WRITTEN[language])

        return DATE.sub(in_words, text)

    def worded(self, words, language):
        """The words in a language, with their dates written out; empty where there are none."""
        return self.written(words.get(language, ""), language)
