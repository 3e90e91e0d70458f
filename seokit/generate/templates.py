"""Finds the Jinja2 templates in a wheel, an editable install and a checkout; a user's folder goes first."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


class BadTemplateError(ValueError):
    """A template that is not there or does not render; the message names it, its line and the cause."""


def template_folders(override: str | os.PathLike[str] = "") -> tuple[Path, ...]:
    """The folders in which a template is looked up, in this order; at most the user's and our own.

    A wheel holds the templates inside the package. In an editable install and a checkout they lie beside it.
    Raises BadTemplateError when the user's folder, or our own, is not there.
    """
    if not override:
        return (_own_folder(),)
    user = Path(override)
    if not user.is_dir():
        raise BadTemplateError(f"{user}: no such folder of templates")
    return user, _own_folder()


def environment(override: str | os.PathLike[str] = "") -> Environment:
    """The Jinja2 environment for output: autoescape on, an unknown name is an error."""
    return _environment(template_folders(override))


def render(name: str, values: dict[str, Any], override: str | os.PathLike[str] = "") -> str:
    """Render a template by name. Raises BadTemplateError."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return environment(override).get_template(name).render(values)
    except TemplateSyntaxError as error:
        raise BadTemplateError(f"{error.filename or name}:{error.lineno}: {error.message}") from error
    except TemplateError as error:
        raise BadTemplateError(f"{name}: {error.message or type(error).__name__}") from error


@lru_cache(maxsize=1)
def _own_folder() -> Path:
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "templates", package.parent / "templates"):
        if _holds_ours(folder):
            return folder
    raise BadTemplateError(f"the templates of seokit are missing beside {package}: reinstall the package")


def _holds_ours(folder: Path) -> bool:
    return (folder / "head.html.j2").is_file()


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
