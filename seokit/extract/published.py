"""What is published: the site's title, description and URL as Jinja2 expressions over the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import ChainableUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from seokit.model import SectionSettings, Text

MAX_RESULT = 10_000  # characters; the sandbox itself lets 'a' * 200000000 through
MAX_REPEAT = 10_000
# Methods of a text by which one short call makes gigabytes: "{:>9999999999}".format(1).
PADDING = frozenset({"format", "format_map", "center", "ljust", "rjust", "zfill", "expandtabs"})

Expression = Callable[..., Iterator[str]]


class ExpressionError(ValueError):
    """An expression of the config fails on a page; the message says which and why."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, without the operators by which a short expression makes a huge text."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse the methods of a text that pad it to any width."""
        if isinstance(obj, str) and attr in PADDING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No wrapper that would let `format` through: it is refused with the others."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse repetition and powers beyond what a title can need."""
        sizes = [len(side) if isinstance(side, str | list | tuple) else side for side in (left, right)]
        if operator == "%" and isinstance(left, str):
            raise TemplateError("% formatting is not allowed in an expression: use ~ to join texts")
        repeats = operator == "*" and not all(isinstance(side, int | float) for side in (left, right))
        if repeats and all(isinstance(size, int) for size in sizes) and sizes[0] * sizes[1] > MAX_REPEAT:
            raise TemplateError(f"the expression repeats a text to more than {MAX_REPEAT} characters")
        if operator == "**" and any(isinstance(side, int) and abs(side) > 64 for side in (left, right)):
            raise TemplateError("the expression raises a number to a power above 64")
        return super().call_binop(context, operator, left, right)


def environment() -> Sandbox:
    """The environment of title, description and URL expressions.

    Autoescape is off: `R&D` must not become `R&amp;D` before it is measured. None prints nothing.
    """
    made = Sandbox(
        autoescape=False,
        undefined=ChainableUndefined,
        finalize=lambda value: "" if value is None else value,
        keep_trailing_newline=False,
    )
    # Both can make a text of any size from a short expression.
    for name in ("lipsum", "range", "cycler", "joiner", "namespace"):
        made.globals.pop(name, None)
    for name in ("batch", "center", "format", "indent", "pprint", "slice", "tojson", "urlize", "xmlattr"):
        made.filters.pop(name, None)
    return made


class Published:
    """The compiled expressions of one section; `any` says whether there are any, else none needs names."""

    def __init__(self, section: SectionSettings) -> None:
        self.any = bool(section.title or section.description or section.url)
        made = environment() if self.any else None

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
