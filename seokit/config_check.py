"""Checks of what a person wrote in a config: all faults at once, with line and the nearest right name."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from seokit.presets import PRESETS

Value = Callable[["Faults", str, Any], Any]

TABLE = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
ENTRY = re.compile(r"""\s*((?:[A-Za-z0-9_.\- ]|"[^"]*"|'[^']*')+?)\s*=""")
CALLED = "--select", "--ignore"  # what the command line calls these two
LISTED = 20  # names that a message lists
MAX_PARTS = 50  # a header of 50,000 parts would take gigabytes of names


class ConfigError(Exception):
    """A config (or an option of the command line) is wrong; `messages` names every fault, one a line."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


class Faults:
    """The faults met so far in one config file; `prefix` is the table that holds the config."""

    def __init__(self, name: str = "", text: str = "", prefix: str = "") -> None:
        self.name = name
        self.text = text
        self.prefix = prefix
        self.messages: list[str] = []
        self._lines: dict[str, int] | None = None

    def add(self, key: str, message: str, *, offset: int = 0) -> None:
        """Note a fault of `key` (dotted; list items as `section[1]`), `offset` lines below the key."""
        line = self.line(key)
        place = f"{self.name}:{line + offset}: " if line else f"{self.name}: " if self.name else ""
        self.messages.append(f"{place}{key}: {message}" if key else f"{place}{message}")

    def line(self, key: str) -> int:
        """The line of a key, or of the nearest table above it; 0 where that is not cheaply known."""
        if self._lines is None:
            self._lines = key_lines(self.text)
        path = f"{self.prefix}.{key}" if self.prefix else key
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path.rpartition("[")[0] if path.endswith("]") else path.rpartition(".")[0]
        return 0

    def check(self) -> None:
        """Raise ConfigError if there was any fault."""
        if self.messages:
            raise ConfigError(self.messages)


def key_lines(text: str) -> dict[str, int]:
    """Where the keys of a TOML text stand: dotted name → line from 1. Keys in inline tables are left out."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, inside = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if inside:  # a multi-line string
            inside = "" if inside in line else inside
            continue
        header = TABLE.match(line)
        entry = None if header else ENTRY.match(line)
        if header:
            table = ".".join(parts(header[2]))
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
            table = placed(table, counts)
            found.setdefault(table, number)
        elif entry:
            name = ".".join(parts(entry[1]))
            found.setdefault(f"{table}.{name}" if table else name, number)
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                inside = quotes
    return found


def parts(name: str) -> list[str]:
    """The parts of a dotted TOML key; empty where it is none, or nested deeper than any config of ours."""
    if name.count(".") > MAX_PARTS:
        return []
    try:
        node: Any = tomllib.loads(f"{name}=0")
    except tomllib.TOMLDecodeError:
        return []
    found = []
    while isinstance(node, dict):
        key, node = next(iter(node.items()))
        found.append(key)
    return found


def placed(table: str, counts: Mapping[str, int]) -> str:
    """A table's name with the number of each array item in it: section.fields → section[1].fields."""
    done, name = "", ""
    for part in table.split("."):
        name = f"{name}.{part}" if name else part
        done = f"{done}.{part}" if done else part
        if name in counts:
            done = f"{done}[{counts[name]}]"
    return done


def nearest(name: str, names: Iterable[str]) -> str:
    """' (did you mean "x"?)' for the most alike of the names, or nothing."""
    known = {each.casefold(): each for each in names}
    found = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f'; did you mean "{known[found[0]]}"?' if found else ""


def unknown(
    faults: Faults, path: str, table: Mapping[str, Any], names: Iterable[str], what: str = "key"
) -> None:
    """Note every key of the table that is none of the names."""
    allowed = list(names)
    for key in table:
        if key not in allowed:
            known = f"; known: {', '.join(allowed[:LISTED])}{', …' if len(allowed) > LISTED else ''}"
            hint = nearest(str(key), allowed) or known
            if path and key in TOP_VALUES:  # appended to the file, where a table is open
                hint = "; it belongs above the first [table] of the file"
            faults.add(f"{path}.{key}" if path else str(key), f"unknown {what}{hint}")


def kind(value: Any) -> str:
    """What a value of TOML is, in words; of those that only YAML and Python have, `None` and what else there is."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, dt.date | dt.time):
        return "a date or time"
    if value is None:
        return "nothing"
    return "a table" if isinstance(value, dict) else f"a {type(value).__name__}"


def shown(value: Any) -> str:
    """A value as it is shown in a message: short, on one line."""
    text = repr(value) if isinstance(value, str | int | float) else kind(value)
    return text if len(text) <= 60 else text[:57] + "…"


# -- values: each takes (faults, key, value) and gives the value, or None after noting a fault --------------


def text(faults: Faults, key: str, value: Any) -> str | None:
    """A text."""
    if isinstance(value, str):
        return value
    faults.add(key, f'must be a text in quotes ("…"), not {kind(value)} ({shown(value)})')
    return None


def path_name(faults: Faults, key: str, value: Any) -> str | None:
    """The name of a file or folder."""
    found = text(faults, key, value)
    if found and "\0" in found:
        faults.add(
            key, f"must be the name of a file or folder, and none holds a NUL character ({shown(found)})"
        )
        return None
    return found


def texts(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """A list of texts, none of them empty."""
    if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
        return tuple(value)
    got = f"{kind(value)} ({shown(value)})"
    if isinstance(value, list):
        wrong = next(item for item in value if not isinstance(item, str) or not item.strip())
        got = (
            f"a list with {kind(wrong)} ({shown(wrong)})"
            if not isinstance(wrong, str)
            else "one with an empty text"
        )
    hint = f"; write [{value!r}]".replace("'", '"') if isinstance(value, str) and value else ""
    faults.add(key, f"must be a list of texts, not {got}{hint}")
    return None


def table(faults: Faults, key: str, value: Any) -> dict[str, Any]:
    """A table; an empty one after a fault."""
    if isinstance(value, dict):
        return value
    faults.add(key, f"must be a table ([{key}]), not {kind(value)} ({shown(value)})")
    return {}


def globs(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """A list of globs relative to the config's folder, as in a .gitignore."""
    from seokit.extract.ignoring import is_pattern

    found = texts(faults, key, value)
    for glob in found or ():
        if re.match(r"[A-Za-z]:|[/~]|\\(?![*?\[\]!# ])", glob):
            relative = re.sub(r"^([A-Za-z]:)?[/\\~]+", "", glob) or "**"
            faults.add(
                key, f'"{glob}" is absolute; a glob is relative to the config\'s folder, as "{relative}"'
            )
        elif ".." in glob.split("/"):
            faults.add(
                key, f'"{glob}" leaves the config\'s folder; put the config into a folder above all files'
            )
        elif not is_pattern(glob):
            faults.add(key, f'"{glob}" is no glob, and git would not take it in a .gitignore either')
    return found


def glob_or_globs(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """One glob, or a list of globs."""
    return globs(faults, key, [value] if isinstance(value, str) and value.strip() else value)


def web_address(faults: Faults, key: str, value: Any) -> str | None:
    """An absolute http or https URL without query and fragment."""
    found = text(faults, key, value)
    if found is None:
        return None
    try:
        parts = urlsplit(found.strip())
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        good, parts = False, urlsplit("")
    if not good or any(c.isspace() or ord(c) < 32 for c in found):
        faults.add(key, f'"{found}" is not an absolute http(s) URL such as "https://example.org"')
    elif parts.query or parts.fragment or "?" in found or "#" in found:
        faults.add(key, f'"{found}" has a query or a fragment; give the address of the site\'s root')
    return found.strip()


def expression(faults: Faults, key: str, value: Any) -> str | None:
    """A Jinja2 expression that compiles."""
    found = text(faults, key, value)
    if not found or "{" not in found:
        return found
    from jinja2 import TemplateSyntaxError

    from seokit.extract.sandbox import environment

    try:
        environment().compile(found)
    except TemplateSyntaxError as error:
        inside = f" in line {error.lineno} of the expression" if "\n" in found else ""
        faults.add(key, f"not a Jinja2 expression{inside}: {error.message}", offset=max(0, error.lineno - 1))
    except RecursionError:
        faults.add(key, "not a Jinja2 expression: it is nested too deep")
    return found


def preset_name(faults: Faults, key: str, value: Any) -> str | None:
    """The name of a preset."""
    found = text(faults, key, value)
    if found is None or found in PRESETS:
        return found
    hint = nearest(found, PRESETS) or "; there are: " + ", ".join(PRESETS)
    faults.add(key, f'no preset is called "{found}"{hint}')
    return None


class OneOf:
    """A check for one of these words."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __call__(self, faults: Faults, key: str, value: Any) -> str | None:
        """The word; None after noting a fault."""
        if value in self.names and isinstance(value, str):
            return value
        hint = nearest(value, self.names) if isinstance(value, str) else ""
        faults.add(key, f"must be one of {', '.join(self.names)}, not {shown(value)}{hint}")
        return None


# -- the keys above all tables ---------------------------------------------------------------------------------

TOP_VALUES: dict[str, Value] = {
    "preset": preset_name,
    "base_url": web_address,
    "title": expression,
    "description": expression,
    "url": expression,
    "site_name": text,
    "entry": texts,
    "qa": OneOf("none", "community", "education"),
    "include": globs,
    "exclude": globs,
    "templates": path_name,
    "baseline": path_name,
}
