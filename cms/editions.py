"""Reads an edition off pages: facts of the source page, words of it and of its translations."""

from django.conf import settings

from consult.completeness import missing_for_opening
from consult.editions import PROMISE_PARTS, Edition, HouseRuleEdition, PhaseEdition, QuestionEdition
from consult.models import Consultation
from consult.rules import allowed

FACTS = [
    "answer_due_on",
    "invited_only",
    "access_propose",
    "access_comment",
    "access_answer",
    "access_vote",
    "moderation_mode",
    "staffed_hours",
    "reading_hours",
    "hides_authors",
    "results_visibility",
    "disclosure_threshold",
]


def consultation_of(page, by):
    """The consultation a page speaks of; for a new page the one at its address that has no page yet.

    Imported consultations have none. Only those who may publish one can give it a page.
    """
    if page.consultation_id or not page.is_source:
        return page.consultation
    pageless = Consultation.objects.filter(slug=page.slug, pages=None).first()
    return pageless if pageless and allowed("consult.publish", by, pageless) else None


def edition_of(source, translations=(), rows=None):
    """The edition that a page and its translations make.

    `rows` gives the phases, questions and house rules of the source page when a form holds them.
    """
    rows = rows or rows_of(source)
    others = {language_of(page): (page, rows_of(page)) for page in translations if page.pk != source.pk}
    pages = {language_of(source): (source, rows), **others}
    return Edition(
        slug=source.slug,
        source_language=language_of(source),
        facts={**{name: getattr(source, name) for name in FACTS}, "languages": languages_of(source)},
        words=_words({language: page for language, (page, _rows) in pages.items()}),
        phases=[_phase(phase, _same(pages, "phases", phase)) for phase in rows["phases"]],
        questions=[_question(each, _same(pages, "questions", each)) for each in rows["questions"]],
        house_rules=[_house_rule(rule, _same(pages, "house_rules", rule)) for rule in rows["house_rules"]],
    )


def rows_of(page):
    return {name: list(getattr(page, name).all()) for name in ("phases", "questions", "house_rules")}


def missing_on(page):
    """[(code, text)] that keeps this page from opening; nothing for a page not saved yet."""
    return missing_for_opening(edition_of(page)) if page.is_source else []


def language_of(page):
    """The bare language code of a page, as people's texts carry it."""
    language = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    return language.split("-")[0]


def languages_of(page):
    """Languages people may write in: those ticked, else all that are known here."""
    return page.languages or [code for code, _name in settings.CONSULT_CONTRIBUTION_LANGUAGES]


def _words(pages):
    """{field of Consultation: {language: text}}; empty translations are left out."""
    plain = {"titles": "title", "summaries": "summary", "places": "place", "decided_by": "decided_by"}
    words = {name: _texts(pages, field) for name, field in plain.items()}
    words["promises"] = {language: _promise(page) for language, page in pages.items()}
    return words


def _texts(pages, field):
    return {language: getattr(page, field) for language, page in pages.items() if getattr(page, field)}


def _promise(page):
    return {part: getattr(page, f"promise_{part}") for part in PROMISE_PARTS}


def _same(pages, name, row):
    """{language: the same row there}, matched by translation key; the source's own row as it is given."""
    found = {}
    for language, (_page, rows) in pages.items():
        for other in rows[name]:
            if other.translation_key == row.translation_key:
                found[language] = other
    return found


def _phase(phase, same):
    return PhaseEdition(
        key=phase.translation_key,
        kind=phase.kind,
        opens_at=phase.opens_at,
        closes_at=phase.closes_at,
        allows=phase.allows,
        moderation_mode=phase.moderation_mode,
        titles=_texts(same, "title"),
        notes=_texts(same, "note"),
    )


def _question(question, same):
    return QuestionEdition(
        key=question.key,
        kind=question.kind,
        multiple=question.multiple,
        required=question.required,
        texts=_texts(same, "text"),
        hints=_texts(same, "hint"),
        choices=_choices(question, same),
    )


def _choices(question, same):
    """[{value, label: {language: text}}]: a translated line belongs to its value, else to its place."""
    lines = question.choice_lines
    choices = [{"value": value, "label": {}} for value, _label in lines]
    for language, other in same.items():
        labels = _labels(lines, other.choice_lines)
        for choice in choices:
            if labels.get(choice["value"]):
                choice["label"][language] = labels[choice["value"]]
    return choices


def _labels(lines, translated):
    by_value = dict(translated)
    if {value for value, _label in lines} <= set(by_value):
        return by_value
    if len(lines) != len(translated):
        return {}
    return {value: label for (value, _mine), (_value, label) in zip(lines, translated, strict=True)}


def _house_rule(rule, same):
    return HouseRuleEdition(key=rule.translation_key, texts=_texts(same, "text"), notes=_texts(same, "note"))
