"""What a parser stumbled over, in words: only what loses the rest of the page. And how deep a page may nest."""

from __future__ import annotations

import re

from seokit.extract.html.attributes import tag_end
from seokit.model import Problem, Span

COMMENT = "a comment is never closed (-->): nothing after its <!-- is read"
TAG = "a tag is never closed (>): nothing after its < is read"
CONTENT = "<{name}> is never closed (</{name}>): nothing after it is read"
DEEP = "elements are nested more than {limit} deep: what lies deeper is read as plain text"
SECOND_HEAD = "a second <head>: browsers ignore the tag; one page has been put into another"
MAX_DEPTH = 512  # the limit of Blink and WebKit: kMaximumHTMLParserDOMTreeDepth
# Elements whose content is text, or none of the reader's business, up to their own end tag.
_RAW_TEXT = "script style title textarea iframe noembed noframes noscript xmp"
ENDS = {name: re.compile(f"</{name}(?=[\\t\\n\\f\\r />])", re.IGNORECASE) for name in _RAW_TEXT.split()}
_OPEN = re.compile(r"<(?:!--|/?([A-Za-z][^\t\n\f\r />]*))")
_COMMENT_END = re.compile(r"--!?>")


def odd(reason: str, span: Span | None) -> Problem:
    """The Problem; `span` is where the trouble begins."""
    return Problem("field-parse-error", reason, span, "html")


def unclosed(text: str) -> tuple[str, int] | None:
    """What swallows the rest of the page: the sentence, and where it begins. Goes from tag to tag."""
    at = 0
    while found := _OPEN.search(text, at):
        start, name = found.start(), (found[1] or "").lower()
        if not name:
            end = _COMMENT_END.search(text, start + 2)
            if end is None:
                return COMMENT, start
            at = end.end()
            continue
        at = tag_end(text, start)
        if at < 0:
            return TAG, start
        if name == "plaintext":
            return None
        if name in ENDS and text[start + 1] != "/" and text[at - 2] != "/":  # in a drawing <title/> is whole
            end = ENDS[name].search(text, at)
            if end is None:
                return CONTENT.format(name=name), start
            at = end.start()
    return None


def may_have_two_heads(text: str, last: int) -> bool:
    """Whether it pays to look closer; `last`: where the last `<head>` is written."""
    first = text.find("<head")
    return last > first if first >= 0 else text.count("<HEAD") > 1
