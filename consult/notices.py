"""The words of notices: each kind has a composer, which looks again at what may be said when it is sent."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """A part of a letter with a heading of its own: one theme of several, one notice of a round-up."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)
    quote: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Letter:
    """What one notice says: a subject, paragraphs, a page to open, and rows of a table.

    `links`: [(words, address)] beneath the button. `sign`: who says it, and that a person reads replies.
    """

    subject: str
    paragraphs: list[str]
    url: str = ""
    button: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    quote: str = ""
    sections: list[Section] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    sign: str = ""


_composers: dict = {}
_lists: dict = {}
_to_suspended: set = set()
_address_finders: list = []


def composer(kind, *, to_suspended=False, list_name=""):
    """Register a function (notice) -> Letter, or None when there is nothing left that may be said.

    `list_name`: the list (NoticeList) people choose it by; without one it is always sent, such as a decision.
    `to_suspended`: a person whose account is suspended gets this kind by e-mail, too, such as what they may
    appeal against.
    """

    def register(compose):
        _composers[kind] = compose
        _lists[kind] = str(list_name)
        if to_suspended:
            _to_suspended.add(kind)
        return compose

    return register


def compose(notice):
    """The letter of a notice, or None: its kind is unknown, or its subject may no longer be shown."""
    composer_of_kind = _composers.get(notice.kind)
    return composer_of_kind(notice) if composer_of_kind else None


def list_of(kind):
    """The name of the list a kind of notice belongs to, or the empty string."""
    return _lists.get(kind, "")


def kinds():
    return sorted(_composers)


def address_finder(find):
    """Register a function (notice) -> e-mail address or "", for people without an account."""
    _address_finders.append(find)
    return find


def address_of(notice):
    """Where to write: the account's address, else what a floor above knows, else nothing."""
    if notice.user_id:
        user = notice.user
        reachable = user.is_active or notice.kind in _to_suspended
        return user.email if reachable and user.erased_at is None else ""
    return next(filter(None, (find(notice) for find in _address_finders)), "")
