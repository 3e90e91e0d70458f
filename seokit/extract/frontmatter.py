"""Front matter: finds the block at the head of a file and reads it, whichever of three languages it is in."""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

from seokit.extract.files import MAX_BYTES, Unreadable, read_source
from seokit.extract.jsonmarks import JsonLeaves
from seokit.extract.places import BOM, line_and_column, span_of
from seokit.extract.tomlmarks import read_toml
from seokit.extract.yamlmarks import read_yaml
from seokit.model import Entry, Problem

__all__ = ["MAX_BYTES", "FrontMatter", "Unreadable", "line_and_column", "parse", "read_source", "span_of"]

MAX_FRONT_MATTER = 1_000_000  # characters; flat keys of 16 MB take PyYAML 11 s and 1 GB

# The second of each pair knows a lone \r, which only old files have; the first is ten times faster.
_OPEN = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n|\Z)")
_CLOSE = {
    "---": re.compile(r"\n---[ \t]*(?:\r?\n|\Z)"),
    "+++": re.compile(r"\n\+\+\+[ \t]*(?:\r?\n|\Z)"),
}
_CLOSE_ANY = {
    "---": re.compile(r"[\r\n]---[ \t]*(?:\r\n?|\n|\Z)"),
    "+++": re.compile(r"[\r\n]\+\+\+[ \t]*(?:\r\n?|\n|\Z)"),
}
# `{{ … }}`, `{% … %}` and `{/* … */}` begin a template or a page without front matter.
_JSON = re.compile(r'\{(?=\s*["}]|[ \t]*[\r\n])')
_JSON_CLOSE = re.compile(r"[\r\n]\}[ \t]*(?:\r\n?|\n|\Z)")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)")


class FrontMatter(Struct, frozen=True):
    """What stands at the head of a file, and the body after it.

    `kind` is empty for a file without front matter. `values` is JSON-plain and nested; `entries` are its
    leaves under dotted names: a list is one leaf, and so is an empty mapping. `body_start` is a character
    offset in the file's text.
    """

    kind: Literal["yaml", "toml", "json", "lines", ""]
    values: dict[str, Any]
    entries: tuple[Entry, ...]
    body: str
    body_start: int
    problems: tuple[Problem, ...] = ()


def parse(text: str, path: str) -> FrontMatter:
    """Read the front matter of a file's text; `path` only names the file in errors.

    What is broken becomes a Problem (`field-parse-error`, `field-duplicate-key`), and the page keeps its
    body. Where the closing fence is missing nobody can tell fields from text: there are no fields, and all
    that follows the opening fence is the body, so that no text is lost.

    Raises Unreadable: nested too deep, or over MAX_FRONT_MATTER.
    """
    first = 1 if text.startswith(BOM) else 0
    fence = _OPEN.match(text, first)
    if fence is None:
        if _JSON.match(text, first):
            return _json(text, first, path)
        return FrontMatter("", {}, (), text[first:], first)
    start = fence.end()
    kind: Literal["yaml", "toml"] = "yaml" if fence[1] == "---" else "toml"
    lone = text.find("\n", start - 1) < 0 or fence[0].endswith("\r")
    close = (_CLOSE_ANY if lone else _CLOSE)[fence[1]].search(text, start - 1)
    if close is None:
        reason = f"the front matter never ends: close it with a line of `{fence[1]}`"
        problem = Problem("field-parse-error", reason, span_of(text, first, first + 3), value=fence[1])
        return FrontMatter(kind, {}, (), text[start:], start, (problem,))
    end = max(start, close.start() + 1)
    _check_size(end - start, path)
    read = read_yaml if kind == "yaml" else read_toml
    values, entries, problems = read(text, start, end, path)
    return FrontMatter(kind, values, entries, text[close.end() :], close.end(), problems)


def _json(text: str, start: int, path: str) -> FrontMatter:
    """JSON front matter. Broken, it ends at the first line that is a `}`, else the whole text is the body."""
    # More than may be read is not looked at: a broken object must not take the whole of a large file.
    read = JsonLeaves(text[: start + MAX_FRONT_MATTER + 1], start, path)
    if read.end is None:
        close = _JSON_CLOSE.search(text, start)
        if close is None and len(text) - start > MAX_FRONT_MATTER:
            _check_size(len(text) - start, path)
        end = close.end() if close else start
        return FrontMatter("json", {}, (), text[end:], end, tuple(read.problems))
    _check_size(read.end - start, path)
    rest = _REST_OF_LINE.match(text, read.end)
    body = rest.end() if rest else read.end
    return FrontMatter("json", read.values, tuple(read.entries), text[body:], body, tuple(read.problems))


def _check_size(size: int, path: str) -> None:
    if size > MAX_FRONT_MATTER:
        raise Unreadable(path, f"the front matter has {size:,} characters, more than {MAX_FRONT_MATTER:,}")
