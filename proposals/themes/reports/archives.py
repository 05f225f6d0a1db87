"""Office files that come out the same, byte for byte, whenever they are written."""

import io
import re
import zipfile

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def steady(written, moment):
    """The same archive with every entry's time fixed, and `moment` as the time it was last changed."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as old,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            fixed = zipfile.ZipInfo(entry.filename, FIRST_DAY)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, content)
    return again.getvalue()
