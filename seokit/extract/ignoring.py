"""What a walk leaves out: `.gitignore` files, the config's `include` and `exclude`, a glob's own limits.

Files that a plugin names are left out as those that `exclude` matches. All patterns are gitignore's, read by pathspec;
its many expressions are joined to one, for speed.
"""

# Paths are plain strings here: tens of thousands of them must cost next to nothing.
# ruff: noqa: PTH110, PTH113, PTH120, PTH123

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Sequence

from pathspec import GitIgnoreSpec

from seokit.model import Settings

Match = Callable[[str], bool | None]
EXCLUDED = "excluded by the configuration"
MAX_PATTERN = 4096  # characters; no path is longer


def is_pattern(line: str) -> bool:
    """Whether a line can be read as a pattern; `!` alone and `[z-a]` cannot."""
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def matcher(lines: Sequence[str]) -> Match:
    """A function of a path (with "/", a folder with one at its end): ignored, taken back, or None."""
    spec = GitIgnoreSpec.from_lines(lines)
    patterns = [pattern for pattern in spec.patterns if pattern.include is not None]
    if not patterns:
        return lambda _: None
    if all(pattern.include and pattern.regex is not None for pattern in patterns):
        # Without negations the order means nothing; pathspec names its groups, and a name may stand once.
        sources = (pattern.regex.pattern for pattern in patterns if pattern.regex is not None)
        joined = "|".join(f"(?:{source})" for source in sources)
        match = re.compile(re.sub(r"\(\?P<\w+>", "(?:", joined)).match
        return lambda path: True if match(path) else None
    # `drafts/**` is what stands in the folder, not the folder: `!drafts/kept.md` must still be found.
    folders = GitIgnoreSpec.from_lines([line for line in lines if not line.rstrip().endswith("/**")])
    return lambda path: (folders if path.endswith("/") else spec).check_file(path).include


class GlobFilter:
    """The part of a glob from its first wildcard on. A folder that it matches is taken whole.

    With `folders_only` (a "/" at its end) it matches nothing else.
    """

    def __init__(self, parts: Sequence[str], folders_only: bool) -> None:
        self.parts = tuple(parts)
        self.match = matcher(["/" + "/".join(parts) + "/" * folders_only])


class Below:
    """Where a walk is below a glob's folder: which names can still lead to a match."""

    __slots__ = ("at", "wanted")

    def __init__(self, wanted: GlobFilter | None, at: str) -> None:
        self.wanted = wanted
        self.at = at

    def enter(self, name: str) -> Below:
        """The same, one folder deeper."""
        return Below(self.wanted, f"{self.at}{name}/") if self.wanted else self

    def may_enter(self, name: str) -> bool:
        """Whether something in this folder can match."""
        if self.wanted is None:
            return True
        parts = self.wanted.parts
        depth = self.at.count("/")
        if depth >= len(parts) or "**" in parts[: depth + 1]:
            return True
        return fnmatch.fnmatchcase(name, parts[depth])

    def matches(self, name: str) -> bool:
        """Whether the glob matches this file, or a folder that it is in."""
        return self.wanted is None or bool(self.wanted.match(self.at + name))


class Ignores:
    """The patterns that hold in one folder: the config's, and the `.gitignore` files above and in it."""

    __slots__ = ("any", "globs", "layers")

    def __init__(self, globs: Globs | None, layers: tuple[tuple[str, Match], ...]) -> None:
        self.globs = globs
        self.layers = layers  # (real folder with a separator at its end, patterns), innermost first
        self.any = bool(layers) or globs is not None

    def with_file(self, path: str, real: str) -> Ignores:
        """The same, with the `.gitignore` file of this folder; one that cannot be read counts as empty."""
        match = read_gitignore(path)
        if match is None:
            return self
        return Ignores(self.globs, ((real.rstrip(os.sep) + os.sep, match), *self.layers))

    def file(self, real: str) -> str:
        """Why this file is left out; empty if it is not."""
        reason = self.globs.file(real) if self.globs else ""
        if not reason and self.layers and self._ignored(real):
            reason = "ignored by .gitignore"
        return reason

    def folder(self, real: str) -> str:
        """Why nothing in this folder is looked at; empty if it is."""
        if self.globs and self.globs.excludes(real + os.sep):
            return EXCLUDED
        return "ignored by .gitignore" if self.layers and self._ignored(real + os.sep) else ""

    def _ignored(self, real: str) -> bool:
        for base, match in self.layers:
            if real.startswith(base):
                answer = match(real[len(base) :].replace(os.sep, "/"))
                if answer is not None:
                    return answer
        return False


class Globs:
    """The config's `include` and `exclude`, relative to its root; outside of it only `left_out` means something."""

    def __init__(self, settings: Settings) -> None:
        self.root = os.path.realpath(settings.root).rstrip(os.sep) + os.sep
        self.included = matcher(settings.include) if settings.include else None
        self.excluded = matcher(settings.exclude) if settings.exclude else None
        self.left_out = settings.left_out

    def below(self, real: str) -> Ignores:
        """What holds in a folder that a walk begins with: itself it is taken, as it was named."""
        globs = self if self.included or self.excluded or self.left_out else None
        parents = Ignores(None, tuple(_parents(real)))
        if parents.layers and any(parents.folder(part) for part in _upwards(real)):
            parents = Ignores(None, ())  # the folder is ignored, and somebody named it: all of it is meant
        return Ignores(globs, parents.layers)

    def relative(self, real: str) -> str | None:
        """The path below the root, with "/"; None outside of it."""
        return real[len(self.root) :].replace(os.sep, "/") if real.startswith(self.root) else None

    def excludes(self, real: str) -> bool:
        """Whether `exclude` matches."""
        path = self.relative(real)
        return bool(self.excluded and path and self.excluded(path))

    def file(self, real: str) -> str:
        """Why the config leaves this file out; empty if it does not."""
        if real in self.left_out:
            return EXCLUDED
        path = self.relative(real)
        if path is None:
            return ""
        if self.excluded and self.excluded(path):
            return EXCLUDED
        return "not included by the configuration" if self.included and not self.included(path) else ""


def read_gitignore(path: str) -> Match | None:
    """The patterns of a `.gitignore` file; None where it cannot be read or has none.

    A line that is no pattern, or too long for a path, is left out, as git does.
    """
    if not os.path.isfile(path):
        return None
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            lines = [line for line in file.read(1_000_000).splitlines() if len(line) <= MAX_PATTERN]
    except OSError:
        return None
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    try:
        return matcher(lines)
    except (ValueError, re.error):
        return matcher([line for line in lines if is_pattern(line)])


def _upwards(real: str) -> list[str]:
    """A folder and all above it."""
    folders = [real]
    while (above := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(above)
    return folders


def _parents(real: str) -> list[tuple[str, Match]]:
    """The `.gitignore` files above a folder, innermost first, up to the one that holds `.git`; else none."""
    if os.path.exists(os.path.join(real, ".git")):
        return []
    folders = _upwards(real)[1:]
    top = next((at for at, above in enumerate(folders) if os.path.exists(os.path.join(above, ".git"))), None)
    if top is None:
        return []
    found = ((above, read_gitignore(os.path.join(above, ".gitignore"))) for above in folders[: top + 1])
    return [(above.rstrip(os.sep) + os.sep, match) for above, match in found if match is not None]
