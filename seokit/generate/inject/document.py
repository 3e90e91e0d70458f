"""The head of an HTML page as it is written: where our block belongs, and which tags are there.

Found with a tokenizer that knows comments, raw text and `<template>`; no tree is built, and nothing is read
beyond the head but JSON-LD, which may stand anywhere.
"""

from __future__ import annotations

import re

from msgspec import Struct
from turbohtml import Token, tokenize

from seokit.extract.html.found import META_KEYS, collapsed
from seokit.model import HeadTag, Text

# The tokenizer's TokenType as plain numbers: comparing with the enum costs as much as the tokens.
_TEXT, _START, _END, _COMMENT, _DOCTYPE = 0, 1, 2, 3, 4
# What may stand in a head: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead
_OF_THE_HEAD = frozenset(
    (
        "base",
        "basefont",
        "bgsound",
        "link",
        "meta",
        "noframes",
        "noscript",
        "script",
        "style",
        "template",
        "title",
    )
)
_IN_NOSCRIPT = frozenset(("basefont", "bgsound", "link", "meta", "noframes", "style"))
_RAW = frozenset(("noframes", "noscript", "script", "style", "title"))  # elements whose content is one text
_SPACE = " \t\n\f\r"
_HEAD_END = re.compile(r"</head[\s/>]", re.IGNORECASE)
# A head has a dozen tags; one of more is no head but an attack on the time of this program.
MAX_TAGS = 20_000


class Element(Struct, frozen=True, gc=False):
    """A tag of the page that has a key (see `plan.tag_key`): the characters [start, end), and its value.

    The value of JSON-LD is its text as written, which begins at `inner`.
    """

    key: str
    start: int
    end: int
    value: str
    inner: int = 0


class Comment(Struct, frozen=True, gc=False):
    """A comment in the head: its text, and the characters [start, end)."""

    text: str
    start: int
    end: int


class HeadMap(Struct, frozen=True):
    """What there is to know before a splice.

    `at`: the offset where our block belongs, after charset, viewport, CSP and base, before what ends the head.
    `follows`: where the tag begins after which that is; -1 at the beginning of the file.
    `tags`: the head's titles, metas and links as the extractor has them, without their places. `end`: where the
    body begins; `whole`: nothing ended the head before. `lang`: of <html>.
    """

    at: int
    follows: int
    elements: tuple[Element, ...] = ()
    comments: tuple[Comment, ...] = ()
    tags: tuple[HeadTag, ...] = ()
    end: int = 0
    whole: bool = True
    lang: str = ""


class HeadError(ValueError):
    """The head cannot be mapped; the message says why."""


def map_head(text: str) -> HeadMap:
    """Map the head of a page. Offsets are characters of `text` as it is, whatever its line ends.

    Raises HeadError for a page of more tags than any head has.
    """
    return _Scan(text).map()


def same_length(text: str) -> str:
    """The text as the tokenizer counts it: newlines are LF, NUL is U+FFFD, and no offset moves."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text.replace("\0", "\ufffd") if "\0" in text else text


class _Scan:
    """One pass over the tokens, with the states of the specification that matter: head, its raw texts, after it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.seen = same_length(text)
        self.at = 1 if text.startswith("\ufeff") else 0
        self.follows = -1
        self.placed = False  # nothing but a critical tag moves the place any more
        self.open = True  # the place may still move: neither </head> nor a stranger was met
        self.strange = -1  # where an element began that may not stand in a head
        self.elements: list[Element] = []
        self.comments: list[Comment] = []
        self.tags: list[HeadTag] = []
        self.lang = ""
        self.templates = self.drawings = (
            0  # depth of <template>; of <svg> and <math>, whose titles are theirs
        )
        self.line, self.line_start = 1, 0
        self.body = 0
        self.raw: tuple[str, Token, int] | None = None  # an element whose content is one text

    def map(self) -> HeadMap:
        """Walk to the end of the head, and on where the rest holds JSON-LD."""
        inside, meta = True, self.meta
        for count, token in enumerate(tokenize(self.seen, capture_source=True)):
            kind = token.type
            if inside:
                if kind == _TEXT and (self.raw is not None or not (token.data or "").strip(_SPACE)):
                    continue
                if kind == _START and token.tag == "meta" and self.raw is None and not self.templates:
                    meta(token)  # most tags of a head
                else:
                    inside = self.head_token(kind, token)
                if not inside:
                    self.body = self.offset(token)
                    if not self.has_jsonld():
                        break
                if count > MAX_TAGS:
                    raise HeadError(f"more than {MAX_TAGS:,} tags and texts before the body begins")
            else:
                self.body_token(kind, token)
        if self.raw is not None and self.raw[0] == "title" and inside:  # never closed: all the rest is title
            _, first, begin = self.raw
            rest = self.seen[begin + len(first.source or "") :]
            self.elements.append(Element("title", begin, len(self.seen), _text_of(rest)))
        return HeadMap(
            self.at,
            self.follows,
            tuple(self.elements),
            tuple(self.comments),
            tuple(self.tags),
            len(self.text) if inside else self.body,
            self.strange < 0,
            self.lang,
        )

    def offset(self, token: Token) -> int:
        """The offset of a token, from its line and column."""
        line = token.line
        while self.line < line:
            self.line_start = self.seen.index("\n", self.line_start) + 1
            self.line += 1
        return self.line_start + token.col

    def has_jsonld(self) -> bool:
        """Whether the body may hold JSON-LD. A plus is rare: finding it first takes a tenth of the time."""
        at = self.seen.find("+", self.body)
        while at >= 0:
            if self.seen[at - 2 : at + 5].lower() == "ld+json":
                return True
            at = self.seen.find("+", at + 1)
        return False

    # -- the head ----------------------------------------------------------------------------------

    def head_token(self, kind: int, token: Token) -> bool:
        """Take one token; False where the body begins."""
        if kind == _START:
            return self.start(token)
        if kind == _TEXT:
            return self.templates > 0 or self.head_text(token)
        if kind == _END:
            return self.end(token)
        if kind == _COMMENT:
            begin = self.offset(token)
            if not self.templates:
                self.comments.append(Comment(token.data or "", begin, begin + len(token.source or "")))
        elif kind == _DOCTYPE and not self.placed and not self.elements:
            self.place(token)
        return True

    def head_text(self, token: Token) -> bool:
        """A text that is no white space ends the head."""
        data = token.data or ""
        if self.offset(token) == 0:
            data = data.removeprefix("\ufeff")
        if not data.strip(_SPACE):
            return True
        return self.stranger(token)

    def place(self, token: Token) -> None:
        """The block belongs after this tag."""
        self.follows = self.offset(token)
        self.at = self.follows + len(token.source or "")

    def stranger(self, token: Token) -> bool:
        """What may not stand in a head ends it, as far as the block is concerned.

        The tags behind it count as there while `</head>` is still to come: that is where the author meant
        them to be, and browsers read titles there.
        """
        self.open = False
        if self.strange < 0:
            self.strange = self.offset(token)
            return _HEAD_END.search(self.seen, self.strange) is not None
        return True

    def start(self, token: Token) -> bool:
        """A start tag."""
        tag = token.tag or ""
        if self.raw is not None:
            return True
        if self.templates:
            self.templates += tag == "template"
            return True
        if tag in ("html", "head"):
            if tag == "html" and not self.lang:
                self.lang = token.attr("lang") or ""
            if not self.placed and not self.elements and self.open:
                self.place(token)
                self.placed = tag == "head"
            return True
        if tag in ("body", "frameset"):
            return False
        if tag not in _OF_THE_HEAD:
            self.drawings += tag in ("svg", "math")
            return self.stranger(token)
        self.placed = True
        if tag in _RAW:
            self.raw = tag, token, 0 if tag == "style" else self.offset(token)
        elif tag == "template":
            self.templates = 1
        elif tag == "link":
            self.link(token)
        elif tag == "base" and self.open:
            self.place(token)
        return True

    def end(self, token: Token) -> bool:
        """An end tag."""
        tag = token.tag or ""
        if self.raw is not None and self.raw[0] == tag:
            return self.close_raw(token)
        if self.templates:
            self.templates -= tag == "template"
        elif tag == "head":
            self.open = False
            return self.strange < 0  # behind a stranger, what follows </head> is the body
        elif tag in ("html", "body"):
            return False
        elif tag in ("svg", "math"):
            self.drawings = max(0, self.drawings - 1)
        return True

    def meta(self, token: Token) -> None:
        """A meta: one with a key, a critical one, or a redirect."""
        self.placed = True
        attributes = dict(token.attrs or ())
        content = attributes.get("content") or ""
        key = equivalent = ""
        inside = self.strange < 0
        for attribute in META_KEYS:
            if (named := attributes.get(attribute)) is not None:
                named = " ".join(named.split()).lower()
                self.tags.append(
                    HeadTag("meta", named, Text("", content, None, named), attribute, attributes, inside)
                )
                if attribute == "http-equiv":
                    equivalent = named
                elif attribute != "itemprop":
                    key = key or named
        charset = "charset" in attributes or equivalent == "content-type"
        if charset or key == "viewport" or equivalent.startswith("content-security-policy"):
            if self.open:
                self.place(token)
        elif key:
            self.add(f"meta {key}", token, content)

    def link(self, token: Token) -> None:
        """A link of which a page has one a kind, or one a language."""
        attributes = dict(token.attrs or ())
        rel = collapsed(attributes.get("rel")).lower()
        kinds = rel.split()
        href = attributes.get("href") or ""
        self.tags.append(HeadTag("link", rel, Text("", href, None, rel), "rel", attributes, self.strange < 0))
        language = (attributes.get("hreflang") or "").strip(_SPACE).lower()
        if "alternate" in kinds and language:
            self.add(f"hreflang {language}", token, href)
        for kind in ("canonical", "prev", "next"):
            if kind in kinds:
                self.add(f"link {kind}", token, href)
                break

    def add(self, key: str, token: Token, value: str) -> None:
        """Note a tag that has no end tag."""
        begin = self.offset(token)
        self.elements.append(Element(key, begin, begin + len(token.source or ""), value))

    def close_raw(self, token: Token) -> bool:
        """The end of a title, a script, a style or a noscript."""
        tag, first, begin = self.raw or ("", token, 0)
        self.raw = None
        if tag == "style":
            return True
        content = begin + len(first.source or "")
        close = self.offset(token)
        if tag == "title" and not self.drawings:
            value = _text_of(self.seen[content:close])
            said = Text("", collapsed(value), None, "title")
            self.tags.append(HeadTag("title", "", said, in_head=self.strange < 0))
            self.elements.append(Element("title", begin, close + len(token.source or ""), value))
        elif tag == "script":
            self.script(first, begin, content, close, token)
        elif tag == "noscript" and self.strange < 0 and _breaks(self.seen[content:close]):
            # Without scripting, as some readers are, the head ends in here; the place is before it then.
            self.open = False
        return True

    def script(self, first: Token, begin: int, content: int, close: int, token: Token) -> None:
        """A script that is JSON-LD."""
        kind = next((value for name, value in first.attrs or () if name == "type"), "") or ""
        if kind.partition(";")[0].strip(_SPACE).lower() == "application/ld+json":
            end = close + len(token.source or "")
            self.elements.append(Element("jsonld", begin, end, self.text[content:close], content))

    # -- the body ----------------------------------------------------------------------------------

    def body_token(self, kind: int, token: Token) -> None:
        """Look for JSON-LD only."""
        if kind == _START and self.raw is None:
            if token.tag == "script":
                self.raw = "script", token, self.offset(token)
            elif token.tag == "template":
                self.templates += 1
        elif kind == _END:
            if self.raw is not None:
                _, first, begin = self.raw
                self.raw = None
                if not self.templates:
                    self.script(first, begin, begin + len(first.source or ""), self.offset(token), token)
            elif token.tag == "template":
                self.templates = max(0, self.templates - 1)


def _text_of(markup: str) -> str:
    """What a title says: its character references decoded."""
    if "&" not in markup:
        return markup
    tokens = tokenize(f"<title>{markup}</title>")
    return "".join(token.data or "" for token in tokens if token.type == _TEXT)


def _breaks(markup: str) -> bool:
    """Whether a noscript of the head holds what may not stand there."""
    return "<" in markup and any(
        token.type == _START and token.tag not in _IN_NOSCRIPT for token in tokenize(markup)
    )
