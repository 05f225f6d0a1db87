"""What analysts found and the council answered when it was over, and a first sorting of what is open."""

from cms.models import ConsultationPage
from consult.actions.notices import send_due_notices
from proposals.models import Contribution
from proposals.themes import actions
from proposals.themes.models import Theme

from . import reporting, words
from .answers import plan_answers
from .coding import code_library

SEED, N_THEMES = 7, 14
DAY_OF_PLANS = -91  # the day after the answers, on which steps still to come were dated


def plan_findings(diary, town):
    """Note sorting, report, decision, answers and what was kept, in the finished consultation."""
    told = words.whole("library_findings")
    at = town.days.moment
    published, decided = at(told["report"]["published"]), at({**told["decision"], "time": "21:00"})
    findings = Findings(town, told)
    diary.note(at({"day": -165, "time": "10:00"}), findings.sort)
    diary.note(at({"day": -150, "time": "16:00"}), findings.code)
    diary.note(at({"day": -140, "time": "16:00"}), code_library, town, findings)
    diary.note(published, findings.publish)
    diary.note(decided, findings.say_what_was_decided)
    diary.note(at(told["published"]), findings.answer)
    for day in findings.days_of_delivery():
        diary.note(at({"day": day, "time": "12:00"}), findings.deliver, day)
    plan_answers(diary, findings)


def sort_first(town, slug):
    """Let software sort what has come so far; an analyst has confirmed nothing yet."""
    _run(town, town.consultations[slug])


def _run(town, consultation):
    run = actions.start_run(
        by=town.users["analyst"], consultation=consultation, n_themes=N_THEMES, seed=SEED, enqueue=False
    )
    return actions.perform_run(run_id=run.pk)


class Findings:
    """The themes of the finished consultation, by the keys its words use."""

    def __init__(self, town, told):
        self.town, self.told = town, told
        self.themes, self.promised = {}, []

    @property
    def consultation(self):
        return self.town.consultations[self.told["consultation"]]

    def sort(self):
        reporting.freeze(self.town, self.consultation)
        self.run = _run(self.town, self.consultation)

    def code(self):
        """Write the codebook in the analysts' own words and put every text where they put it."""
        by = self.town.users["analyst"]
        for theme in self.told["themes"]:
            added = actions.add_theme(
                by=by, run=self.run, name=theme["name"]["en"], definition=theme["definition"]["en"]
            )
            actions.assign_texts(by=by, theme=added, contributions=self._texts_in(theme["key"]))
            self.themes[theme["key"]] = added
        for suggested in Theme.objects.of_run(self.run).exclude(pk__in=[t.pk for t in self.themes.values()]):
            actions.dismiss_theme(by=by, theme=suggested)

    def _texts_in(self, key):
        rows = words.rows_of(self.told["consultation"])
        coded = [row["key"] for row in rows if key in row.get("themes", [])]
        ids = [text.pk for row in coded for text in self.town.texts[row]]
        return Contribution.objects.filter(pk__in=ids)

    def publish(self):
        names = self.told["report"]["signed_off_by"]
        reporting.publish(self.town, self.consultation, self.run, self.themes, names)

    def say_what_was_decided(self):
        """The editor adds the decision to the last phase of the page, in both languages."""
        for page in ConsultationPage.objects.filter(slug=self.told["consultation"]).order_by("pk"):
            phase = list(page.phases.all())[-1]
            phase.note = self.told["decision"]["text"][page.locale.language_code]
            page.phases.add(phase)
            editor = self.town.users["editor"]
            page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)

    def answer(self):
        """Answer themes, promise things by a day, and tell everybody in them; one answer stays a draft."""
        by = self.town.users["policy"]
        for theme in self.told["themes"]:
            said = {part: theme["response"][part]["en"] for part in ("asked", "said", "action", "reason")}
            response = actions.write_response(
                by=by, theme=self.themes[theme["key"]], decision=theme["response"]["decision"], **said
            )
            actions.give_duty(by=by, theme=self.themes[theme["key"]], owner=by)
            for promise in theme["commitments"]:
                self._promise(by, response, promise)
            actions.send_for_check(by=by, response=response)
            if not theme["response"].get("draft"):
                second = self.town.users["editor"]
                actions.check_response(by=second, response=response, version=response.version)
                actions.publish_response(by=by, response=response)
                actions.tell_authors(response_id=response.pk)
        send_due_notices(most=10_000)

    def _promise(self, by, response, promise):
        date = self.town.days.date
        commitment = actions.make_commitment(
            by=by,
            response=response,
            what=promise["what"]["en"],
            due_on=date(promise["due"]["day"]),
            team=promise["team"]["en"],
        )
        self.promised.append((commitment, promise))

    def days_of_delivery(self):
        """Every day on which a step was reached or a promise kept; steps still to come are set at once."""
        promises = [promise for theme in self.told["themes"] for promise in theme["commitments"]]
        kept = {promise["kept"]["day"] for promise in promises if "kept" in promise}
        return sorted(kept | {_day_of(step) for promise in promises for step in promise["milestones"]})

    def deliver(self, day):
        by = self.town.users["policy"]
        for commitment, promise in self.promised:
            for step in promise["milestones"]:
                if _day_of(step) == day:
                    self._reach(by, commitment, step)
            if promise.get("kept", {}).get("day") == day:
                actions.keep_commitment(by=by, commitment=commitment, kept_on=self.town.days.date(day))

    def _reach(self, by, commitment, step):
        date = self.town.days.date
        actions.record_milestone(
            by=by,
            commitment=commitment,
            what=step["what"]["en"],
            due_on=date(step["due"]["day"]),
            reached_on=date(step["reached"]["day"]) if "reached" in step else None,
            note=step.get("note", {}).get("en", ""),
        )


def _day_of(step):
    """When a step stands on the page: as it is reached, else as it is planned."""
    return step["reached"]["day"] if "reached" in step else DAY_OF_PLANS
