"""A page as a running program has it (a mapping, or an object with attributes) → a Page.

The keys mean what the config's [fields] say, as in front matter; there is no file, so nothing has a place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from seokit.extract.discover import Source
from seokit.extract.frontmatter import FrontMatter
from seokit.extract.source import Assembly, Reader, dig
from seokit.model import Entry, Page, Settings, Span

NOWHERE = Span(1, 1, 0, 0)
_PATH = "index.html"  # of no file: no title comes from its name, and a text is read as HTML
_DEEPEST = 4  # levels of mappings that are looked into: a program's objects may lead anywhere
_MOST = 1_000  # items of a list or mapping
_HTML = frozenset(("title", "summary", "excerpt"))
_TYPES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "mapping"}
_ABSENT = object()


class ValueReader:
    """Makes Pages of values under one configuration; what its section means is worked out once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # A URL pattern is made of a file's path, which there is none of.
        self.section = replace(settings.sections[-1], url="")
        self.reader = Reader(settings)
        # The names that are looked at in an object: the first parts of the keys, and its text as HTML.
        keys = [key.partition(".")[0] for keys in self.section.fields.values() for key in keys]
        self.names = tuple(dict.fromkeys(name for name in (*keys, "content") if name.isidentifier()))

    def page(self, value: Any, url: str = "") -> Page:
        """The Page of a mapping, an object or a Page (which stays as it is); `url` where it names none.

        An object's `meta` or `metadata` mapping goes before its attributes. Raises TypeError for a value that
        is neither, ExpressionError where the config's title or description expression fails on it.
        """
        if isinstance(value, Page):
            return value
        fields = self.fields(value)
        names = self.section.fields.get("url", ("url",))
        if url and names and not any(dig(fields, name.split(".")) for name in names):
            fields[names[0]] = url
        entries = tuple(_entries(fields, ""))
        content = fields.get("content")
        body = content if isinstance(content, str) else ""
        front = FrontMatter("json", fields, entries, body, 0)
        return Assembly(self.reader, Source(_PATH, _PATH), self.section, body, front, ()).page()

    def fields(self, value: Any) -> dict[str, Any]:
        """The value's fields, JSON-plain: all of a mapping, of an object those that the config names."""
        if isinstance(value, Mapping):
            return self._with_content(_plain(value, 0), value.get("content"))
        if value is None or isinstance(value, str | bytes | int | float | Sequence | Callable):
            raise TypeError(f"a page is a mapping or an object with attributes, not {type(value).__name__}")
        return self._of_object(value)

    def _of_object(self, value: Any) -> dict[str, Any]:
        # Pelican's articles and MkDocs' pages: what a site generator made of front matter is HTML.
        written = {name: _plain(getattr(value, name, None), 0) for name in ("metadata", "meta")}
        generated = any(isinstance(made, dict) for made in written.values())
        fields: dict[str, Any] = {}
        for name in self.names:
            made = _plain(getattr(value, name, None), 0)
            if made is not _ABSENT and made is not None:
                fields[name] = _text_of(made) if generated and name in _HTML else made
        if getattr(value, "status", None) == "draft":  # as Pelican says it
            fields["draft"] = True
        for name, made in written.items():
            if isinstance(made, dict):  # of Pelican's metadata its objects have made better values
                fields = {**made, **fields} if name == "metadata" else {**fields, **made}
        return self._with_content(fields, getattr(value, "content", None))

    def _with_content(self, fields: dict[str, Any], content: Any) -> dict[str, Any]:
        """The fields with the page's text as it is, markup and all."""
        return {**fields, "content": str(content)} if isinstance(content, str) else fields


def _plain(value: Any, depth: int) -> Any:
    """A value as JSON has it; `_ABSENT` for what is no data."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if hasattr(value, "__html__"):  # Markup: what a reader reads of it
            return value.striptags() if hasattr(value, "striptags") else str(value)
        return value if type(value) is str else str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if depth >= _DEEPEST:
            return _ABSENT
        made = ((str(key), _plain(item, depth + 1)) for key, item in _first(value.items()))
        return {key: item for key, item in made if item is not _ABSENT}
    if isinstance(value, list | tuple | set | frozenset):
        if depth >= _DEEPEST:
            return _ABSENT
        listed = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [item for one in _first(listed) if (item := _plain(one, depth + 1)) is not _ABSENT]
    # Pelican's Author, Category and Tag, a lazily translated text, a URL object: their text is what is meant.
    named = getattr(value, "name", None)
    if isinstance(named, str):
        return named
    shows_itself = "__str__" in {name for kind in type(value).__mro__[:-1] for name in vars(kind)}
    return str(value) if shows_itself and not callable(value) else _ABSENT


def _first(items: Iterable[Any]) -> Iterator[Any]:
    for number, item in enumerate(items):
        if number >= _MOST:
            return
        yield item


def _text_of(html: Any) -> Any:
    """The text of a title or summary that is HTML."""
    from markupsafe import Markup

    return Markup(html).striptags() if isinstance(html, str) else html


def _entries(fields: Mapping[str, Any], before: str) -> Iterator[Entry]:
    for key, value in fields.items():
        if isinstance(value, dict) and value:
            yield from _entries(value, f"{before}{key}.")
        else:
            raw = value if isinstance(value, str) else ""
            yield Entry(f"{before}{key}", _TYPES.get(type(value), "null"), raw, value, NOWHERE)
