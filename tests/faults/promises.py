"""What is promised whatever breaks, and the sentences that say which promise did not hold."""

from collections import Counter
from dataclasses import dataclass

from .browser import LOST
from .screens import counts

LIVE_AGAIN = 10.0  # seconds


@dataclass(frozen=True)
class Findings:
    """Everything that was seen of one fault; `broken` is empty when all promises hold."""

    figures: dict
    broken: list


def judge(crowd, recount):
    """Findings about writing, reading and answers; what only one fault promises is the caller's."""
    return joined([written(crowd, recount), voted(crowd, recount), seen(crowd, recount), answered(crowd)])


def written(crowd, recount):
    """Every acknowledged comment once, every other one once at most, none of them in parts."""
    kept, sent = recount.comments(), [each for writer in crowd.commenters for each in writer.written]
    acknowledged = [each for each in sent if each.answered]
    lost = [each.key for each in acknowledged if each.key not in kept]
    doubled = [key for key, count in kept.items() if count > 1]
    foreign = kept.keys() - {each.key for each in sent}
    parts = recount.half_written()
    figures = {
        "comments_acknowledged": len(acknowledged),
        "comments_open": len(sent) - len(acknowledged),
        "comments_lost": len(lost),
        "comments_doubled": len(doubled),
    }
    broken = _sentences(
        lost=(lost, "acknowledged comments are not in the database"),
        doubled=(doubled, "comments are in the database more than once"),
        foreign=(foreign, "comments are in the database that nobody sent"),
        parts=(parts, "comments are there in part"),
    )
    return Findings(figures, broken)


def voted(crowd, recount):
    """One row for each voter, with the choice they were told last; the tally is what the rows say."""
    rows = recount.votes()
    standing = {voter.residents[0]["user"]: voter.standing for voter in crowd.voters}
    doubled = [user for user, count in Counter(user for user, _word in rows).items() if count > 1]
    wrong = [user for user, word in standing.items() if word and dict(rows).get(user) != word]
    tallies = {recount.tally(), *(counts(screen.tally) for screen in crowd.screens if screen.tally)}
    off = [str(each) for each in tallies if each != recount.counted()]
    figures = {
        "votes_acknowledged": sum(1 for voter in crowd.voters for each in voter.written if each.answered),
        "votes_wrong": len(wrong) + len(doubled),
        "tally_off": len(off),
    }
    broken = _sentences(
        doubled=(doubled, "voters have more than one row"),
        wrong=(wrong, "voters have another choice than they were told last"),
        off=(off, f"counts are not what the rows say, {recount.counted()}"),
    )
    return Findings(figures, broken)


def seen(crowd, recount):
    """Every event on every screen once and in order, to the last; and one event for each comment."""
    events, comments = recount.events(), sum(recount.comments().values())
    came = [[(seq, target) for seq, target, _when in screen.events] for screen in crowd.screens]
    missed = sum(len(set(events) - set(each)) for each in came)
    doubled = sum(len(each) - len(set(each)) for each in came)
    uneven = [] if len({target for _seq, target in events}) == len(events) == comments else [len(events)]
    cuts = sum(screen.cuts for screen in crowd.screens)
    figures = {"events": len(events), "events_missed": missed, "events_doubled": doubled, "cuts": cuts}
    broken = _sentences(
        missed=(range(missed), "events did not come"),
        doubled=(range(doubled), "events came twice"),
        disordered=([0 for each in came if each != sorted(each)], "screens saw events out of order"),
        uneven=(uneven, f"number of events is not that of the comments, {comments}"),
        skipped=([each for screen in crowd.screens for each in screen.skipped], "stretches were passed over"),
        odd=([*_odd_frames(crowd)], "frames that nobody should get"),
    )
    return Findings(figures, broken)


def _odd_frames(crowd):
    """Codes beside "busy", which is what a socket is told while the database is away."""
    return {code for screen in crowd.screens for code in screen.refused if code != "busy"}


def answered(crowd):
    """Done, not now, or nothing at all; never an error of ours."""
    wrong = [each for browser in crowd.browsers for each in browser.wrong]
    fallen = [each.failure for each in (*crowd.writers, *crowd.screens) if each.failure]
    slowest = max(browser.slowest for browser in crowd.browsers)
    figures = {"statuses": crowd.told(), "wrong_statuses": len(wrong), "slowest_answer_s": round(slowest, 2)}
    return Findings(
        figures,
        _sentences(
            wrong=(wrong, "answers that nobody should get"),
            fallen=(fallen, "people of this harness fell over"),
        ),
    )


def in_time(name, seconds, promised=LIVE_AGAIN):
    """A figure of seconds, None for never, and what is wrong with it."""
    shown = None if seconds is None else round(seconds, 1)
    late = shown is None or shown > promised
    return Findings({name: shown}, [f"{name} is {shown}, promised are {promised:.0f} s"] if late else [])


def noticed(shows, figures):
    """A fault that nobody noticed was none, and proves nothing."""
    count = figures["cuts"] if shows == "cuts" else figures["statuses"].get(shows, 0)
    return Findings({}, [f"no {shows}: nothing was broken"] if shows and not count else [])


def calm(figures):
    """Nobody was told to come back, and no connection was lost."""
    away = {status: figures["statuses"].get(status, 0) for status in ("503", LOST)}
    return Findings({}, [f"forms did not go on: {away}"] if any(away.values()) else [])


def taken_meanwhile(crowd, began, ended):
    """Comments and votes were taken while it was broken."""
    comments, votes = (
        _answered_within(writers, began, ended) for writers in (crowd.commenters, crowd.voters)
    )
    slowest = crowd.slowest_on_screen(began, ended)
    figures = {
        "comments_meanwhile": comments,
        "votes_meanwhile": votes,
        "slowest_on_screen_s": None if slowest is None else round(slowest, 1),
    }
    return Findings(figures, [] if comments and votes else ["nothing was taken meanwhile"])


def _answered_within(writers, began, ended):
    times = [each.answered for writer in writers for each in writer.written if each.answered]
    return sum(began <= when <= ended for when in times)


def joined(parts):
    figures = {name: value for part in parts for name, value in part.figures.items()}
    return Findings(figures, [sentence for part in parts for sentence in part.broken])


def _sentences(**found):
    return [f"{len(items)} {what}: {list(items)[:3]}" for items, what in found.values() if len(items)]
