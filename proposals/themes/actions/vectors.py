"""Sentence vectors kept between runs: a cache beside the database, without which everything works."""

import hashlib

from django.conf import settings

from proposals.themes.clustering.encoder import ENCODER_DIMENSIONS, encoder_version
from proposals.themes.clustering.vector_cache import VectorCache

UNUSED_DAYS = 30


def kept_vectors():
    """The cache of this site, its keys of use to nobody without the site's secret; None when it is off."""
    if settings.CONSULT_VECTORS_DIR is None:
        return None
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"vectors").digest()
    return VectorCache(
        settings.CONSULT_VECTORS_DIR, version=encoder_version(), dimensions=ENCODER_DIMENSIONS, secret=secret
    )


def drop_unused_vectors():
    """Forget vectors that no run asked for in thirty days, those of erased texts among them."""
    cache = kept_vectors()
    if cache is not None and cache.file.exists():
        cache.drop_unused(UNUSED_DAYS)
