"""A built page as far as its head tags need it: its own head, its first heading, its first image.

The extractor reads ten times as much and takes ten times as long. What is read here comes from the tokens that
the splice needs anyway; where a page is not plain enough for the tokens to be sure, nothing is said, and the
extractor has to read it. A test holds that both give the same head tags.
"""

from __future__ import annotations

import re

from turbohtml import Token, tokenize

from seokit.extract.html.found import FOOTNOTE_MARKS, SILENT, Found, Script, collapsed
from seokit.extract.html.oddities import MAX_DEPTH
from seokit.extract.reader import BLOCKS, HEADINGS
from seokit.generate.inject.document import HeadMap, same_length
from seokit.model import Heading, Image, Span, Text

_TEXT, _START, _END = 0, 1, 2
# Tags of the head that count wherever they stand.
_ELSEWHERE = re.compile("<(?:meta|link)")
# What moves its content elsewhere in the tree, or loses it.
_MOVING = frozenset(("table", "select", "frameset", "plaintext", "xmp"))
# Elements whose content the tokenizer gives as one text, so that no tag of theirs is seen.
_RAW = frozenset(("script", "style", "noscript", "textarea", "iframe", "noembed", "noframes", "title"))

_IMAGE = ("img", "image")  # a parser takes the second for the first, but in drawings
_NOT_IN_HEADING = frozenset((*_IMAGE, *BLOCKS, *HEADINGS))
_ALERTING = frozenset(("h1", *_IMAGE, *_MOVING, *SILENT))


def lean_found(text: str, there: HeadMap) -> Found | None:
    """What a plain page has for its head tags; None where the extractor has to read it.

    `text` is the page's, `there` the map of its head.
    """
    metas = {tag.key: tag.value for tag in reversed(there.tags) if tag.attribute in ("name", "property")}
    if (
        not there.whole
        or "description" not in metas
        or metas["description"].blank
        or not any(tag.kind == "title" and tag.value.value for tag in there.tags)
        or "\0" in text
    ):
        return None
    rest = text[there.end :]
    lowered = rest.lower()
    if _ELSEWHERE.search(lowered):
        return None
    wants_image = "<im" in lowered and ("og:image" not in metas or metas["og:image"].blank)
    found = Found(tags=list(there.tags), lang=Text("", there.lang, None, "lang"))
    if not _read_body(rest, found, wants_image=wants_image, has_heading="<h1" in lowered):
        return None
    found.scripts = [
        Script(Span(0, 0, element.inner, element.inner + len(element.value)), element.start < there.end)
        for element in there.elements
        if element.key == "jsonld"
    ]
    return found


def _read_body(rest: str, found: Found, *, wants_image: bool, has_heading: bool) -> bool:
    """The first H1 and the first image; False where the tokens cannot tell."""
    body = _Body(found, wants_image, has_heading)
    if body.done:
        return True
    opened = 0
    alert = False
    for token in tokenize(same_length(rest)):
        kind = token.type
        if kind == _START:
            opened += 1
            # Of the hundred tags of a menu none concerns us: no call for them.
            if not alert and token.tag not in _ALERTING:
                continue
            if not body.start(token):
                return False
        elif not alert:
            continue
        elif kind == _END:
            if not body.end(token.tag or ""):
                return False
        elif kind == _TEXT and body.heading is not None:
            body.heading.append(token.data or "")
        if body.done:
            break
        alert = body.alert
    return opened <= MAX_DEPTH and body.heading is None and not body.silent


class _Body:
    """What is still looked for; `start` and `end` say False where only a tree can tell."""

    def __init__(self, found: Found, wants_image: bool, wants_heading: bool) -> None:
        self.found, self.wants_image, self.wants_heading = found, wants_image, wants_heading
        self.heading: list[str] | None = None  # the texts of an open H1
        self.silent: list[str] = []  # the open element whose content is not read, once for each of its name
        self.alert = False  # a heading or a silent element is open: every tag counts
        self.done = not (wants_image or wants_heading)

    def start(self, token: Token) -> bool:
        name = token.tag or ""
        if self.silent:
            if name == self.silent[0] and not token.self_closing:
                self.silent.append(name)
            return name not in ("h1", "img")
        if name in SILENT:
            if name not in _RAW and not (token.self_closing and name in ("svg", "math")):
                self.silent.append(name)
                self.alert = True
            return self.heading is None
        if self.heading is not None and (name in _NOT_IN_HEADING or _is_note(token)):
            return False
        if name == "h1" and self.wants_heading:
            self.heading, self.alert = [], True
        elif name in _IMAGE and self.wants_image:
            self.wants_image = not _image(token, self.found)
            self.done = not (self.wants_image or self.wants_heading)
        return name not in _MOVING

    def end(self, name: str) -> bool:
        if self.silent:
            if name == self.silent[0]:
                self.silent.pop()
                self.alert = bool(self.silent)
            return True
        if self.heading is None or name not in HEADINGS:
            return True
        said = " ".join("".join(self.heading).split())
        self.found.headings.append(Heading(1, said))
        self.heading, self.wants_heading, self.alert = None, False, False
        self.done = not self.wants_image
        return said != "" and name == "h1"


def _is_note(token: Token) -> bool:
    """Whether it is the mark of a footnote, which the extractor leaves out of a heading."""
    return token.tag == "a" and any(token.attr(name) is not None for name in FOOTNOTE_MARKS)


def _image(token: Token, found: Found) -> bool:
    """Note an image; says whether its address is one that can be used."""
    src = token.attr("src") or ""
    found.images.append(Image(src, token.attr("alt")))
    return collapsed(src) != "" and not src.lstrip().lower().startswith("data:")
