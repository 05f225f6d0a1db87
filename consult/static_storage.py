"""Where production keeps static files: under names with a digest in them, which browsers keep for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
MODULES = ("consult", "proposals", "themes", "moderation", "cms")


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Our scripts import one another by these names too.

    Django does that for every script or for none; the editors' bundles are not modules, and are left alone.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((f"{name}/js/*.js", IMPORTS) for name in MODULES),
    )
