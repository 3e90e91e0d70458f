"""What a generator's config file says, read without running it: YAML, TOML, JSON, Python and JavaScript literals.

A config that cannot be read says nothing: its own generator will say what is wrong with it.
"""

from __future__ import annotations

import ast
import itertools
import json
import os
import tomllib
import warnings
from collections.abc import Iterator
from typing import Any

from seokit.extract.files import Unreadable, read_source
from seokit.extract.jsliterals import Literals, literals
from seokit.extract.yamlmarks import read_yaml

MAX_CONFIG = 300_000  # characters
ANCESTORS = 4  # folders above the pages in which a generator's files are looked for


def text_of(path: str) -> str:
    """The text of a config file, without a byte order mark; empty where it cannot be read, or is too long."""
    try:
        if os.path.getsize(path) > 4 * MAX_CONFIG:  # noqa: PTH202 - bytes; Path.stat raises the same
            return ""
        text = read_source(path)[0].removeprefix("\ufeff")
    except (Unreadable, OSError, ValueError):
        return ""
    return text if len(text) <= MAX_CONFIG else ""


def values_of(path: str) -> dict[str, Any]:
    """The values of a config in YAML, TOML or JSON, by its suffix."""
    if path.endswith(".toml"):
        return toml_values(path)
    return json_values(path) if path.endswith(".json") else yaml_values(path)


def yaml_values(path: str) -> dict[str, Any]:
    """The values of a YAML file. Tags (`!ENV`, `!!python/name:…`) are passed over, and run nothing."""
    text = text_of(path)
    try:
        return read_yaml(text, 0, len(text), path)[0]
    except Unreadable:
        return {}


def toml_values(path: str) -> dict[str, Any]:
    """The values of a TOML file."""
    try:
        return tomllib.loads(text_of(path))
    except (ValueError, RecursionError):
        return {}


def json_values(path: str) -> dict[str, Any]:
    """The values of a JSON file that holds an object."""
    found = json_value(path)
    return found if isinstance(found, dict) else {}


def json_value(path: str) -> Any:
    """What a JSON file holds; None where it cannot be read."""
    try:
        return json.loads(text_of(path))
    except (ValueError, RecursionError):
        return None


def python_values(path: str) -> dict[str, Any]:
    """What a Python file assigns to its names as literals, at its top level; nothing in it is run.

    None for what only the program knows.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the file's own odd escapes
            tree = ast.parse(text_of(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        try:
            found[name] = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            found[name] = None
    return found


def javascript_values(path: str) -> Literals:
    """The literals of a JavaScript or TypeScript file; nothing in it is run."""
    return literals(text_of(path))


def first_file(folder: str, names: tuple[str, ...]) -> str:
    """The path of the first of these files that a folder holds; empty where it holds none."""
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isfile(path):  # noqa: PTH113 - Path.is_file may raise
            return path
    return ""


def upwards(folder: str, most: int | None = None) -> Iterator[str]:
    """An absolute folder and those above it, at most so many, up to one that holds `.git`: a site ends there."""
    for count in itertools.count():
        yield folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder or count == most or os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110
            return
        folder = above
