"""A template gets the tag that prints the head tags, not the values: see generate/template_tags.py."""

from __future__ import annotations

import contextlib
import posixpath
from pathlib import Path

from msgspec import Struct

from seokit.extract.engines import engine_of
from seokit.extract.files import Unreadable, read_source
from seokit.generate.files import write_atomic
from seokit.generate.inject.page import LeftOut
from seokit.generate.template_tags import (
    TemplateError,
    base_of,
    has_head,
    inject_template,
    partial_for,
    partial_place,
    remove_template,
    rivals,
)

_INCLUDED = ("seokit/head.html", "seokit/head.njk")


class Template(Struct, frozen=True):
    """A template with its tag, or without; `partial`: the file that the tag includes and that is not there.

    `notes` say what the tag prints as well, "line N: <title>", and so stands twice from now on.
    """

    text: str
    engine: str
    partial: str = ""
    notes: tuple[str, ...] = ()


def inject_into_template(path: str, text: str, *, remove: bool) -> Template | None:
    """The template with its tag, or without; None where the file is no template.

    Raises LeftOut where there is no place for the tag, as in a part of a page, and where the template that it
    extends has the tag's place.
    """
    engine = engine_of(path, text)
    if not engine:
        return None
    if path.endswith(_INCLUDED):
        raise LeftOut("what the tag of the templates includes")
    try:
        if remove:
            return Template(remove_template(text, engine), engine)
        base = base_of(text, engine)
        if base and not has_head(text, engine) and _base_has_head(path, base, engine):
            raise LeftOut(f"a template ({engine}): the tag belongs into {base}, which it extends")
        made = inject_template(text, engine)
        notes = tuple(f"line {line}: {tag}" for line, tag in rivals(made, engine))
    except TemplateError as error:
        raise LeftOut(f"a template ({engine}): {error.reason}", error.line) from error
    place = partial_place(path, engine)
    return Template(made, engine, "" if not place or Path(place).exists() else place, notes)


def write_partial(path: str) -> None:
    """Write what the tag includes to where it was missed. Raises WriteError."""
    engine = "nunjucks" if path.endswith(".njk") else "hugo" if "partials/" in path else "liquid"
    write_atomic(path, partial_for(engine)[1].encode("utf-8"))


def _base_has_head(path: str, base: str, engine: str) -> bool:
    """Whether the template that this one extends lies beside or above it, and has a <head>."""
    folder = posixpath.dirname(path)
    while True:
        with contextlib.suppress(Unreadable):
            return has_head(read_source(posixpath.join(folder, base))[0], engine)
        if folder in ("", "/"):
            return False
        folder = posixpath.dirname(folder)
