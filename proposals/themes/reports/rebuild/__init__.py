"""Every number of a published bundle again, from the inputs it carries, by integer or decimal arithmetic.

A part is registered by `recomputes(name, *inputs)` with a function that takes the whole bundle and returns
that part as it must read. It reads nothing but those inputs, the parameters and parts recomputed before it.
"""

from collections.abc import Callable

_parts: dict[str, tuple[Callable, tuple]] = {}


def recomputes(part, *inputs):
    """Register function(bundle) -> the part, as JSON-able values, for bundles that carry these inputs."""

    def register(function):
        _parts[part] = (function, inputs)
        return function

    return register


def registered(bundle=None):
    """{part: function}, in the order of registration; of a bundle those whose inputs it carries."""
    carried = None if bundle is None else bundle["inputs"].keys()
    return {
        part: function
        for part, (function, inputs) in _parts.items()
        if carried is None or (part in bundle and carried >= {*inputs})
    }


from . import coded, counts, people, themes, votes  # noqa: E402,F401  register their parts
