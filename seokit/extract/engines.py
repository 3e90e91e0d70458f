"""Tells templates from built pages, and whose templates they are: Jinja2, Liquid, Hugo, Nunjucks.

A built page may well show `{{ title }}`: a page about templates does, and so does one whose placeholder nobody
filled in, which rules must report. So only template syntax where no built page has any makes a template.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from seokit.extract.html import turbo_is_there
from seokit.extract.template_tokens import FILLER, Construct, constructs, html_tokens

SUFFIXES = {
    ".j2": "jinja2",
    ".jinja": "jinja2",
    ".jinja2": "jinja2",
    ".njk": "nunjucks",
    ".nunjucks": "nunjucks",
    ".liquid": "liquid",
}
_ALWAYS = frozenset(("_layouts", "_includes", "_partials"))  # no generator publishes these
_OFTEN = frozenset(("layouts", "partials", "templates", "themes"))
_OUTPUTS = frozenset(("_site", "build", "dist", "out", "output", "public"))
_READ = 100_000  # characters: a template that shows itself as one does so in its head

_ANY = re.compile(r"\{[%{]")  # half the time of two `in`

# -- whose syntax it is ----------------------------------------------------------------------------

_GO = re.compile(
    r"\{\{-?\s*(?:/\*|\$?\.[A-Za-z\s}]|\$\w* ?:?=|(?:partial|partialCached|template|define|block|return) [\"(]"
    r"|(?:if|range|with|else|end)\b|site\.|hugo\.|i18n |T \")"
)
_DJANGO = re.compile(r"\{%-?\s*(?:load\s+\w|csrf_token|url\s+['\"]|static\s+['\"])")
_NUNJUCKS = re.compile(
    r"\{%-?\s*(?:asyncEach|asyncAll|ifAsync|elseif|verbatim)\b|\.njk['\"]|\|\s*(?:dump|nl2br)\b|==="
)
_LIQUID = re.compile(
    r"\{%-?\s*(?:assign|capture|unless|case|when|elsif|comment|tablerow|cycle|render|liquid|feed_meta|highlight"
    r"|post_url|increment|decrement|layout)\b"
    r"|\{%-?\s*include(?:_cached|_relative)?\s+[\w./-]+\s"  # a file name without quotes
    r"|\{\{-?\s*content(?:_for_\w+)?\s*-?\}\}"
    r"|\|\s*(?:(?:relative|absolute)_url|jsonify|xml_escape|strip_html|date_to_\w+|markdownify|[a-z_]+\s*:)"
    r"|\{%-?\s*for [^%]*\b(?:limit|offset):"
)
_JINJA = re.compile(r"\{%[-+]?\s*(?:block|extends|macro|import|from|call|filter|elif|trans|autoescape|set)\b")


def engine_of(path: str, text: str) -> str:
    """The engine whose template this is: "jinja2", "liquid", "hugo", "nunjucks"; "" when it is none.

    "django" is told apart as well, since `{% seo %}` is no tag of its. A file without `{%` and `{{` costs one
    search (7 µs in 15 KB). Only the first 100,000 characters are looked at. Without turbohtml the place of a
    construct is not known: then only how the file begins, its suffix and its folder tell.
    """
    dot = path.rfind(".")
    named = SUFFIXES.get(path[dot:].lower()) if dot > 0 else None
    if named:
        return named
    if _ANY.search(text) is None:
        return ""
    text = text[:_READ]
    parts = path.replace("\\", "/").split("/")[:-1]
    engine = syntax_of(text, parts)
    return engine if _is_template(text, "jinja2" if engine == "django" else engine, parts) else ""


def syntax_of(text: str, folders: Sequence[str] = ()) -> str:
    """Whose syntax it looks like; where several fit, the folder decides, and at last Jinja2."""
    if "{%" not in text:
        if _GO.search(text):
            return "hugo"
    elif _DJANGO.search(text):
        return "django"
    elif _NUNJUCKS.search(text):
        return "nunjucks"
    jinja = bool(_JINJA.search(text))
    if not jinja and _LIQUID.search(text):
        return "liquid"
    if "_includes" in folders or "_layouts" in folders:  # Eleventy's, where it extends; else Jekyll's
        return "nunjucks" if jinja else "liquid"
    if not jinja and "{%" not in text and "layouts" in folders:
        return "hugo"
    return "jinja2"


# -- whether it is a template at all ---------------------------------------------------------------

# Elements whose text is shown or run, not laid out: a page about templates has them there.
_SHOWN = frozenset(("pre", "code", "kbd", "samp", "script", "style", "textarea", "title", "xmp", "noscript"))
_BLOCKS = frozenset((
    "asyncAll", "asyncEach", "autoescape", "block", "call", "capture", "case", "define", "extends", "filter",
    "for", "from", "if", "ifAsync", "import", "macro", "range", "set", "tablerow", "trans", "unless", "with",
))  # fmt: skip
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?\n---[ \t]*\r?(?:\n|\Z)", re.DOTALL)


def _is_template(text: str, engine: str, folders: Sequence[str]) -> bool:
    found = constructs(text, engine)
    if not found:
        return False
    # A comment mark alone is no sign: minified style sheets have `{#`.
    real = [item for item in found if item.kind != "comment" or item.name != "#"]
    if _begins(text, found) or (real and _is_template_folder(folders)):
        return True
    return bool(real) and turbo_is_there() and _stands_where_no_page_has_any(text, found)


def _is_template_folder(folders: Sequence[str]) -> bool:
    if not _ALWAYS.isdisjoint(folders):
        return True
    return not _OFTEN.isdisjoint(folders) and _OUTPUTS.isdisjoint(folders)


def _begins(text: str, found: Sequence[Construct]) -> bool:
    """Whether the file begins with a statement or a comment of the engine, front matter aside."""
    front = _FRONT_MATTER.match(text)
    begin = len(text) - len(text[front.end() if front else 0 :].lstrip("\ufeff \t\r\n"))
    return any(item.start == begin and item.kind != "output" for item in found[:3])


def _stands_where_no_page_has_any(text: str, found: Sequence[Construct]) -> bool:
    """Statements between the elements of the head, in a tag beside its attributes, or on lines of their own."""
    found = [item for item in found if _is_sign(item)]
    if not found:
        return False
    starts = [item.start for item in found]
    in_head = fragment = True  # until something says otherwise
    shown: list[str] = []
    for token in html_tokens(text, found):
        if token.kind == "doctype" or token.name in ("html", "head", "body"):
            fragment = False
        if token.name == "body" or (token.kind == "close" and token.name == "head"):
            in_head = False
        if token.kind == "open" and token.name in _SHOWN:
            shown.append(token.name)
        elif token.kind == "close" and shown and token.name == shown[-1]:
            shown.pop()
        first = bisect_left(starts, token.start)
        inside = found[first : bisect_left(starts, token.end, first)]
        if not inside or shown:
            continue
        if token.kind == "open":
            if any(FILLER in name for name, _ in token.attributes):
                return True
        elif token.kind == "text" and any(_tells(text, item, in_head, fragment) for item in inside):
            return True
    return False


def _is_sign(item: Construct) -> bool:
    """Whether it can tell a template at all: a block, a statement in general, an output that calls something."""
    return item.kind == "statement" or (item.kind == "output" and "(" in item.inside)


def _tells(text: str, item: Construct, in_head: bool, fragment: bool) -> bool:
    """Whether a construct in a text between two tags is that of a template."""
    if in_head and not fragment:
        return True
    if item.name not in _BLOCKS:
        return False
    return fragment or _has_its_line(text, item)


def _has_its_line(text: str, item: Construct) -> bool:
    """Whether nothing else stands in the construct's line, and a tag or a construct in the line before."""
    before = text[max(item.start - 500, 0) : item.start]
    lines = before.rstrip(" \t")
    after = text[item.end : item.end + 200].lstrip(" \t")
    return lines.endswith(("\n", "\r")) and lines.rstrip().endswith((">", "}")) and after[:1] in ("\n", "\r")
