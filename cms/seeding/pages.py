"""The pages of the demonstration, in English and French, as an editor would have made and published them."""

from html import escape

from wagtail.models import Locale, Site

from cms.models import (
    ConsultationIndexPage,
    ConsultationPage,
    HomePage,
    PageHouseRule,
    PagePhase,
    PageQuestion,
    StandardPage,
)
from consult.editions import PROMISE_PARTS
from consult.enums import Access, Act, PhaseKind
from consult.models import Consultation

from . import words

SOURCE, OTHER = "en", "fr"
FACTS_TITLE = {"en": "Facts and costs", "fr": "Faits et coûts"}


def name_the_body(town):
    """The site and its public body carry the council's name."""
    told = words.whole("consultations")["body"]
    site = Site.objects.get(is_default_site=True)
    site.site_name = told["short_name"]
    site.save()
    body = site.body
    body.name = told["name"]
    body.save()


def publish_front(town):
    """The front page and the list of consultations, and the pages of text: read, filled in and published."""
    home = HomePage.objects.get(locale__language_code=SOURCE)
    _in_both(town, home, _home)
    _in_both(town, ConsultationIndexPage.objects.child_of(home).get(), _as_it_is)
    own = {told["slug"]: told for told in words.whole("consultations")["pages"]}
    for page in StandardPage.objects.child_of(home):
        if told := own.get(page.slug):
            _in_both(town, page, _standard, told)
        else:
            _in_both(town, page, _as_it_is)


def _add(parent, page):
    page.locale = parent.locale
    parent.add_child(instance=page)


def _in_both(town, page, write, *told):
    """Write and publish a page, then its translation."""
    _publish(town, page, write, SOURCE, *told)
    locale = Locale.objects.get(language_code=OTHER)
    translation = page.get_translation_or_none(locale) or page.copy_for_translation(locale)
    _publish(town, translation, write, OTHER, *told)


def _publish(town, page, write, language, *told):
    write(town, page, language, *told)
    editor = town.users["editor"]
    page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    page.refresh_from_db()


def publish_again(town, page):
    """A change that the editor made to a page goes live."""
    _publish(town, page, _as_it_is, SOURCE)


def _home(town, page, language):
    told = words.whole("consultations")["home"]
    page.title = told["title"][language]
    page.introduction = told["introduction"][language]
    page.steps = [
        ("step", {name: step[name][language] for name in ("title", "text")}) for step in told["steps"]
    ]


def _as_it_is(town, page, language):
    """A new site has these words already."""


def _standard(town, page, language, told):
    page.title = told["title"][language]
    page.body = [("text", "".join(f"<p>{escape(text)}</p>" for text in told["body"][language]))]


def publish_consultation(town, slug):
    """Make the page of a consultation with everything it asks, publish it, and its French translation."""
    told = words.pages()[slug]
    index = ConsultationIndexPage.objects.get(locale__language_code=SOURCE)
    page = ConsultationPage(slug=slug, title=told["title"][SOURCE], live=False, owner=town.users["editor"])
    _facts(town, page, told)
    _add(index, page)
    _in_both(town, page, _words, told)
    town.consultations[slug] = Consultation.objects.get(slug=slug)


def _facts(town, page, told):
    page.answer_due_on = town.days.date(told["answer_due"]["day"])
    page.languages = told["languages"]
    page.moderation_mode, page.results_visibility = told["moderation"], told["results"]
    page.disclosure_threshold = told["disclosure_threshold"]
    for act, access in told["access"].items():
        setattr(page, f"access_{act}", access)
    page.phases = _in_order([_phase(town, phase, told) for phase in told["phases"]])
    page.questions = _in_order([_question(question) for question in told["questions"]])
    page.house_rules = _in_order([_rule(rule, SOURCE) for rule in told["house_rules"]])


def _in_order(rows):
    for place, row in enumerate(rows):
        row.sort_order = place
    return rows


def _phase(town, phase, told):
    allowed = [act for act in PhaseKind(phase["kind"]).usual_acts if told["access"][act] != Access.NOBODY]
    return PagePhase(
        kind=phase["kind"],
        title=phase["title"][SOURCE],
        opens_at=town.days.moment(phase["opens"]),
        closes_at=town.days.moment(phase["closes"]),
        **{f"allows_{act}": act in allowed for act in Act},
    )


def _question(question):
    return PageQuestion(
        key=question["key"],
        kind=question["kind"],
        text=question["text"][SOURCE],
        choices=_choices(question, SOURCE),
        required=question["required"],
        multiple=question.get("multiple", False),
    )


def _rule(rule, language):
    return PageHouseRule(**_rule_words(rule, language))


def _rule_words(rule, language):
    return {"text": rule["text"][language], "note": rule["explanation"][language]}


def _choices(question, language):
    return "\n".join(f"{each['value']} = {each['label'][language]}" for each in question.get("choices", []))


def _words(town, page, language, told):
    """Everything a translator writes, with the rows in the order of the source."""
    days = town.days
    page.title, page.summary = told["title"][language], told["summary"][language]
    page.place, page.decided_by = ", ".join(told["areas"])[:120], told["decided_by"][language]
    for part in PROMISE_PARTS:
        setattr(page, f"promise_{part}", days.worded(told["promise"][part], language))
    _write_rows(page, "phases", told, lambda phase: {"title": phase["title"][language]})
    _write_rows(page, "questions", told, lambda question: _question_words(question, language))
    _write_rows(page, "house_rules", told, lambda rule: _rule_words(rule, language))
    page.body = list(_blocks(town, told, language))


def _write_rows(page, name, told, words_of):
    """Set the words of all rows of a kind; assigned anew, since the page forgets changes made in place."""
    rows = list(getattr(page, name).all())
    for row, said in zip(rows, told[name], strict=True):
        vars(row).update(words_of(said))
    setattr(page, name, rows)


def _question_words(question, language):
    return {
        "text": question["text"][language],
        "hint": question.get("hint", {}).get(language, ""),
        "choices": _choices(question, language),
    }


def _blocks(town, told, language):
    yield from _texts_and_facts(told["body"][language], language)
    yield "areas", told["areas"]
    contact = words.whole("consultations")["body"]["contact"]
    ways = "".join(f"<li>{escape(way)}</li>" for way in told["other_ways"][language])
    other = {"text": f"<ul>{ways}</ul>", "phone": contact["phone"], "reference": told["reference"]}
    yield "other_ways", other
    for event in told["events"]:
        yield "meeting", _meeting(town, event, language)


def _texts_and_facts(parts, language):
    """Headings and paragraphs run together as text; facts unfold."""
    text = ""
    for part in parts:
        if part["type"] == "facts":
            yield from _flushed(text)
            text = ""
            yield "folded", {"title": FACTS_TITLE[language], "text": _facts_html(part["value"])}
        else:
            tag = "h2" if part["type"] == "heading" else "p"
            text += f"<{tag}>{escape(part['value'])}</{tag}>"
    yield from _flushed(text)


def _facts_html(facts):
    return "".join(f"<p><b>{escape(fact['term'])}:</b> {escape(fact['text'])}</p>" for fact in facts)


def _flushed(text):
    if text:
        yield "text", text


def _meeting(town, event, language):
    return {
        "name": event["title"][language],
        "starts_at": town.days.moment({"day": event["day"], "time": event["starts"]}),
        "place": event["place"],
        "note": event["access"][language],
    }
