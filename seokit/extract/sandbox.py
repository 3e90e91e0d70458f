"""Jinja2 for the expressions of a config, which must not make huge texts or reach anything."""

from __future__ import annotations

from typing import Any

from jinja2 import ChainableUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from seokit.extract.slugs import slug_path, slugify

MAX_REPEAT = 10_000
# Methods of a text by which one short call makes gigabytes: "{:>9999999999}".format(1).
PADDING = frozenset({"format", "format_map", "center", "ljust", "rjust", "zfill", "expandtabs"})


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
    made.filters |= {"slugify": slugify, "slug": slugify, "slug_path": slug_path}
    return made
