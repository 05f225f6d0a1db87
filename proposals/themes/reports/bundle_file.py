"""The bundle as one file: the findings, the inputs they come from, and a hash of each part."""

import json

from .bundle import canonical, fingerprint, hashes_of


def bundle_file(report):
    """Bytes of the file that `rebuild_report` reads."""
    findings = report.bundle
    return canonical(
        {
            **findings,
            "inputs": report.inputs,
            "hashes": hashes_of(findings),
            "fingerprint": fingerprint(findings),
        }
    )


def read_bundle(written):
    """The parsed file. Raises ValueError that says where it cannot be read."""
    return json.loads(written.decode("utf-8"))
