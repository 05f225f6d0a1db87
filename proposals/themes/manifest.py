"""Digests by which a snapshot proves what was analysed, without keeping a word of it."""

import hashlib
import json

from consult.actions.log import keyed_digest


def digest_of_text(contribution):
    """A digest of the words as they may be shown now; empty once their key is erased."""
    revision = contribution.shown_revision
    if revision is None or not revision.digest_key:
        return ""
    return keyed_digest(revision.digest_key, f"{contribution.title}\n{contribution.public_text}")


def manifest_hash(items):
    """SHA-256 over every item in order: submission, text, revision, digest, state, reason."""
    sealed = hashlib.sha256()
    for item in items:
        row = [item.submission_id, item.contribution_id, item.revision_id, item.digest]
        row += [str(item.state), str(item.reason)]
        sealed.update(json.dumps(row, separators=(",", ":")).encode())
    return sealed.hexdigest()
