"""QR codes drawn here: no address leaves the machine to become a picture."""

import segno

SIDE = 4  # units of the drawing a module; a code of an address is about 37 modules wide


def drawn(address, title):
    """SVG markup of an address as a QR code, black on white in every scheme; title says what it opens."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=SIDE, light="#fff", title=title, svgclass=None, lineclass=None)
