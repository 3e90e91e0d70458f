"""The file of a baseline: a text that diffs and merges well, and stays small.

A line a page, below it a line a rule with the short fingerprints of its findings, an empty line, all sorted. A page
that is mended loses lines, and touches no other page's: the empty line keeps git from taking changes of two
neighbours for a conflict.

    # seokit baseline 1
    # audited content
    # rules link-broken link-orphan
    # rules title-too-long

    content/rye.md
      link-broken 5d41402a 7d793037
      title-too-long 9f3a2b1c

Paths are relative to the config's folder. `*` is what is said once for the whole site. The rules are those that ran,
so that what a newer rule finds can be told from what is new on the site; the folders, a line each, those that were
audited, so that an audit of a part can be told from one of the whole.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from seokit.extract.files import Unreadable, read_start, reason_of

DEFAULT = "seokit-baseline.txt"
HEADER = "# seokit baseline 1"
RAN = "# rules "
AUDITED = "# audited "
EVERYWHERE = "*"
_ANY_HEADER = re.compile(r"# seokit baseline [0-9]+")
_RULE = re.compile(r"  ([a-z0-9-]+)((?: [0-9a-f]{8})+)")
_CONFLICT = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")

Known = dict[tuple[str, str], set[str]]  # path and rule → short fingerprints


class BaselineError(ValueError):
    """A baseline that cannot be read or must not be written; the message says where and what to do."""


class Baseline(Struct, frozen=True):
    """What a baseline holds: old findings, the rules that ran when they were found (none: not known), where."""

    findings: Known
    rules: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


def lines(baseline: Baseline) -> Iterator[str]:
    """The file, line by line."""
    yield HEADER
    yield "# Old findings, by page and rule. `seokit baseline update` removes what is gone."
    for folder in sorted(baseline.folders):
        yield f"{AUDITED}{written(folder)}"
    for _, names in groupby(sorted(baseline.rules), lambda name: name.partition("-")[0]):
        yield f"{RAN}{' '.join(names)}"
    yield ""
    for path, known in groupby(sorted(baseline.findings.items()), lambda item: item[0][0]):
        yield written(path)
        for (_, rule), marks in known:
            yield f"  {rule} {' '.join(sorted(marks))}"
        yield ""


def written(path: str) -> str:
    """A path on a line of its own; one that could be taken for something else is in quotes."""
    odd = path[:1] in ('"', "#", "") or path.startswith(_CONFLICT)
    plain = path.isprintable() and path == path.strip() and not odd
    return path if plain else msgspec.json.encode(path.encode("utf-8", "replace").decode()).decode()


def command(words: str, file: str) -> str:
    """The command that does something with this file, whatever file would be taken without its name."""
    return f"seokit baseline {words} -o {shlex.quote(file)}"


def is_baseline(file: str) -> bool:
    """Whether a file is a baseline, of any version, by its first line, whatever else is wrong with it."""
    try:
        start = read_start(file, 100).removeprefix(b"\xef\xbb\xbf")
    except Unreadable:
        return False
    return _ANY_HEADER.fullmatch(start.partition(b"\n")[0].rstrip(b"\r").decode("latin-1")) is not None


def read_baseline(file: str) -> Baseline:
    """What a baseline holds. Raises BaselineError with the line of the first fault."""
    try:
        with open(file, encoding="utf-8-sig", newline="") as handle:  # noqa: PTH123 - any path
            text = handle.read()
    except FileNotFoundError as error:
        raise BaselineError(f"{file}: no such file; `{command('create PATH', file)}` makes it") from error
    except OSError as error:
        raise BaselineError(f"{file}: cannot be read: {reason_of(error)}") from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{file}: byte {error.start} is not UTF-8: this is no baseline") from error
    except ValueError as error:  # a NUL in the name
        raise BaselineError(f"{file}: cannot be read: {error}") from error
    first = text.partition("\n")[0].rstrip("\r")
    if _ANY_HEADER.fullmatch(first) and first != HEADER:
        raise BaselineError(
            f"{file}:1: {first.removeprefix('# ')!r} was made by another version of seokit, and this one reads 1; "
            f"use that version, or make the file anew: `{command('create PATH --force', file)}`"
        )
    if first != HEADER and not first.startswith(_CONFLICT):
        raise BaselineError(
            f"{file}:1: no baseline, which begins with the line `{HEADER}`, ended by LF or CRLF"
        )
    return parsed(text.replace("\r\n", "\n").split("\n"), file)


def parsed(listed: Iterable[str], file: str) -> Baseline:
    """The baseline of these lines. Raises BaselineError with the line of the first fault."""
    known: Known = {}
    rules: set[str] = set()
    folders: set[str] = set()
    path, bare = "", 0  # the page, and the number of its line as long as no finding stands below it
    for number, line in enumerate(listed, 1):
        rule = _RULE.fullmatch(line)
        if rule and path:
            known.setdefault((path, rule[1]), set()).update(rule[2].split())
            bare = 0
        elif line.startswith(_CONFLICT):
            raise BaselineError(
                f"{file}:{number}: a merge left a conflict here: delete the lines of its marks "
                "(<<<<<<<, =======, >>>>>>>), keep those of both sides, then run "
                f"`{command('update PATH', file)}`"
            )
        elif line.startswith(RAN):
            rules.update(line.removeprefix(RAN).split())
        elif line.startswith(AUDITED):
            folders.add(path_of(line.removeprefix(AUDITED), f"{file}:{number}"))
        elif line[:1].isspace() and line.strip():
            raise BaselineError(f"{file}:{number}: {what_is_wrong(line)}")
        elif line.strip() and not line.startswith("#"):
            require_findings(path, bare, file)
            path, bare = path_of(line, f"{file}:{number}"), number
    require_findings(path, bare, file)
    return Baseline(known, frozenset(rules), frozenset(folders))


def what_is_wrong(line: str) -> str:
    """What an indented line is that stands for nothing, and what to do."""
    if _RULE.fullmatch(line):
        what = "a rule without its page"
    elif _RULE.fullmatch(f"  {line.strip()}"):
        what = "a rule that is not indented by two spaces"
    else:
        what = "not a rule with its fingerprints"
    return (
        f"{what}: {line.strip()[:60]!r}; take the line from the file's history, or delete it: "
        "its findings are new then"
    )


def require_findings(path: str, bare: int, file: str) -> None:
    """Raise BaselineError for a page without findings: text that is none, or findings that lost their indent."""
    if bare:
        raise BaselineError(
            f"{file}:{bare}: no findings of this page: {path[:60]!r}; they stand below it, indented by two spaces: "
            "take them from the file's history, or delete the line"
        )


def path_of(line: str, place: str) -> str:
    """The path on a line. Raises BaselineError."""
    if not line.startswith('"'):
        return line
    try:
        return msgspec.json.decode(line, type=str)
    except msgspec.DecodeError as error:
        raise BaselineError(f"{place}: a quote is not closed: {line[:60]!r}") from error


def count(known: Mapping[Any, set[str]]) -> int:
    """How many findings there are in it."""
    return sum(map(len, known.values()))
