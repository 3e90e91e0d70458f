"""A template gets the tag that prints the head tags, not the values: see generate/template_tags.py."""

from __future__ import annotations

from seokit.extract.engines import engine_of
from seokit.generate.inject.page import LeftOut
from seokit.generate.template_tags import TemplateError, inject_template, remove_template


def inject_into_template(path: str, text: str, *, remove: bool) -> str | None:
    """The template with its tag, or without; None where the file is no template.

    Raises LeftOut where there is no place for the tag, as in a part of a page.
    """
    engine = engine_of(path, text)
    if not engine:
        return None
    try:
        return remove_template(text, engine) if remove else inject_template(text, engine)
    except TemplateError as error:
        raise LeftOut(f"a template ({engine}): {error.reason}", error.line) from error
