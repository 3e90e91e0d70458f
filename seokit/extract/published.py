"""What is published: the site's title, description and URL as Jinja2 expressions over the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seokit.model import SectionSettings, Text

MAX_RESULT = 10_000  # characters; the sandbox itself lets 'a' * 200000000 through

Expression = Callable[..., Iterator[str]]


class ExpressionError(ValueError):
    """An expression of the config fails on a page; the message says which and why."""


class Published:
    """The compiled expressions of one section; `any` says whether there are any, else none needs names."""

    def __init__(self, section: SectionSettings) -> None:
        self.any = bool(section.title or section.description or section.url)
        made = None
        if self.any:
            from seokit.extract.sandbox import environment

            made = environment()

        def compiled(expression: str) -> Expression | None:
            return made.from_string(expression).generate if made and expression else None

        self._title = compiled(section.title)
        self._description = compiled(section.description)
        self._url = compiled(section.url)

    def title(self, names: Mapping[str, Any], field: Text | None) -> str | None:
        """The published title: the expression's result, else the field's value."""
        if field is None:
            return None
        return render("title", self._title, names) if self._title else field.value

    def description(self, names: Mapping[str, Any], field: Text | None) -> str | None:
        """The published meta description: the expression's result, else the field's value."""
        if field is None:
            return None
        return render("description", self._description, names) if self._description else field.value

    def url(self, names: Mapping[str, Any]) -> str:
        """The URL by the section's pattern; empty without one."""
        return render("url", self._url, names).strip() if self._url else ""


def render(what: str, template: Expression, names: Mapping[str, Any]) -> str:
    """Run a compiled expression; raises ExpressionError when it fails or its result is too long."""
    from jinja2 import TemplateError

    result = ""
    try:
        # Piece by piece: nested loops over a field could print for hours before anyone measures the result.
        for piece in template(names):
            result += piece
            if len(result) > MAX_RESULT:
                raise ExpressionError(f"the config's {what} expression gives over {MAX_RESULT} characters")
    except ExpressionError:
        raise
    except (RecursionError, MemoryError) as error:
        raise ExpressionError(
            f"the config's {what} expression fails: it calls itself, or makes too long a text"
        ) from error
    except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError) as error:
        raise ExpressionError(f"the config's {what} expression fails: {error}") from error
    return result
