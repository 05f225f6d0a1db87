"""What stands between the themes of the finished consultation and its report, from the freeze on."""

from proposals.closing import closing_list
from proposals.themes import actions
from proposals.themes.contrasts import contrasts_of, fingerprint
from proposals.themes.models import Redaction, Theme
from proposals.themes.querysets import texts_for_staff

from . import words


def freeze(town, consultation):
    """The owner says why what is open may stay open, then the first analyst freezes everything received."""
    reasons = words.whole("library_report")["left_open"]
    for line in closing_list(consultation):
        if line.number:
            actions.accept_closing_line(
                by=town.users["editor"], consultation=consultation, code=line.code, reason=reasons[line.code]
            )
    actions.freeze_received(by=town.users["analyst"], consultation=consultation)


def publish(town, consultation, run, themes, names):
    """Everything around the numbers, then two names and the day on which the public reads it.

    themes: {key: theme}; names: who freezes and who signs.
    """
    first, second = (town.users[name] for name in names)
    frame(town, first, run, themes)
    read_contrasts(first, run)
    report = actions.freeze_report(by=first, consultation=consultation, run=run)
    actions.sign_report(by=second, report=report)
    actions.publish_report(by=first, report=report)


def frame(town, by, run, themes):
    """Scale, limits, who saw it early, a view of few, the plain summary; personal details removed."""
    told, snapshot = words.whole("library_report"), run.snapshot
    actions.write_frame(by=by, snapshot=snapshot, **told["frame"])
    for reader in told["early"]:
        since = town.days.date(reader["since"])
        actions.add_early_reader(by=by, snapshot=snapshot, **{**reader, "since": since})
    for view in told["minority"]:
        text = town.texts[view["text"]][0]
        said = {part: view[part] for part in ("name", "why", "quote")}
        actions.note_minority_view(by=by, snapshot=snapshot, contribution=text.pk, **said)
    for key, sentence in told["summary"].items():
        actions.write_summary_point(by=by, theme=themes[key], sentence=sentence)
    waiting = Redaction.objects.filter(consultation=run.consultation, decision=Redaction.Decision.OPEN)
    actions.decide_redactions(by=by, redactions=list(waiting), remove=True, reason=told["details"])


def read_contrasts(by, run):
    """The analyst reads what says otherwise than each theme does."""
    texts = texts_for_staff(by, run.consultation)
    for theme in Theme.objects.of_run(run).confirmed():
        actions.read_contrasts(by=by, theme=theme, seen=fingerprint(contrasts_of(texts, theme)))
