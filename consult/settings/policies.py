"""Content security policies: a strict one for the public, a policy of its own for the editors' pages."""

from .single_sign_on import ORIGINS

NONE, SELF, INLINE = "'none'", "'self'", "'unsafe-inline'"

PUBLIC = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "media-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [
        SELF,
        *ORIGINS,
    ],  # a form that signs in may be led there: browsers ask this of redirects, too
    "frame-ancestors": [NONE],
}

# What an editor sees in the frame beside the form is held to what the public page is held to.
PREVIEW = {**PUBLIC, "frame-ancestors": [SELF]}

# Wagtail's admin carries inline scripts and styles, and shows previews in frames of this site.
EDITORS = {
    **PUBLIC,
    "script-src": [SELF, INLINE],
    "style-src": [SELF, INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}
