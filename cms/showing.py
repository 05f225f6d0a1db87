"""What pages show: lists of consultations, and one consultation as applied, as drafted, or as rehearsed."""

from functools import partial

from django.db.models import Prefetch
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.editions import PROMISE_PARTS
from consult.enums import Act, ConsultationState
from consult.models import Body, Consultation, Phase
from consult.sections import section_url
from proposals.paging import PROPOSAL_ORDERS, new_seed, orders_offered, proposals_page, seed_from
from proposals.rules import results_are_open
from proposals.themes.models import ThemeReport
from proposals.views.proposals import SEED_COOKIE, list_version, proposals_shown_to, rows_for
from proposals.views.tallies import readable_tallies

from .blocks import ASIDE_BLOCKS
from .editions import edition_of
from .figures import people_in, proposals_shown, taking_part
from .standing import answer_record, answers_in, standing_of

MOST_ANSWERED = 3
MOST_PROPOSALS = 5


def home_context(page, request):
    """Open now, answered, the answer record, and the line of what happens next."""
    rows, answers = _listed(request.user)
    return {
        "open_rows": _open_first(rows),
        "coming_rows": [row for row in rows if row["standing"].kind == "coming"],
        "answered_rows": _answered(rows, answers)[:MOST_ANSWERED],
        "record": answer_record([row["consultation"] for row in rows], answers),
        "steps": _steps(page),
    }


def index_context(request):
    """All consultations by where they stand; `q` narrows them to those whose words hold it."""
    rows, answers = _listed(request.user)
    wanted = request.GET.get("q", "").strip()[:100]
    if wanted:
        rows = [row for row in rows if _holds(row["consultation"], wanted)]
    answered = _answered(rows, answers)
    ids = {row["consultation"].pk for row in answered}
    closed = [row for row in rows if row["standing"].kind == "closed"]
    return {
        "query": wanted,
        "open_rows": _open_first(rows),
        "coming_rows": [row for row in rows if row["standing"].kind == "coming"],
        "closed_rows": [row for row in closed if row["consultation"].pk not in ids],
        "answered_rows": answered,
    }


def _listed(user):
    """Rows of the opened consultations one may see, with phases, standing and people."""
    phases = Prefetch("phases", queryset=Phase.objects.in_use(), to_attr="phases_in_order")
    visible = Consultation.objects.visible_to(user).published().order_by("-published_at", "-pk")
    consultations = list(visible.prefetch_related(phases))
    people = people_in(consultations)
    rows = [_row(consultation, people[consultation.pk]) for consultation in consultations]
    return rows, answers_in([consultation.pk for consultation in consultations])


def _row(consultation, people):
    for phase in consultation.phases_in_order:
        phase.consultation = consultation
    return {
        "consultation": consultation,
        "standing": standing_of(consultation),
        "people": people,
        "url": consultation.get_absolute_url(),
    }


def _open_first(rows):
    """Open ones, those that close first on top, those without an end last."""
    open_rows = [row for row in rows if row["standing"].is_open]
    return sorted(
        open_rows, key=lambda row: (row["standing"].closes_at is None, row["standing"].closes_at or 0)
    )


def _answered(rows, answers):
    answered = [{**row, "answers": answers[pk]} for row in rows if (pk := row["consultation"].pk) in answers]
    return sorted(answered, key=lambda row: row["answers"].first_at, reverse=True)


def _holds(consultation, wanted):
    said = [*consultation.titles.values(), *consultation.summaries.values(), *consultation.places.values()]
    return wanted.casefold() in " ".join(said).casefold()


def _steps(page):
    written = [{"name": each.value["title"], "when": each.value["text"]} for each in page.steps]
    return [{"state": "next", **step} for step in written or usual_steps()]


def usual_steps():
    """What happens to what people say, unless an editor writes it otherwise."""
    return [
        {
            "name": _("You say it"),
            "when": _("Online, on paper, by phone or at a meeting. You get a receipt."),
        },
        {
            "name": _("We sort it"),
            "when": _("Software groups similar points. A named analyst checks every theme."),
        },
        {
            "name": _("Everyone can check"),
            "when": _("The report shows every theme, how sure we are, and what we left out and why."),
        },
        {
            "name": _("You get an answer"),
            "when": _("Each theme is accepted, accepted in part or not accepted, with a reason."),
        },
        {
            "name": _("We do it, dated"),
            "when": _("Each promise has an owner and a date. Late ones stay on show."),
        },
    ]


def page_context(page, request, rehearsed=None):
    """One page: the applied consultation when it is live, the draft itself in previews and rehearsals."""
    previewed = getattr(request, "is_preview", False)
    if previewed or rehearsed is not None or page.consultation_id is None:
        consultation = drafted(page, rehearsed)
    else:
        consultation = page.consultation
    return consultation_context(consultation, request, body=page.body, rehearsal=rehearsed is not None)


def drafted(page, rehearsed=None):
    """A consultation, never saved, that says what the draft page says."""
    edition = edition_of(page.source_page if not page.is_source else page, [page])
    known = rehearsed or page.consultation
    consultation = Consultation(
        pk=known.pk if known else None,
        body=known.body if known else Body.objects.order_by("pk").first(),
        state=known.state if known else ConsultationState.REHEARSAL,
        slug=edition.slug,
        source_language=edition.source_language,
        **edition.facts,
        **edition.words,
    )
    dated = sorted((p for p in edition.phases if p.opens_at), key=lambda p: p.opens_at)
    consultation.phases_in_order = [Phase(consultation=consultation, **vars(phase)) for phase in dated]
    return consultation


def consultation_context(consultation, request, body=(), rehearsal=False):
    """Everything the page of one consultation shows."""
    standing = standing_of(consultation)
    known = consultation.pk is not None
    version = list_version(consultation) if known else ""
    return {
        "consultation": consultation,
        "standing": standing,
        "promise": promise_rows(consultation),
        "changes": consultation.promise_changes if known else 0,
        "log_url": section_url(consultation, "changes") if known else "",
        "figures": taking_part(consultation) if known else None,
        "proposals": some_proposals(consultation, request, version) if known else None,
        "may_vote": Act.VOTE in consultation.acts_ever_allowed() if rehearsal else _voting(standing),
        "buttons": _buttons(consultation, standing, version) if known else [],
        "aside_blocks": [block for block in body if block.block_type in ASIDE_BLOCKS],
        "body_blocks": [block for block in body if block.block_type not in ASIDE_BLOCKS],
        "rehearsal": rehearsal,
    }


def _voting(standing):
    return standing.is_open and Act.VOTE in standing.phase.allows


def some_proposals(consultation, request, version):
    """The first few proposals as this reader's list shuffles them: {rows, seed, orders}."""
    seed = seed_from(request.COOKIES.get(SEED_COOKIE)) or new_seed()
    page = proposals_page(
        SimpleLazyObject(partial(proposals_shown_to, request.user, consultation)),
        order="shuffled",
        seed=seed,
        after="",
        size=MOST_PROPOSALS,
        version=version,
        rows_of=rows_for(request.user, consultation),
    )
    tallies = readable_tallies(request.user, page.rows)
    for proposal in page.rows:
        proposal.readable_tally = tallies.get(proposal.pk)
    url = section_url(consultation, "proposals")
    offered = orders_offered(PROPOSAL_ORDERS, results_open=results_are_open(consultation))
    orders = [(name, f"{url}?order={key}", key == "shuffled") for key, name in offered.items()]
    return {"rows": page.rows, "seed": seed, "orders": orders, "url": url, "more": bool(page.after)}


def promise_rows(consultation):
    names = {
        "still_open": _("Still open"),
        "already_fixed": _("Already fixed"),
        "who_decides": _("Who decides"),
        "how_used": _("How we use what you say"),
        "when_back": _("When you hear back"),
    }
    promise = consultation.promise
    return [(names[part], promise[part]) for part in PROMISE_PARTS if promise.get(part)]


def _buttons(consultation, standing, version):
    """[(url, words)], the main one first."""
    if not standing.is_open:
        return _after_buttons(consultation)
    allowed = set(standing.phase.allows)
    buttons = []
    if allowed & {Act.VOTE, Act.COMMENT, Act.PROPOSE}:
        buttons.append((section_url(consultation, "proposals"), _reading(consultation, allowed, version)))
    if Act.ANSWER in allowed and consultation.has_questions:
        buttons.append((section_url(consultation, "questionnaire"), _("Answer the questions")))
    if Act.PROPOSE in allowed:
        buttons.append((section_url(consultation, "propose"), _("Make a proposal")))
    return buttons


def _reading(consultation, allowed, version):
    number = proposals_shown(consultation, version)
    if not number:
        return _("Read the proposals")
    if Act.VOTE not in allowed:
        return ngettext("Read %(n)d proposal", "Read %(n)d proposals", number) % {"n": number}
    return ngettext("Read and vote on %(n)d proposal", "Read and vote on %(n)d proposals", number) % {
        "n": number
    }


def _after_buttons(consultation):
    if answers_in([consultation.pk]):
        return [(section_url(consultation, "responses"), _("Read the answers"))]
    if ThemeReport.objects.published().filter(consultation=consultation).exists():
        return [(section_url(consultation, "report"), _("Read the themes"))]
    return []
