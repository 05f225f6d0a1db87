"""Everything a visitor can read over HTTP, found in the resolver, so that no new address escapes."""

import re

from django.urls import URLResolver, get_resolver

from proposals.paging import PROPOSAL_ORDERS, THREAD_ORDERS
from proposals.views.proposals import SEED_COOKIE

# Not about a consultation, or behind a door of their own with tests of their own.
ELSEWHERE = (
    "_util/",
    "accounts/",
    "cms/",
    "documents/",
    "healthz",
    "i18n/",
    "media/",
    "outbox/",
    "readyz",
    "styleguide/",
)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
PAGES = ["/", "/consultations/", "/consultations/{slug}/", "/fr/", "/fr/consultations/"]
PLACES = ["themes", "unsure", "campaign", "withheld", "pending", "blank", "withdrawn"]
FILES = ["report.pdf", "themes.csv", "report.json", "bundle.json", "texts.csv"]
FILES += ["opinion_themes.csv", "coverage.csv", "weights.csv"]
CODES = ["7K2M-94QD-0ABC-XYZ9"]


def routes(patterns=None, before=""):
    """Every address with its named parameters, outside of ELSEWHERE and of the page tree."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(each.pattern).lstrip("^")
        if route.startswith(ELSEWHERE):
            continue
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif "(" not in route:
            yield route


def addresses(slug, ids):
    """All of them, filled in with one consultation and the ids of what is in it."""
    known = {
        "slug": [slug],
        "pk": ids,
        "theme_id": [1],
        "place": PLACES,
        "edition": [1],
        "number": [1],
        "kind": ["theme", "campaign", "unsure_of"],
        "theme": [1],
        "name": FILES,
        "code": CODES,
        "what": ["themes", "responses"],
        "ending": ["json", "csv"],
        "key": CODES,
        "token": CODES,
    }
    filled = [page.format(slug=slug) for page in PAGES]
    for route in routes():
        filled += [f"/{each}" for each in _fill(route, known)]
    return [each for url in filled for each in (url, *_ordered(url, ids[0]))]


def _fill(route, known):
    """KeyError for a parameter nobody told this test about."""
    found = PARAMETER.search(route)
    if not found:
        return [route]
    before, after = route[: found.start()], route[found.end() :]
    rest = _fill(after, known)
    return [f"{before}{value}{end}" for value in known[found[1]] for end in rest]


def _ordered(url, first):
    """A list in its orders; one thread stands for all."""
    if re.fullmatch(rf"/api/v1/(.*(proposals|answers|consultations)|proposals/{first}/comments)", url):
        return [f"{url}?order=newest", f"{url}?limit=1"]
    if re.fullmatch(r"/consultations/[^/]+/proposals/", url):
        return [f"{url}?order={order}&seed=7" for order in PROPOSAL_ORDERS]
    if url == f"/proposals/{first}/":
        return [f"{url}?order={order}" for order in THREAD_ORDERS]
    return []


PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|nonce="[^"]*"'
)


def read_all(client, urls):
    """{address: (status, body without what differs from one reading to the next)}; lists shuffled alike."""
    client.cookies[SEED_COOKIE] = "7"
    answers = {url: client.get(url) for url in urls}
    return {url: (each.status_code, PASSING.sub("", _body(each))) for url, each in answers.items()}


def _body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace") + response.headers.get("Location", "")
