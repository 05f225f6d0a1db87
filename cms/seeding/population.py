"""Who lives in the town, as the analyst of the library consultation gives it: the young came rarely."""

from proposals.themes import actions

from . import words

CONSULTATION, QUESTION = "library-opening-hours", "age"
SOURCE = "Census 2021, residents of Ashby Vale"
FILE = "library_population.csv"


def give_population(town):
    """The table of ages, before the findings are frozen."""
    consultation = town.consultations[CONSULTATION]
    actions.give_reference_table(
        by=town.users["analyst"],
        consultation=consultation,
        question=consultation.questions.get(key=QUESTION),
        name=FILE,
        content=(words.FOLDER / FILE).read_bytes(),
        source=SOURCE,
    )
