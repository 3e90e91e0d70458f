"""Eleventy's permalinks, which are templates of their own: Liquid or Nunjucks, by way of the sandboxed Jinja2.

What both and Jinja2 share is written alike, but for the arguments of Liquid's filters (`date: "%Y"`). A filter
that the site's own program adds is not known, and then nor is the address.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from seokit.extract.dates import parse_date
from seokit.extract.published import ExpressionError, render
from seokit.extract.slugs import eleventy_slug, eleventy_slugify

MAX_PERMALINK = 1_000  # characters

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_FILTER = re.compile(
    r"""\|\s*(\w+)\s*:\s*((?:"[^"]*"|'[^']*'|[\w.]+)(?:\s*,\s*(?:"[^"]*"|'[^']*'|[\w.]+))*)"""
)
_UNPADDED = re.compile(r"%-([dmHIMSj])")  # no zero before it: strftime has that on some systems only


class Unknown(Exception):  # noqa: N818 - a verdict, not an error
    """The address depends on what only the site's own program knows."""


def fill(permalink: str, names: Mapping[str, Any]) -> str:
    """The address that a permalink makes of a page's data. Raises Unknown."""
    template = _compiled(permalink[: MAX_PERMALINK + 1])
    if template is None or len(permalink) > MAX_PERMALINK:
        raise Unknown(permalink[:100])
    try:
        return render("permalink", template, names).strip()
    except ExpressionError as error:
        raise Unknown(str(error)) from error


@lru_cache(maxsize=256)
def _compiled(permalink: str) -> Any:
    """The template of a permalink; None where it is none that can be filled in here."""
    from jinja2 import TemplateError

    source = _TAG.sub(lambda tag: _FILTER.sub(r"| \1(\2)", tag[0]), permalink)
    try:
        return _environment().from_string(source).generate
    except (TemplateError, RecursionError):
        return None


@cache
def _environment() -> Any:
    """The sandbox of expressions with the filters that Eleventy, Liquid and Nunjucks have by the same name."""
    from jinja2 import StrictUndefined

    from seokit.extract.sandbox import environment

    made = environment()
    made.undefined = StrictUndefined
    made.filters |= {
        "slugify": eleventy_slugify,
        "slug": eleventy_slug,
        "date": _date,
        "downcase": lambda value: str(value).lower(),
        "append": lambda value, more: f"{value}{more}",
        "prepend": lambda value, more: f"{more}{value}",
        "remove": lambda value, gone: str(value).replace(str(gone), ""),
        "strip": lambda value: str(value).strip(),
        "url": lambda value: value,  # without a path prefix, which belongs to the base URL
    }
    return made


def _date(value: Any, form: str = "%Y-%m-%d") -> str:
    """Liquid's `date`, whose formats are those of strftime."""
    moment = value if isinstance(value, dt.datetime) else parse_date(str(value))
    if moment is None:
        raise ValueError(f"{value} is no date")
    form = _UNPADDED.sub(lambda sign: str(int(moment.strftime(f"%{sign[1]}"))), form)
    return moment.strftime(form)
