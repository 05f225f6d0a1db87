"""What `make audit` judges by tools that the tests do without: the Nu HTML checker and Lighthouse."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.browser.production import served, static_as_in_production

from .table import EVERY

pytestmark = [pytest.mark.browser]
FOLDER = Path(os.environ.get("AUDIT_FOLDER", "var/audit"))
MODULES = FOLDER / "node_modules"
GOALS = {"accessibility": 100, "performance": 95, "best-practices": 100}
PAGES = {
    "home": lambda town: "/",
    "consultation": lambda town: "/consultations/quieter-streets/",
    "proposal": lambda town: town.proposal.get_absolute_url(),
}
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"


@pytest.fixture(scope="module")
def documents(town, windows):
    """{state: the HTML the server sent last on the way to it}, each in a file of its own."""
    folder = FOLDER / "html"
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.html"):
        file.unlink()
    for state in EVERY:
        (folder / f"{state.name}.html").write_bytes(html_of(state, town, windows))
    return sorted(folder.glob("*.html"))


def html_of(state, town, windows):
    page, sent = windows(state.who).new_page(), []

    def keep(response):
        document = response.request.resource_type == "document" and response.request.redirected_to is None
        if document and "text/html" in response.headers.get("content-type", ""):
            sent.append(response)

    page.on("response", keep)
    page.goto(state.address(town))
    state.act(page)
    body = sent[-1].body()
    page.close()
    return body


def test_nu_html_checker_finds_no_error_in_any_state(documents):
    checker = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss1024k", "-jar", str(checker), "--format", "json", *map(str, documents)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    found = json.loads(told)["messages"]
    errors = [each for each in found if each["type"] == "error" or each.get("subType") == "fatal"]
    warnings = [each for each in found if each.get("subType") == "warning"]
    print(
        json.dumps({"audit": "nu", "pages": len(documents), "errors": len(errors), "warnings": len(warnings)})
    )
    for each in warnings:
        print("  warning", *place_of(each))
    assert [place_of(each) for each in errors] == []


def place_of(message):
    page = Path(message.get("url", "")).stem
    return page, message.get("lastLine"), message["message"], message.get("extract", "").strip()[:90]


@pytest.fixture(scope="module")
def address(town, tmp_path_factory):
    with static_as_in_production(tmp_path_factory.mktemp("static")), served() as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_gives_page_its_points(name, town, address):
    points, why = judged(address + PAGES[name](town))
    print(json.dumps({"audit": "lighthouse", "page": name, **points}))
    assert {key: points[key] for key, least in GOALS.items() if points[key] < least} == {}, why


def judged(url):
    """({category: points}, what cost points) as on a telephone with a slow connection."""
    command = [
        "node",
        str(MODULES / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--output=json",
        "--output-path=stdout",
        f"--only-categories={','.join(GOALS)}",
        f"--chrome-flags={FLAGS}",
    ]
    environment = {**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    report = json.loads(told)
    points = {key: round(100 * report["categories"][key]["score"]) for key in GOALS}
    points |= {"first paint ms": round(report["audits"]["first-contentful-paint"]["numericValue"])}
    weighed = {ref["id"] for key in GOALS for ref in report["categories"][key]["auditRefs"] if ref["weight"]}
    lost = [
        each for key, each in report["audits"].items() if key in weighed and each["score"] not in (None, 1)
    ]
    return points, [(each["title"], each.get("displayValue", "")) for each in lost]
