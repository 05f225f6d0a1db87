"""A letter that went round: 120 senders, each with small changes, some with a sentence of their own."""

import random
from collections import Counter

from proposals.actions.bulk import ImportedSubmission, ImportedText, import_submissions
from proposals.enums import Kind, SubmissionKind
from proposals.models import Participant

from . import words


def letters(told):
    """The texts of all letters, no two alike; the same on every machine."""
    draw = random.Random(told["seed"])  # noqa: S311
    own = list(told["own_sentences"])
    written = {}
    while len(written) < told["senders"]:
        text, used = _letter(told, draw, own[0] if own else "")
        if text not in written:
            written[text] = True
            own = own[1:] if used else own
    return list(written)


def _letter(told, draw, own):
    """(text, whether the sender added the sentence of their own)."""
    parts = [draw.choice(told["greetings"])]
    body = [_wording(told, draw, part) for part in told["parts"] if _stays(told, draw, part)]
    adds = bool(own) and draw.random() < told["own_share"]
    parts += [_slipped(told, draw, " ".join([*body, own] if adds else body))]
    parts.append(draw.choice(told["closings"]))
    return "\n\n".join(parts), adds


def _stays(told, draw, part):
    return not (part.get("optional") and draw.random() < told["leave_out"])


def _wording(told, draw, part):
    first, *others = part["wordings"]
    return first if draw.random() < told["faithful"] else draw.choice(others)


def _slipped(told, draw, text):
    if draw.random() >= told["slip_share"]:
        return text
    fitting = [slip for slip in told["slips"] if slip["from"] in text]
    slip = draw.choice(fitting)
    return text.replace(slip["from"], slip["to"], 1)


def plan_campaign(diary, town):
    """Note the days on which staff typed the letters in."""
    told = words.whole("campaign")
    draw = random.Random(told["seed"] + 1)  # noqa: S311
    days, texts = told["days"], letters(told)
    peak = days["busiest"]
    arrivals = sorted(round(draw.triangular(days["first"], days["last"], peak)) for _text in texts)
    first = 0
    for day, number in sorted(Counter(arrivals).items()):
        moment = town.days.moment({"day": day, "time": "17:30"})
        diary.note(moment, enter_letters, town, told, day, first, texts[first : first + number])
        first += number


def enter_letters(town, told, day, before, texts):
    """Type in the letters of one day; `before` is how many had come by then."""
    consultation = town.consultations[told["consultation"]]
    questions = {question.key: question for question in consultation.questions.in_use()}
    numbered = enumerate(texts, start=before + 1)
    import_submissions(
        by=town.users["editor"],
        consultation=consultation,
        submissions=[_entered(town, told, day, number, text, questions) for number, text in numbered],
        read_already=True,
    )


def _entered(town, told, day, number, text, questions):
    key = told["sender_key"].format(number=number)
    received = town.days.moment({"day": day, "time": f"{8 + number % 9:02d}:{number % 60:02d}"})
    unnamed = (number * 7 % 100) / 100 < told["consent"]["unnamed"]
    return ImportedSubmission(
        external_id=key,
        participant=_sender(consultation_of(town, told), told, key, received),
        received_at=received,
        kind=SubmissionKind.LETTER,
        contribution_kind=Kind.ANSWER,
        channel=told["channel"],
        consent="unnamed" if unnamed else "withheld",
        language=told["language"],
        texts=[ImportedText(body=text, question=questions[told["question"]])],
        choices={questions[name]: [value] for name, value in told["closed"].items()},
    )


def consultation_of(town, told):
    return town.consultations[told["consultation"]]


def _sender(consultation, told, key, received):
    return Participant(
        consultation=consultation,
        source=told["channel"],
        source_key=key,
        contact_email=f"{key}@example.org",
        language=told["language"],
        confirmed=True,
        created_at=received,
    )
