"""A built page as far as its head tags need it: its own head, its first heading, its first image.

The extractor reads ten times as much and takes ten times as long. What is read here comes from the tokens that
the splice needs anyway; where a page is not plain enough for the tokens to be sure, nothing is said, and the
extractor has to read it. A test holds that both give the same head tags. The menu that most pages begin with is
read once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from turbohtml import Token, tokenize

from seokit.extract.html.found import FOOTNOTE_MARKS, SILENT, Found, Script, collapsed
from seokit.extract.html.jsonld import read_jsonld
from seokit.extract.html.oddities import MAX_DEPTH
from seokit.extract.html.page import first_metas, text_of, told_by_head
from seokit.extract.reader import BLOCKS, HEADINGS
from seokit.generate.inject.document import HeadMap, same_length
from seokit.model import Heading, Html, Image, JsonLd, Page, Span, Text

_TEXT, _START, _END = 0, 1, 2
# Tags of the head that count wherever they stand.
_ELSEWHERE = re.compile("<(?:meta|link)", re.IGNORECASE)
_H1, _IMG = re.compile("<h1", re.IGNORECASE), re.compile("<im", re.IGNORECASE)
# What moves its content elsewhere in the tree, or loses it.
_MOVING = frozenset(("table", "select", "frameset", "plaintext", "xmp"))
# Elements whose content the tokenizer gives as one text, so that no tag of theirs is seen.
_RAW = frozenset(("script", "style", "noscript", "textarea", "iframe", "noembed", "noframes", "title"))

_IMAGE = ("img", "image")  # a parser takes the second for the first, but in drawings
_NOT_IN_HEADING = frozenset((*_IMAGE, *BLOCKS, *HEADINGS))
_ALERTING = frozenset(("h1", *_IMAGE, *_MOVING, *SILENT))


class Wanted(NamedTuple):
    """What the body is asked for, where the head does not tell."""

    heading: bool = True
    image: bool = True


EVERYTHING = Wanted()


class LeanReader:
    """Reads the pages of one site."""

    def __init__(self) -> None:
        self.menus = Menus()

    def found(self, text: str, there: HeadMap, wanted: Wanted = EVERYTHING) -> Found | None:
        """What a plain page has for its head tags; None where the extractor has to read it.

        `text` is the page's, `there` the map of its head.
        """
        metas = first_metas(there.tags)
        description = metas.get("description")
        if (
            not there.whole
            or description is None
            or description.blank
            or not [tag for tag in there.tags if tag.kind == "title" and tag.value.value]
            or "\0" in text
        ):
            return None
        start, opened = self.menus.behind(text, there.end)
        if _ELSEWHERE.search(text, start) is not None:
            return None
        found = Found(tags=list(there.tags), lang=Text("", there.lang, None, "lang"))
        image = wanted.image and ("og:image" not in metas or metas["og:image"].blank)
        body = _Body(
            found,
            image and _IMG.search(text, start) is not None,
            wanted.heading and _H1.search(text, start) is not None,
        )
        if not body.done:
            if not _read_body(text[start:], body, opened):
                return None
            if not opened:
                self.menus.learn(text[start:])
        found.scripts = [
            Script(Span(0, 0, element.inner, element.inner + len(element.value)), element.start < there.end)
            for element in there.elements
            if element.key == "jsonld"
        ]
        return found


def lean_page(path: str, text: str, found: Found, *, url: str, section: str, preset: str) -> Page:
    """The Page of what `LeanReader` found, as far as its head tags need it: as `extract.html.page` builds one."""
    metas = first_metas(found.tags)
    scripts: tuple[JsonLd, ...] = ()
    if any(text_of(metas, key).blank for key in ("article:published_time", "article:modified_time")):
        scripts = tuple([read_jsonld(text, script) for script in found.scripts])
    html = Html(lang=found.lang, tags=tuple(found.tags), jsonld=scripts)
    said = told_by_head(html, metas)
    return Page(
        path=path,
        kind="built",
        section=section,
        preset=preset,
        url=url,
        has_front_matter=False,
        headings=tuple(found.headings),
        images=tuple(found.images),
        not_indexable="noindex" if said["noindex"] else "",  # what is no page was left out before
        html=html,
        **said,
    )


class Menus:
    """What the bodies of neighbouring pages begin with, as far as there is nothing for us in it.

    A tokenizer that has read the same says the same, so that it may begin behind it.
    """

    SHORT = 200  # characters that are not worth a look
    TRIALS = 8  # learned in vain, until a site is known to have no menu

    def __init__(self) -> None:
        self.known, self.tags, self.last, self.trials = "", 0, "", 0

    def behind(self, text: str, start: int) -> tuple[int, int]:
        """Where the menu ends that begins at `start`, and how many tags it opens; without one `start` and 0."""
        if self.known and text.startswith(self.known, start):
            self.trials = 0
            return start + len(self.known), self.tags
        return start, 0

    def learn(self, body: str) -> None:
        """Look what this body and the one before begin with, up to an end tag behind which all is as at the start."""
        if self.trials >= self.TRIALS:
            return
        self.trials += 1
        same = body[: common(body, self.last)]
        self.last = body
        if len(same) < self.SHORT or "\r" in same or _ELSEWHERE.search(same) is not None:
            return
        lines = [0, *[at + 1 for at, char in enumerate(same) if char == "\n"]]
        opened = 0
        state = _Body(Found(), wants_image=True, wants_heading=True)
        for token in tokenize(same, capture_source=True):
            if token.type == _START:
                opened += 1
                if not state.start(token) or state.heading is not None or state.found.images:
                    return
            elif token.type == _END:
                state.end(token.tag or "")
                start, source = lines[token.line - 1] + token.col, token.source or "-"
                if not state.silent and same.startswith(source, start):
                    self.known, self.tags = same[: start + len(source)], opened


def common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _read_body(rest: str, body: _Body, opened: int) -> bool:
    """The first H1 and the first image; False where the tokens cannot tell."""
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
