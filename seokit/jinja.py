"""The head tags in Jinja2: `{% seo %}`, `{% seo page %}` and the function `seo(page)`.

    env = Environment(extensions=["seokit.jinja.SeoExtension"])
    env.seo_settings = "seokit.toml"        # or a Settings; default: the config that the current folder has

A page is a mapping, an object with attributes (Pelican's articles, MkDocs' pages) or a `seokit.model.Page`.
`{% seo %}` takes the variable `page`, `article` or `post`, else the template's own title, description …; where
`page` is None, as in MkDocs' 404.html, it prints nothing. Values are escaped whether or not autoescape is on.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes, pass_context
from jinja2.exceptions import UndefinedError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from seokit.config import find_config, load_settings
from seokit.config_file import open_config
from seokit.extract.values import ValueReader
from seokit.generate.head import head, render_head
from seokit.model import Settings

__all__ = ["SeoExtension", "settings_of"]

NAMES = ("page", "article", "post")
# Without any of these variables the tag has nothing to say.
_TITLES = frozenset(("title", "seo_title"))


class SeoExtension(Extension):
    """The tag `seo` and the global function `seo`; the configuration is `environment.seo_settings`."""

    tags = {"seo"}  # noqa: RUF012 - as Jinja2 declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(seo_settings=None)
        environment.globals.setdefault("seo", seo)

    def parse(self, parser: Parser) -> nodes.Node:
        """`{% seo %}` and `{% seo EXPRESSION %}` become a call of the function."""
        line = next(parser.stream).lineno
        page = []
        if parser.stream.current.type != "block_end":
            page.append(parser.parse_expression())
        context: nodes.Expr = nodes.ContextReference()
        return nodes.Output([self.call_method("head_tags", [context, *page], lineno=line)], lineno=line)

    def head_tags(self, context: Context, *page: Any) -> Markup:
        """What the tag prints."""
        return head_tags(context, *page)


@pass_context
def seo(context: Context, *page: Any) -> Markup:
    """The same as an expression: of the page that is given, or without one of the context's."""
    return head_tags(context, *page)


def head_tags(context: Context, *given: Any) -> Markup:
    """The head tags of the page, or of the context's page, as HTML.

    Raises UndefinedError where there is no page, TypeError where it is none, ConfigError for a faulty config.
    """
    reader = _reader(context.environment)
    page = _given(given[0]) if given else _found(context, reader)
    if page is None:
        return Markup("")
    request = context.resolve("request")  # Flask's, Starlette's: where the page names no URL
    path = getattr(request, "path", "") if not isinstance(request, Undefined) else ""
    made = head(reader.page(page, path if isinstance(path, str) else ""), reader.settings)
    return Markup(render_head(made, reader.settings.templates))  # whose template escapes every value


def _given(page: Any) -> Any:
    if isinstance(page, Undefined):
        name = getattr(page, "_undefined_name", None)
        raise UndefinedError(f"seo: {name!r} is undefined" if name else "seo: the page is undefined")
    return page


def _found(context: Context, reader: ValueReader) -> Any:
    """The page that the context has under one of the usual names, else its own variables."""
    for name in NAMES:
        page = context.resolve(name)
        if not isinstance(page, Undefined):
            return page
    # Only what is needed: to touch Flask's session would add a header to the answer.
    variables = {name: context.resolve(name) for name in reader.names if name in context}
    if _TITLES.isdisjoint(variables):
        raise UndefinedError(f"seo: there is no variable {', '.join(NAMES)} or title: write {{% seo NAME %}}")
    return variables


# -- the configuration -----------------------------------------------------------------------------


def settings_of(config: str | os.PathLike[str] | Settings | None = None) -> Settings:
    """The configuration: a Settings as it is, a config file, or the one that the current folder goes by.

    The preset is the config's, else "generic": no folder is searched for one. Raises ConfigError.
    """
    if isinstance(config, Settings):
        return config
    found = os.fspath(config) if config is not None else find_config(".")
    if found is None:
        return load_settings(["."], preset="generic")
    file = os.fspath(found)
    written, _ = open_config(Path(file).absolute(), config is not None)
    preset = None if "preset" in written else "generic"
    return load_settings([str(Path(file).parent)], config=file, preset=preset)


def _reader(environment: Environment) -> ValueReader:
    """The environment's reader, made anew when the configuration was set anew, or a new day has begun."""
    config = getattr(environment, "seo_settings", None)
    key = (config if isinstance(config, Settings) else str(config), dt.datetime.now(dt.UTC).date())
    kept: tuple[Any, ValueReader] | None = getattr(environment, "_seo_reader", None)
    if kept is None or kept[0][1] != key[1] or (kept[0][0] is not key[0] and kept[0][0] != key[0]):
        kept = (key, ValueReader(settings_of(config)))
        environment._seo_reader = kept  # type: ignore[attr-defined]  # noqa: SLF001
    return kept[1]
