"""What a bundle holds that is not computed again from it, and why: it stands there under its hash."""

from . import registered
from .votes import tells_every_vote

WORDS = {
    "format": "names the shape of the file",
    "consultation": "a name",
    "edition": "a name",
    "threshold": "a parameter",
    "run": "parameters, seed, versions and quality of the run; `rerun_analysis` fits again",
    "freeze": "what was open then, and which single texts changed since the edition before",
    "frame": "words of the team",
    "input_hashes": "the hash of each input, computed again from the inputs",
}
OLDER = "the file is of a format that carries no rows for it"


def carried(bundle):
    """[(part or place in it, why)] for this bundle."""
    again = registered(bundle)
    whole = [(part, WORDS.get(part, OLDER)) for part in bundle if part in WORDS or part not in again]
    whole = [(part, why) for part, why in whole if part not in ("inputs", "hashes", "fingerprint")]
    return whole + [each for each in _within(bundle) if each[0].split(".")[0] in again]


def _within(bundle):
    """Places in parts of which the rest is computed again."""
    yield (
        "themes.held_back, where it is",
        "that no printed number is small is checked; what else is held back follows from the small ones",
    )
    yield "themes.quotes", "places in texts, chosen from words that are not in the file"
    if bundle["campaigns"]:
        yield "campaigns.template, added, burst", "places in texts, and moments that would tell who sent one"
    if bundle["estimates"]:
        yield "estimates.seed, size, half_width, coders", "parameters of the draw"
    if bundle["opinion"]:
        yield from _of_votes(bundle)
    if bundle["weights"] and bundle["weights"]["design_effect"] is not None:
        yield from _of_weights(bundle)


def _of_votes(bundle):
    rows = bundle["inputs"].get("votes", [])
    held = sum(None in row for row in rows)
    yield (
        "opinion.groups.place, stability",
        "they compare the votes of single people, by which these could be found again",
    )
    if not tells_every_vote(bundle):
        why = "the choice compares the votes on all statements, and some rows are held back or not printed"
        yield "opinion.statements.sides", why
    if held:
        few = f"fewer than {bundle['threshold']} people of the group voted one way"
        yield f"opinion.statements.groups, {held} of {len(rows)} rows and their consensus", few


def _of_weights(bundle):
    inputs = bundle["inputs"]
    if not inputs.get("answers_given"):
        yield (
            "weights",
            "they need how many people gave each set of answers, in which some stand nearly alone",
        )
        return
    told = {each["id"] for each in bundle["themes"] if not each["held_back"]}
    if lacking := told - {*inputs["answers_told"]}:
        few = "few people with some set of answers are in these themes, or are not"
        yield f"weights.themes of {len(lacking)} themes, moves_at_most", few
