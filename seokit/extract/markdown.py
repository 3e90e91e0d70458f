"""Markdown or HTML to what a reader reads, with code, math, headings, links and images kept apart.

The text has one line for each block (paragraph, heading, list item, table cell, line after a `<br>`), white
space collapsed, entities decoded. Out of it stay: fenced and indented code and `<pre>` (in `code`), math
(in `math`), scripts, styles, templates, comments, embedded media, footnote marks, and what a generator
replaces before anybody reads it: `{% … %}`, `{{ … }}`, `{{< … >}}`, `{# … #}`, MDX `import` and `export`
lines. Inline code stays: a reader reads it as words of the sentence. An image's `alt` is not text.

Math is cut out before comrak sees it (regions.py says what math is): comrak's own math loses what has a
blank line inside, does not know `$ x $`, and takes "$5, or 6$" for math. In headings, link labels and code
its source is put back. Raw HTML is passed through, and read by an HTML parser with everything else.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from seokit.extract.regions import may_hold_math, scan
from seokit.extract.rendered import read_rendered
from seokit.extract.spaces import lines
from seokit.model import Heading, Image, Link

if TYPE_CHECKING:
    from seokit.extract.reader import Found, Reader

MAX_CELLS = 500_000  # of a table, as in cmark-gfm
MAX_ADDRESSES = 2_000  # comrak's memory grows with the square of them
TEMPLATE_LIMIT = 2000  # characters between `{{` and `}}`; more is no tag but two stray braces

_TAGS = (("{#", "#}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"))
_HIGHLIGHT = re.compile(
    r"\{%-? *highlight +([\w+-]*)[^%\n]{0,200}%\}\n?((?:(?!\{% *highlight)[\s\S]){0,20000}?)"
    r"\{%-? *endhighlight *-?%\}"
)
_ESM = re.compile(
    r"^(?:import\s[^\n]{0,400}?['\"][^'\"\n]+['\"];?|export\s+(?:const|default|function)\b[^\n]*)[ \t]*$\n?",
    re.MULTILINE,
)


class Read(NamedTuple):
    """A text as read: see the module. `links` have origin "text"; spans are unknown."""

    text: str
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    code: tuple[str, ...] = ()
    math: tuple[str, ...] = ()


def read_markdown(text: str) -> Read:
    """Read Markdown (CommonMark with tables, strikethrough, autolinks, footnotes, task lists, raw HTML)."""
    if not text or text.isspace():
        return Read("")
    source, math, mark = _prepare(text)
    html = _to_html(source)
    found = None if "<" in source else read_rendered(html)
    return _read(found or _reader()(html), math, mark)


def read_html(text: str) -> Read:
    """Read an HTML body, the same way; templates' tags are taken out, math is found as in Markdown."""
    if not text or text.isspace():
        return Read("")
    source, math, mark = _prepare(text)
    return _read(_reader()(source), math, mark)


def shown_text(text: str) -> str:
    """All that a page shows of a Markdown text: as `read_markdown`'s, with code blocks and the source of math."""
    if not text or text.isspace():
        return ""
    source, math, mark = _prepare(text)
    shown = _reader()(_to_html(source), with_code=True)[0]
    return _Back(math, mark)(shown) if math else shown


def rendered(text: str) -> str:
    """The HTML of a Markdown text, comments and all: what no template engine has read yet."""
    return _to_html(text)


def _prepare(text: str) -> tuple[str, tuple[str, ...], str]:
    """Take templates' tags and math out. Returns the source, the math, and the mark that stands for math."""
    templated = "port " in text and ("import " in text or "export " in text)
    if "{" in text:
        if "endhighlight" in text:
            text = _HIGHLIGHT.sub(r"\n```\1\n\2\n```\n", text)
        templated = templated or "{{" in text or "{%" in text or "{#" in text
    if not templated and not may_hold_math(text):
        return text, (), ""
    mark = _unused(text)
    pieces: list[str] = []
    math: list[str] = []
    done = 0
    for region in scan(text):
        if region.kind == "open":
            continue
        prose = text[done : region.start]
        pieces.append(_without_tags(prose) if templated else prose)
        source = text[region.start : region.end]
        if region.kind == "math":
            pieces.append(f"{mark}{len(math)}{mark}")
            math.append(source)
        else:
            pieces.append(source)
        done = region.end
    pieces.append(_without_tags(text[done:]) if templated else text[done:])
    return "".join(pieces), tuple(math), mark


def _unused(text: str) -> str:
    """A private-use character that the text has not: to Markdown it is a letter like any other."""
    return next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)


def _without_tags(prose: str) -> str:
    for opener, closer in _TAGS:
        if opener in prose:
            first, *rest = prose.split(opener)
            kept = [first]
            for part in rest:
                inside, end, after = part.partition(closer)
                kept.append(after if end and len(inside) <= TEMPLATE_LIMIT else opener + part)
            prose = "".join(kept)
    return _ESM.sub("", prose) if "import " in prose or "export " in prose else prose


@cache
def _comrak() -> tuple[Any, Any, Any, Any]:
    """The renderer, its extensions without and with autolinks, its options: made once."""
    import comrak

    plain, with_autolinks = comrak.ExtensionOptions(), comrak.ExtensionOptions()
    for name in ("table", "strikethrough", "footnotes", "tasklist", "description_lists"):
        setattr(plain, name, True)
        setattr(with_autolinks, name, True)
    with_autolinks.autolink = True
    render = comrak.RenderOptions()
    render.unsafe_ = True  # safe mode drops a script's tags and leaves what it says
    return comrak.render_markdown, plain, with_autolinks, render


def _to_html(source: str) -> str:
    render_markdown, extensions, with_autolinks, render = _comrak()
    if _may_hold_addresses(source):
        extensions = with_autolinks
    if source.count("@") > MAX_ADDRESSES or _may_explode(source):
        import comrak

        extensions = comrak.ExtensionOptions()
        extensions.strikethrough = extensions.footnotes = extensions.tasklist = True
    try:
        html: str = render_markdown(source, extensions, None, render)
    except UnicodeEncodeError:  # a lone surrogate
        html = render_markdown(source.encode("utf-8", "replace").decode("utf-8"), extensions, None, render)
    return html


def _may_explode(source: str) -> bool:
    """Whether a table could have more than MAX_CELLS cells: comrak fills every row up to the head's width."""
    if source.count("|") * source.count("\n") <= MAX_CELLS:
        return False
    rows = source.split("\n")
    return max(row.count("|") for row in rows) * len(rows) > MAX_CELLS


def _may_hold_addresses(source: str) -> bool:
    """Whether looking for bare addresses, a third of comrak's time, can find any; no false negatives.

    An entity or an escaped character may be a part of one.
    """
    return "@" in source or "&" in source or "\\" in source or "://" in source or "www." in source


@cache
def _reader() -> Reader:
    from seokit.extract.reader import choose_reader

    return choose_reader()


def _read(found: Found, math: tuple[str, ...], mark: str) -> Read:
    text, headings, links, images, code = found
    if not math:
        return Read(text, headings, links, images, code)
    if mark in text:
        text = lines(re.sub(f"{mark}\\d+{mark}", " ", text), "\n")
    back = _Back(math, mark)
    return Read(
        text,
        tuple(Heading(one.level, back(one.text)) for one in headings),
        tuple(Link(back(one.href), back(one.text)) for one in links),
        tuple(Image(back(one.src), None if one.alt is None else back(one.alt)) for one in images),
        tuple(back(one) for one in code),
        math,
    )


class _Back:
    """Puts the source of math back where its mark stands, also where comrak percent-encoded the mark."""

    def __init__(self, math: tuple[str, ...], mark: str) -> None:
        self.math = math
        self.mark = mark
        encoded = "".join(f"%{byte:02X}" for byte in mark.encode())
        self.pattern = re.compile(f"(?:{mark}|{encoded})(\\d+)(?:{mark}|{encoded})")

    def __call__(self, text: str) -> str:
        if self.mark not in text and "%EE" not in text and "%EF" not in text:
            return text
        return self.pattern.sub(self._source, text)

    def _source(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self.math[number] if number < len(self.math) else match[0]
