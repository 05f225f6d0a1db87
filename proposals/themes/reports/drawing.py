"""The themes by size as a picture, and the same in words."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

WIDTH, ROW, LABEL, RIGHT = 1400, 48, 620, 110
INK, BAR, EDGE = "#1c1920", "#6b2c7c", "#d9d6cf"
SIZE, LONGEST = 24, 48


def themes_drawn(rows):
    """(bytes of a PNG, alternative text) of the shares; None when no theme has one."""
    shown = [row for row in rows if row["share"] is not None]
    if not shown:
        return None
    end = max(10, 10 * -(-int(max(row["share"] for row in shown) + 1) // 10))
    image = Image.new("RGB", (WIDTH, ROW * len(shown) + ROW // 2), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(SIZE)
    for number, row in enumerate(shown):
        _bar(draw, font, ROW * number + ROW // 4, row, end)
    written = io.BytesIO()
    image.save(written, "PNG")
    words = "; ".join(f"{row['name']} {row['share']}%" for row in shown)
    return written.getvalue(), _("Bars, one for each theme: %(rows)s") % {"rows": words}


def _bar(draw, font, top, row, end):
    name = row["name"] if len(row["name"]) <= LONGEST else f"{row['name'][: LONGEST - 1]}…"
    length = int((WIDTH - LABEL - RIGHT) * float(row["share"]) / end)
    draw.text((0, top), name, fill=INK, font=font)
    draw.rectangle((LABEL, top, WIDTH - RIGHT, top + SIZE), outline=EDGE)
    draw.rectangle((LABEL, top, LABEL + length, top + SIZE), fill=BAR)
    draw.text((WIDTH - RIGHT + 10, top), f"{row['share']}%", fill=INK, font=font)
