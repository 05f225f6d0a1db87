"""A resident's browser without a screen: cookies, the forms of a page, posting them, and what came back."""

import http.client
import re
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

LONGEST_ANSWER = 30.0
LOST, HUNG = "lost", "hung"


@dataclass(frozen=True)
class Answer:
    """`status` is a number, or "lost" for a connection that was cut, or "hung" for one that said nothing."""

    status: int | str
    text: str = ""
    location: str = ""
    retry_after: str = ""

    @property
    def acknowledged(self):
        return self.status in (302, 303) and "/login/" not in self.location

    @property
    def may_happen(self):
        """Whether a reader is told the truth: done, not now, or nothing at all."""
        if self.status == 503:
            return self.retry_after.isdigit()
        return self.status in (LOST, 409, 429) or (isinstance(self.status, int) and 200 <= self.status < 400)


class Browser:
    """`told` counts the answers, `wrong` keeps those that nobody should ever get."""

    def __init__(self, site, resident):
        self.site, self.resident = site, resident
        self.cookies = {"sessionid": resident["session"]}
        self.told, self.wrong, self.slowest = Counter(), [], 0.0

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, **form):
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method, path, body=None):
        started = time.monotonic()
        answer = self._answer(method, path, body)
        self.slowest = max(self.slowest, time.monotonic() - started)
        self.told[str(answer.status)] += 1
        if not answer.may_happen:
            self.wrong.append(f"{method} {path}: {answer.status} {answer.location} {answer.text[:300]}")
        return answer

    def _answer(self, method, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=LONGEST_ANSWER)
        try:
            connection.request(method, path, body=body, headers=self._headers())
            response = connection.getresponse()
            text = response.read().decode()
        except TimeoutError:
            return Answer(HUNG)
        except (OSError, http.client.HTTPException):
            return Answer(LOST)
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        said = response.headers.get
        return Answer(response.status, text, said("Location", ""), said("Retry-After", ""))

    def _headers(self):
        """Those of a browser, and those a proxy in front adds."""
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.site.address,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"198.51.100.{self.resident['user'] % 250 + 1}",
        }


def form_on(page, action):
    """{name: value} of the hidden fields of the form that is sent there."""
    forms = re.findall(rf'<form[^>]*action="[^"]*{re.escape(action)}".*?</form>', page, re.DOTALL)
    fields = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", forms[0]) if forms else []
    return {_attribute(field, "name"): _attribute(field, "value") for field in fields}


def _attribute(field, name):
    found = re.search(rf'\b{name}="([^"]*)"', field)
    return found[1] if found else ""
