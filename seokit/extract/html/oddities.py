"""What a parser stumbled over, in words: only what loses the rest of the page. And how deep a page may nest."""

from __future__ import annotations

import re

from seokit.model import Problem, Span

COMMENT = "a comment is never closed (-->): nothing after its <!-- is read"
TAG = "a tag is never closed (>): nothing after its < is read"
SCRIPT = "a script is never closed (</script>): nothing after its <script> is read"
DEEP = "elements are nested more than {limit} deep: what lies deeper is read as plain text"
MAX_DEPTH = (
    512  # Blink's and WebKit's limit: third_party/blink/renderer/core/html/parser/html_construction_site.cc
)
_TAG = re.compile(r"</?[A-Za-z]")
# The standard's name of a parse error → the sentence.
PARSE_ERRORS = {
    "eof-in-comment": COMMENT,
    "eof-in-tag": TAG,
    "eof-in-script-html-comment-like-text": SCRIPT,
}


def odd(reason: str, span: Span | None) -> Problem:
    """The Problem; `span` is where the trouble begins."""
    return Problem("field-parse-error", reason, span, "html")


def last_open(text: str, reason: str) -> int:
    """Where the thing begins that is never closed; the text's length where that cannot be told."""
    if reason == SCRIPT:
        at: int | None = text.lower().rfind("<script")
    else:
        at = open_comment(text) if reason == COMMENT else open_tag(text)
    return len(text) if at is None or at < 0 else at


def open_comment(text: str) -> int | None:
    """Where the comment begins that is never closed. What stands in a script or a style is no comment."""
    at = text.find("<!--", text.rfind("-->") + 1)
    if at < 0 or text.find("--!>", at) >= 0:
        return None
    before = text[:at].lower()
    inside = any(
        before.rfind(f"<{name}") > before.rfind(f"</{name}") for name in ("script", "style", "title")
    )
    return None if inside else at


def open_tag(text: str) -> int | None:
    """Where the tag begins that is never closed."""
    found = _TAG.search(text, text.rfind(">") + 1)
    return found.start() if found else None
