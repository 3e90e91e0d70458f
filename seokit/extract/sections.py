"""Which section of the config a file belongs to: the first whose globs match, else the last (catch-all)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from pathspec import GitIgnoreSpec

from seokit.extract.rooted import Root
from seokit.model import SectionSettings, Settings

_SLASH = re.compile("/")
_PLAIN = re.compile(r"[\w.~+@=,-]+")  # no wildcard, no escape, no space, which may be left out at an end
Test = tuple[Callable[[str], re.Match[str] | None], bool]


class Globs:
    """Globs of the config, compiled once: which files they take in.

    They work as in a .gitignore that lies in the config's folder: `content/posts/*.md`, `**/drafts/**`;
    `content/posts` means all files below, and `!…` takes files out again.
    """

    def __init__(self, globs: tuple[str, ...]) -> None:
        self._tests = compiled(globs)

    def match(self, name: str) -> bool:
        """Whether a file is meant; `name` relative to the config's folder, see Root."""
        matched = False
        for match, include in self._tests:
            if match(name):
                matched = include
        return matched


class ManyGlobs:
    """Thousands of tables with globs each: which of them take in a file. Most need not be asked.

    A glob from the config's folder on, such as `content/legal/**`, matches only what lies at or below the folders
    that it names without a wildcard.
    """

    def __init__(self, tables: Sequence[tuple[str, ...]]) -> None:
        self._tables = [Globs(globs) for globs in tables]
        self._at: dict[str, list[int]] = {}  # place → the tables that may match there
        for number, globs in enumerate(tables):
            for place in {plain_part(glob) for glob in globs if not glob.startswith("!")}:
                self._at.setdefault(place, []).append(number)

    def matching(self, name: str) -> list[int]:
        """The numbers of the tables that mean a file, in their order; `name` as in `Globs.match`."""
        ends = [0, *(found.start() for found in _SLASH.finditer(name)), len(name)]
        asked = {number for end in ends for number in self._at.get(name[:end], ())}
        return sorted(number for number in asked if self._tables[number].match(name))


def plain_part(glob: str) -> str:
    """The folders that a glob begins with, or its file, as far as they are plain names; "" where it may match anywhere."""
    if "/" not in glob[:-1]:
        return ""
    return "/".join(itertools.takewhile(_PLAIN.fullmatch, glob.removeprefix("/").split("/")))


class Sections:
    """The sections of one configuration."""

    def __init__(self, settings: Settings) -> None:
        *named, self._rest = settings.sections
        self._globs = [(section, Globs(section.files)) for section in named]
        self._root = Root(settings.root)

    def of(self, path: str) -> SectionSettings:
        """The section of a file; `path` relative to the current folder, or absolute."""
        if not self._globs:
            return self._rest
        name = self._root.name(path)
        return next((section for section, globs in self._globs if globs.match(name)), self._rest)


def compiled(globs: tuple[str, ...]) -> list[Test]:
    """The globs as regular expressions, and whether a match takes a file in or out; the last match counts."""
    patterns = GitIgnoreSpec.from_lines(globs).patterns
    # The expressions are used bare: PathSpec.match_file costs ten times a match, and runs on every file.
    return [(p.regex.match, p.include) for p in patterns if p.regex is not None and p.include is not None]


def section_of(path: str, settings: Settings) -> SectionSettings:
    """The section of one file. For many files keep a `Sections`: this compiles the globs each time."""
    return Sections(settings).of(path)
