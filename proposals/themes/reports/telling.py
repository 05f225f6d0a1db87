"""What may stand beside a quote or a listed text: nothing by which readers count a cell that is held back."""


def tells_stance(bundle, theme):
    """Whether the stance of each text in a theme may be said: when the split of all of them is printed."""
    return any(each["id"] == theme and each["stance"] for each in bundle["themes"])


def told_channels(bundle, theme=None):
    """Channels that may be said of texts: those whose number is printed, over all and in this theme."""
    printed = {key for key, number, _held in bundle["channels"] if number is not None}
    cells = _cells_of(bundle, theme)
    return {key for key in printed if cells.get(key, True)}


def _cells_of(bundle, theme):
    """{channel: whether its cell of this theme is printed}; nothing without such a table."""
    for table in bundle.get("breakdowns", []):
        if table["by"] == "channel":
            row = next((cells for pk, cells in table["themes"] if pk == theme), None)
            if row is None:
                return {}
            shown = {key: cell[0] is not None for (key, *_n), cell in zip(table["columns"], row, strict=True)}
            return shown | {key: shown["others"] for key in table["merged"]}  # noqa: C420
    return {}
