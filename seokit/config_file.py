"""Where a config is found and how its file is read; `pyproject.toml` counts only with [tool.seokit]."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seokit.config_check import ConfigError, Faults

FILE = "seokit.toml"
PYPROJECT = "pyproject.toml"
TABLE = "tool.seokit"


def find_config(first_path: str) -> Path | None:
    """The config for a path: in its folder, or in the nearest folder above that holds one.

    Raises ConfigError where one folder holds both kinds, or where a `pyproject.toml` cannot be read.
    """
    folder = absolute("." if first_path == "-" else before_glob(first_path))
    for parent in (folder, *folder.parents):
        own, shared = parent / FILE, parent / PYPROJECT
        has_own, has_table = is_file(own), is_file(shared) and has_config(shared)
        if has_own and has_table:
            raise ConfigError(
                [f"{relative(parent)}: both {FILE} and {PYPROJECT} with [{TABLE}]; keep one of them"]
            )
        if has_own or has_table:
            return own if has_own else shared
    return None


def before_glob(path: str) -> str:
    """What of a path stands before its first wildcard; all of one that is there."""
    return path if os.path.lexists(path) else re.split(r"[*?\[]", path)[0] or "."


def has_config(file: Path) -> bool:
    """Whether a `pyproject.toml` holds [tool.seokit]. One that never names it is not even parsed."""
    text = read(file)
    return "seokit" in text and isinstance(parse(file, text).get("tool", {}).get("seokit"), dict)


def is_file(file: Path) -> bool:
    """Whether a file is there; not where its folder may not be looked into, or its name is too long."""
    return os.path.isfile(file)  # noqa: PTH113 - `Path.is_file` raises there


def read(file: Path) -> str:
    """The text of a config. Raises ConfigError."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            [f"{relative(file)}: not UTF-8 (byte {error.start}); TOML is always UTF-8"]
        ) from error
    except OSError as error:
        raise ConfigError([f"{relative(file)}: cannot be read: {error.strerror}"]) from error


def parse(file: Path, text: str) -> dict[str, Any]:
    """The TOML of a config. Raises ConfigError with the line."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error) or "nested too deep"
        at = re.search(r"\(at line (\d+), column \d+\)", said)
        end = "at end of document" in said
        line = f":{at[1]}" if at else f":{len(text.splitlines()) or 1}" if end else ""
        raise ConfigError([f"{relative(file)}{line}: not valid TOML: {said}"]) from error


def absolute(path: str) -> Path:
    """The path from the root, without `..`; symlinks are kept, since people name files through them."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def relative(file: Path) -> str:
    """A path as people call it: relative where it lies below the current folder."""
    here = Path.cwd()
    return file.relative_to(here).as_posix() or "." if file.is_relative_to(here) else str(file)


def open_config(file: Path | None, explicit: bool) -> tuple[dict[str, Any], Faults]:
    """The table that holds the config (empty without a file) and the place for its faults."""
    if file is None:
        return {}, Faults()
    if explicit and not is_file(file):
        raise ConfigError([f"--config: {relative(file)} is not a file"])
    text = read(file)
    whole = parse(file, text)
    if file.name != PYPROJECT:
        return whole, Faults(relative(file), text)
    table = whole.get("tool", {}).get("seokit")
    if not isinstance(table, dict):
        raise ConfigError([f"{relative(file)}: has no table [{TABLE}]"])
    return table, Faults(relative(file), text, TABLE)


def common_root(paths: Sequence[str]) -> str:
    """What globs are relative to without a config: the current folder, or, for paths elsewhere, theirs."""
    here = Path.cwd()
    whole = [absolute(path) for path in paths if path != "-"]
    return str(here) if all(path.is_relative_to(here) for path in whole) else common_folder(paths)


def common_folder(paths: Sequence[str]) -> str:
    """The deepest folder that holds all of the paths; the current one for those that come from elsewhere."""
    whole = [absolute(before_glob(path)) for path in paths if path != "-"]
    try:
        common = Path(os.path.commonpath(whole))
    except ValueError:  # none, or several drives
        return str(Path.cwd())
    return str(common if os.path.isdir(common) else common.parent)  # noqa: PTH112 - raises nothing
