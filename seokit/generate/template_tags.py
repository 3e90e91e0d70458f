"""Puts the tag that prints the head tags into a template, and takes it out again: a splice of one line.

The template is never parsed as an HTML tree, and nothing else of it changes. The values are not written here:
the site generator prints them page by page, through `seokit.jinja` or the partial of `templates/engines/`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from seokit.extract.places import line_and_column
from seokit.extract.template_tokens import Construct, HtmlToken, constructs, html_tokens
from seokit.generate.templates import template_folders

TAGS = {
    "jinja2": "{% seo %}",
    "liquid": "{% include seokit/head.html %}",
    "hugo": '{{ partial "seokit/head.html" . }}',
    "nunjucks": '{% include "seokit/head.njk" %}',
}
# Where each engine looks for what the tag includes, below the site's root; and our file in templates/engines/.
PARTIALS = {
    "liquid": ("_includes/seokit/head.html", "head.liquid.html"),
    "hugo": ("layouts/partials/seokit/head.html", "head.hugo.html"),
    "nunjucks": ("_includes/seokit/head.njk", "head.njk"),
}
HEAD_BLOCKS = ("head", "extrahead", "extra_head")
# What may stand in <head>: https://html.spec.whatwg.org/multipage/semantics.html#the-head-element
_METADATA = frozenset(("base", "link", "meta", "noscript", "script", "style", "template", "title"))
_INDENT = re.compile(r"[ \t]*")
_INDENT_AT_END = re.compile(r"[ \t]*\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
_OWN_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*\Z")
_BLOCK_NAME = re.compile(r"[-+]?\s*(?:block|define)\s+[\"']?(\w+)")


class TemplateError(ValueError):
    """A template in which there is no place for the tag; `line` is where the trouble is, or 0."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason, self.line = reason, line


def inject_template(text: str, engine: str) -> str:
    """The template with the engine's tag in its <head>, else in its head block; unchanged where it is there.

    It goes behind charset, viewport and Content-Security-Policy, into a line of its own where the line ends
    there. Raises TemplateError where there is no place, or more than one.
    """
    found = _constructs(text, engine)
    if any(_is_ours(item, engine) or (item.kind == "output" and item.name == "seo") for item in found):
        return text
    place, is_first = _place(text, found)
    made = f"{text[:place]}{_line_before(text, place, is_first)}{TAGS[engine]}{text[place:]}"
    if remove_template(made, engine) != text:  # what is never closed swallows our tag
        raise TemplateError("a tag before <head> is never closed", line_and_column(text, place)[0])
    return made


def remove_template(text: str, engine: str) -> str:
    """The template without our tag and, if the tag has a line of its own, without that line.

    What `inject_template` made becomes the original again, character by character. Raises TemplateError for an
    engine that is not known.
    """
    for item in reversed(_constructs(text, engine)):
        if _is_ours(item, engine):
            own = _OWN_LINE.search(text, 0, item.start) if _ends_line(text, item.end) else None
            text = text[: own.start() if own else item.start] + text[item.end :]
    return text


def base_of(text: str, engine: str) -> str:
    """The name of the template that this one extends; "" where it extends none, or none that is named."""
    extends = next((item for item in _constructs(text, engine) if item.name == "extends"), None)
    named = re.search(r"[\"']([^\"']+)[\"']", extends.inside) if extends else None
    return named[1] if named else ""


def has_head(text: str, engine: str) -> bool:
    """Whether the template has a <head> of its own; one that extends another has none, and needs no tag."""
    found = _constructs(text, engine)
    return any(token.kind == "open" and token.name == "head" for token in html_tokens(text, found))


def rivals(text: str, engine: str) -> tuple[tuple[int, str], ...]:
    """The tags in the template that ours prints too, as (line, tag): they should go, or stand twice.

    Such are <title>, the description and other metas of the head, the canonical link, JSON-LD.
    """
    found = _constructs(text, engine)
    named = [(token.start, _rival(token)) for token in html_tokens(text, found) if token.kind == "open"]
    named += [(item.start, _rival_tag(item, engine)) for item in found if item.kind == "statement"]
    return tuple((line_and_column(text, start)[0], name) for start, name in sorted(named) if name)


def partial_for(engine: str) -> tuple[str, str]:
    """What the tag includes: its path below the site's root, and its text. Jinja2 needs none: ("", "").

    Raises BadTemplateError when the package's templates are missing.
    """
    if engine not in PARTIALS:
        return "", ""
    path, name = PARTIALS[engine]
    return path, (template_folders()[-1] / "engines" / name).read_text("utf-8")


def partial_place(path: str, engine: str) -> str:
    """Where the file belongs that the tag in this template includes: below the folder in which its engine looks.

    A template in no such folder has it beside itself. "" for Jinja2, which needs none.
    """
    if engine not in PARTIALS:
        return ""
    place = PARTIALS[engine][0]
    folders = path.split("/")[:-1]
    for name in ("layouts",) if engine == "hugo" else ("_includes", "_layouts"):
        if name in folders:
            last = len(folders) - 1 - folders[::-1].index(name)
            return "/".join((*folders[:last], place))
    return "/".join((*folders, *place.split("/")[-2:]))


# -- the tag ---------------------------------------------------------------------------------------


def _constructs(text: str, engine: str) -> list[Construct]:
    if engine not in TAGS:
        known = ", ".join(TAGS)
        raise TemplateError(f"there is no tag for the template engine {engine!r} (there is for {known})")
    return constructs(text, engine)


def _is_ours(item: Construct, engine: str) -> bool:
    """Whether it is the engine's tag, however it is spaced and quoted."""
    if item.kind != "statement":
        return False
    if engine == "jinja2":
        return item.name == "seo"
    called = ("partial", "partialCached") if engine == "hugo" else ("include", "render")
    return item.name in called and re.search(r"[\s\"'`(]seokit/head\b", item.inside) is not None


def _rival(token: HtmlToken) -> str:
    values = {name: value.lower() for name, value in token.attributes}
    if token.name == "title":
        return "<title>"
    if token.name == "meta":
        key = values.get("name") or values.get("property") or ""
        social = key.startswith(("og:", "twitter:", "article:"))
        return f"<meta {key}>" if social or key in ("description", "robots", "keywords", "author") else ""
    if token.name == "link":
        return "<link canonical>" if "canonical" in values.get("rel", "").split() else ""
    return "<script JSON-LD>" if values.get("type") == "application/ld+json" else ""


def _rival_tag(item: Construct, engine: str) -> str:
    """jekyll-seo-tag's and Hugo's own templates, which print what ours prints."""
    if engine == "liquid" and item.name == "seo":
        return "{% seo %}"
    internal = re.search(r"_internal/(?:opengraph|schema|twitter_cards)", item.inside)
    return internal[0] if internal and engine == "hugo" else ""


# -- the place -------------------------------------------------------------------------------------


def _place(text: str, found: Sequence[Construct]) -> tuple[int, bool]:
    """The offset behind which the tag goes, and whether nothing of the head is before it."""
    tokens = list(html_tokens(text, found))
    heads = [token.end for token in tokens if token.kind == "open" and token.name == "head"]
    if len(heads) > 1:
        first, second = (line_and_column(text, end)[0] for end in heads[:2])
        raise TemplateError(f"a second <head> (the first is in line {first}): put the tag in by hand", second)
    blocks = [(item.end, item.after) for item in found if _is_head_block(item)]
    if heads:
        start, depth = heads[0], _depth(found, heads[0])
    elif blocks:
        start, depth = blocks[0]
    else:
        raise TemplateError(_why_not(found), 1)
    place = _behind_what_comes_first(text, start, depth, found, tokens)
    return place, place == start


def _is_head_block(item: Construct) -> bool:
    named = _BLOCK_NAME.match(item.inside) if item.kind == "statement" else None
    return named is not None and named[1] in HEAD_BLOCKS and item.after > item.depth


def _why_not(found: Sequence[Construct]) -> str:
    blocks = " or ".join(f'"{name}"' for name in HEAD_BLOCKS)
    extends = next((item for item in found if item.kind == "statement" and item.name == "extends"), None)
    if extends:
        base = extends.inside.strip("-+ \t\r\n").removeprefix("extends").strip() or "another template"
        return f"it extends {base} and has no block named {blocks}: put the tag into {base}"
    return f"no <head> and no block named {blocks}"


def _depth(found: Sequence[Construct], offset: int) -> int:
    """How many blocks are open at an offset."""
    before = bisect_right(found, offset, key=lambda item: item.start) - 1
    return found[before].after if before >= 0 else 0


def _behind_what_comes_first(
    text: str, start: int, depth: int, found: Sequence[Construct], tokens: Sequence[HtmlToken]
) -> int:
    """The end of the last charset, viewport or policy meta of the head, out of the blocks it may stand in."""
    closes = (item.start for item in found if item.start >= start and item.after < depth)
    end = min(next(closes, len(text)), _head_ends(start, tokens, len(text)))
    place = start
    for token in tokens:
        if start <= token.start < end and token.kind == "open" and _comes_first(token):
            place = max(place, _out_of_blocks(token.end, depth, found))
    for item in found:  # what a parent template puts first
        if start <= item.start < end and item.name == "super" and item.depth == depth:
            place = max(place, item.end)
    return place


def _head_ends(start: int, tokens: Sequence[HtmlToken], last: int) -> int:
    """Where the head ends: at its end tag, or at the first element that may not stand in it."""
    aside = ""
    for token in tokens:
        if token.start < start:
            continue
        if aside:
            aside = "" if token.kind == "close" and token.name == aside else aside
        elif token.kind == "open" and token.name in ("noscript", "template"):
            aside = token.name
        elif (token.kind == "open" and token.name not in _METADATA) or (
            token.kind == "close" and token.name in ("head", "html", "body")
        ):
            return token.start
    return last


def _comes_first(token: HtmlToken) -> bool:
    values = dict(token.attributes)
    return token.name == "meta" and (
        "charset" in values
        or values.get("name", "").lower() == "viewport"
        or values.get("http-equiv", "").lower()
        in ("content-type", "content-security-policy", "x-ua-compatible")
    )


def _out_of_blocks(offset: int, depth: int, found: Sequence[Construct]) -> int:
    """The offset itself, or the end of the block around it that begins at this depth."""
    if _depth(found, offset) <= depth:
        return offset
    return next((item.end for item in found if item.start >= offset and item.after <= depth), offset)


# -- the line --------------------------------------------------------------------------------------


def _ends_line(text: str, offset: int) -> bool:
    """Whether only blanks follow in the line."""
    after = _INDENT.match(text, offset)
    return after is None or after.end() == len(text) or text[after.end()] in "\r\n"


def _line_before(text: str, place: int, is_first: bool) -> str:
    """A line end as the file has them and the indentation of the lines around; "" within a line."""
    if not _ends_line(text, place):
        return ""
    newline = _LINE_END.search(text, place) or _LINE_END.search(text)
    indent = _indent(text[max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1 : place])
    if is_first:
        following = text[place:].lstrip()
        next_line = _INDENT_AT_END.search(text, place, len(text) - len(following))
        deeper = next_line[0] if next_line else ""
        closes = not following or following.startswith(("</", "{% end", "{%- end", "{{ end", "{{- end"))
        indent = indent + ("\t" if "\t" in indent else "  ") if closes else deeper
    return f"{newline[0] if newline else chr(10)}{indent}"


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found[0] if found else ""
