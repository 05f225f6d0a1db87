"""Which themes bridge the opinion groups, which divide them, and which are only loud."""

from collections import Counter

from proposals.themes.clustering.bridging import is_loud, stand_of, voices
from proposals.themes.models import CampaignMember, GroupVotes, ThemeAssignment


def opinion_themes_of(run, threshold, themes, opinion):
    """One entry a theme of the bundle: how the groups stand to it, and how many voices spoke.

    themes, opinion: those parts of the bundle. {id, texts: ids of its texts that were voted on and whose
    percentages the opinion part prints, voters: people a group, shares: whole per cents a group, stand, sent,
    people, campaigns, voices in hundredths, loud}.
    """
    placed = _placed(run)
    voted = {each["id"]: each for each in opinion["statements"]} if opinion else {}
    seen = _seen(run) if voted else {}
    campaigns = _campaigns(run, threshold)
    return [
        {
            "id": theme["id"],
            **_votes({} if theme["held_back"] else placed.get(theme["id"], {}), voted, seen),
            **_loudness(theme, placed.get(theme["id"], {}), campaigns, threshold),
        }
        for theme in themes
    ]


def _placed(run):
    """{theme id: {text id: (submission, participant)}} of sure places, with copies, sub-themes counted in."""
    rows = ThemeAssignment.objects.of_people().filter(run=run)
    found: dict = {}
    for theme, parent, text, submission, person in rows.values_list(
        "theme_id",
        "theme__parent_id",
        "contribution_id",
        "contribution__submission_id",
        "contribution__participant_id",
    ):
        for key in filter(None, (theme, parent)):
            found.setdefault(key, {})[text] = (submission, person)
    return found


def _seen(run):
    """{text id: people of each group who voted on it, in the order of the groups}."""
    rows = GroupVotes.objects.filter(group__opinion_run__run=run).order_by("group__number")
    found: dict = {}
    for votes in rows.select_related("statement"):
        found.setdefault(votes.statement.contribution_id, []).append(votes.seen)
    return found


def _votes(placed, voted, seen):
    texts = sorted(text for text in placed if text in voted)
    if not texts:
        return {"texts": [], "voters": [], "shares": [], "stand": ""}
    voters = [max(column) for column in zip(*(seen[text] for text in texts), strict=True)]
    return {"texts": texts, "voters": voters, **standing(texts, voters, voted)}


def standing(texts, voters, voted):
    """Shares and stand of a theme by what the opinion part prints of its texts; voted: {text id: statement}.

    A share is the mean over texts of the whole per cents that agree, rounded half up.
    """
    agreeing = [
        sum(agree for agree, _disagree, _passes in column)
        for column in zip(*(voted[text]["groups"] for text in texts), strict=True)
    ]
    shares = [(2 * total + len(texts)) // (2 * len(texts)) for total in agreeing]
    return {"shares": shares, "stand": stand_of(agreeing, len(texts), voters)}


def _campaigns(run, threshold):
    """{text id: number of its campaign} of campaigns that enough people sent."""
    rows = CampaignMember.objects.filter(campaign__run=run, campaign__people__gte=threshold)
    return dict(rows.values_list("contribution_id", "campaign__number"))


def _loudness(theme, placed, campaigns, threshold):
    """Everything that was sent on a theme, by whom: each campaign is one sender, as is each other person."""
    nothing = {"sent": None, "people": None, "campaigns": None, "voices": None, "loud": False}
    if theme["held_back"]:
        return nothing
    senders, people = _senders(placed, campaigns, threshold)
    beside = (len(people) - theme["people"], len(senders) - theme["submissions"])
    if min(len(senders), len(people)) < threshold or any(0 < n < threshold for n in beside):
        return nothing
    spoke = voices(list(Counter(senders.values()).values()))
    return {
        "sent": len(senders),
        "people": len(people),
        "campaigns": _campaigns_among(senders),
        "voices": spoke,
        "loud": is_loud(spoke, len(senders)),
    }


def _senders(placed, campaigns, threshold):
    """({submission: its sender}, the people); a campaign is one sender, unless few copies stand here."""
    copies = {placed[text][0] for text in placed if text in campaigns}
    if 0 < len(copies) < threshold:
        campaigns = {}
    senders = {
        submission: ("campaign", campaigns[text]) if text in campaigns else ("person", person)
        for text, (submission, person) in sorted(placed.items())
    }
    return senders, {person for _submission, person in placed.values()}


def _campaigns_among(senders):
    return len({sender for sender in senders.values() if sender[0] == "campaign"})


def senders_of(run, threshold, themes):
    """{theme id: (people, campaigns, [texts of each sender], most first)} of these themes."""
    placed, campaigns = _placed(run), _campaigns(run, threshold)
    found = {}
    for theme in themes:
        senders, people = _senders(placed.get(theme, {}), campaigns, threshold)
        sizes = sorted(Counter(senders.values()).values(), reverse=True)
        found[theme] = (len(people), _campaigns_among(senders), sizes)
    return found
