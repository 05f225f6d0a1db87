"""Pieces of typed text which, repeated, once made a reader of text somewhere take forever."""

PIECES = [
    *("<a", "[", "((", "&", "@", "a-", "a.", "*a ", "**", "_", " *a* _", "http://", "www.", "http://a)"),
    *("[a](", "[a](http://b", "[a](http://b.c)", "&amp;", "&#x", "👩\u200d", "e\u0301", "\n- ", "<!--"),
    *("<p>", "<![CDATA[", "x\n", "https://a.b ", "\u200d", "1. x\n", "***a"),
]


def repeated(piece, length):
    """Exactly `length` characters of one piece."""
    return (piece * length)[:length]
