"""A bundle against what its own inputs give: every part that differs, named down to the number."""

from dataclasses import dataclass

from proposals.themes.reports.bundle import canonical, digest

from . import registered

AROUND = ("inputs", "hashes", "fingerprint")


@dataclass(frozen=True)
class Difference:
    """Where two bundles differ: the part, the place in it, what is printed, what is right."""

    part: str
    where: str
    printed: object
    right: object

    def __str__(self):
        return f"{self.part}{self.where}: printed {_short(self.printed)}, recomputed {_short(self.right)}"


def _short(value):
    words = canonical(value).decode()
    return words if len(words) <= 80 else f"{words[:77]}..."


def rebuilt(bundle):
    """The bundle with every registered part computed again from its inputs, and its hashes with it."""
    stated = {part: value for part, value in bundle.items() if part not in AROUND}
    parts = {name: _part(function, bundle) for name, function in registered(bundle).items()}
    right = {**stated, **parts, "input_hashes": {n: digest(rows) for n, rows in bundle["inputs"].items()}}
    hashes = {part: digest(value) for part, value in right.items()}
    return {**right, "inputs": bundle["inputs"], "hashes": hashes, "fingerprint": digest(hashes)}


def _part(function, bundle):
    """The part, or what hindered it: rows that somebody changed may no longer fit together."""
    try:
        return function(bundle)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return {"cannot be computed": type(error).__name__}


def differences(bundle, written):
    """[Difference] between the file and what it must be; `written` are its bytes."""
    right = rebuilt(bundle)
    found = [d for part in right for d in _between(part, "", bundle.get(part), right[part])]
    stray = [Difference(part, "", bundle[part], None) for part in bundle if part not in right]
    if not found and not stray and written != canonical(bundle):
        found = [Difference("file", f" at byte {_first_other(written, canonical(bundle))}", "", "")]
    return stray + found


def _between(part, where, printed, right):
    if printed == right and type(printed) is type(right):
        return
    if isinstance(printed, dict) and isinstance(right, dict):
        for key in sorted({*printed, *right}):
            yield from _between(part, f"{where}.{key}", printed.get(key), right.get(key))
    elif isinstance(printed, list) and isinstance(right, list) and len(printed) == len(right):
        for at, pair in enumerate(zip(printed, right, strict=True)):
            yield from _between(part, f"{where}[{_name(pair[1], at)}]", *pair)
    else:
        yield Difference(part, where, printed, right)


def _name(value, at):
    """A row by its own key, where it has one."""
    if isinstance(value, dict):
        return value.get("key") or value.get("number") or value.get("id") or at
    return at


def _first_other(one, other):
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
