"""The whole demonstration in one transaction: everybody, everything asked, said, decided and answered."""

from datetime import timedelta

from django.db import transaction

from consult.actions.notices import send_due_notices
from consult.actions.phases import announce_phases
from consult.clock import today
from consult.models import Consultation

from . import words
from .campaign import plan_campaign
from .coding import begin_coding
from .diary import Diary
from .findings import plan_findings, sort_first
from .leaflets import make_codes
from .moderation import plan_moderation
from .pages import name_the_body, publish_consultation, publish_front
from .people import appoint_staff, make_accounts
from .population import give_population
from .queue import plan_queue
from .talk import plan_talk
from .town import Town
from .votes import count_votes, plan_votes
from .workbench import work_on_themes

FINISHED, ASKING, OPEN = "library-opening-hours", "market-hall-roof", "low-traffic-streets"
BEFOREHAND = timedelta(days=3)


def is_seeded():
    """Whether the demonstration stands in this database."""
    return Consultation.objects.filter(slug__in=words.TEXTS_OF).exists()


def seed():
    """Write the demonstration; all of it, or nothing when something fails."""
    town = Town(words.Days(today()))
    diary = Diary()
    _plan_council(diary, town)
    _plan_residents(diary, town)
    with transaction.atomic():
        diary.happen()
        for slug in words.TEXTS_OF:
            count_votes(town, slug)
    return town


def _plan_council(diary, town):
    """Pages, people and phases, from the first consultation on."""
    at = town.days.moment
    pages = words.pages()
    first = at(pages[FINISHED]["phases"][0]["opens"]) - 2 * BEFOREHAND
    for act in (make_accounts, name_the_body, publish_front):
        diary.note(first, act, town)
    for slug in words.TEXTS_OF:
        phases = pages[slug]["phases"]
        ready = at(phases[0]["opens"]) - BEFOREHAND
        diary.note(ready, publish_consultation, town, slug)
        diary.note(ready, appoint_staff, town, slug)
        for moment in [at(phase[edge]) for phase in phases for edge in ("opens", "closes")]:
            if moment < at({"day": 0, "time": "00:00"}):
                diary.note(moment, announce_phases)


def _plan_residents(diary, town):
    at = town.days.moment
    for slug in words.TEXTS_OF:
        plan_talk(diary, town, slug)
    plan_votes(diary, town, FINISHED, camp="library", last_day=-171)
    plan_votes(diary, town, OPEN, camp="streets", last_day=-1)
    plan_campaign(diary, town)
    plan_moderation(diary, town)
    plan_queue(diary, town)
    diary.note(at({"day": -160, "time": "09:00"}), give_population, town)
    diary.note(at({"day": -2, "time": "10:00"}), make_codes, town, OPEN)
    plan_findings(diary, town)
    diary.note(at({"day": -1, "time": "21:00"}), sort_first, town, OPEN)
    diary.note(at({"day": -1, "time": "21:15"}), work_on_themes, town, OPEN)
    diary.note(at({"day": -1, "time": "21:30"}), begin_coding, town, OPEN)
    diary.note(at({"day": -1, "time": "22:00"}), send_due_notices, most=10_000)
    diary.note(at({"hours_ago": 0}), send_due_notices, most=10_000)
