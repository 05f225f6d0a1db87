"""Every number of a published bundle again, from the inputs it carries, by integer or decimal arithmetic.

A part is registered by `recomputes(name)` with a function that takes the whole bundle and returns that part
as it must read. It reads nothing but `bundle["inputs"]`, the parameters and parts recomputed before it.
"""

from collections.abc import Callable

_parts: dict[str, Callable] = {}


def recomputes(part):
    """Register function(bundle) -> the part, as JSON-able values."""

    def register(function):
        _parts[part] = function
        return function

    return register


def registered():
    """{part: function}, in the order of registration."""
    return dict(_parts)


from . import counts, people, themes  # noqa: E402,F401  register their parts
