"""Finding the files of a site: walks files, folders and globs, in a fixed order, each file once.

Ignored: what `.gitignore` files ignore, what `exclude` matches or `include` does not, hidden folders and
`node_modules`. What is named itself, a file or a folder, is taken even then.
"""

# Paths are plain strings here: tens of thousands of them must cost next to nothing.
# ruff: noqa: PTH109, PTH112, PTH114, PTH115, PTH116, PTH117, PTH119, PTH120, PTH206, PTH208

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct

from seokit.extract.files import kind_of, reason_of
from seokit.extract.ignoring import Below, GlobFilter, Globs, Ignores, is_pattern
from seokit.model import Failure, Settings

SUFFIXES = (".md", ".markdown", ".mdx", ".html", ".htm")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})
NOT_UTF8 = "the name of the file is not UTF-8: rename it"
_WILD = frozenset("*?[")


class PathError(ValueError):
    """A PATH that does not exist or holds no page; the message is a sentence for the user."""


class Source(Struct, frozen=True, gc=False):
    """A file to read: its path (below the current folder: relative to it; always with "/"), and its root.

    The root is the PATH under which it was found, a glob's folder before the first wildcard: the folder
    below it can name the section. A file that is named itself is its own root.
    """

    path: str
    root: str


class Found(Struct, frozen=True):
    """What there is to read, sorted by path; what was left out ("path: reason"); what cannot be read."""

    files: tuple[Source, ...]
    skipped: tuple[str, ...] = ()
    errors: tuple[Failure, ...] = ()


def discover(paths: Sequence[str], settings: Settings, suffixes: tuple[str, ...] = SUFFIXES) -> Found:
    """Find the files under files, folders and globs (`**` too). A file that is found twice counts once.

    `suffixes` are at most nine characters long.
    Raises PathError for a PATH that does not exist, and for a glob that finds nothing.
    """
    search = _Search(settings, suffixes)
    named = []
    for path in paths:
        if os.path.isdir(path):
            search.walk(path, path, None)
        elif os.path.lexists(path):
            named.append(path)
        elif _WILD.intersection(path):
            search.glob(path)
        else:
            raise PathError(_no_such(path))
    for path in named:  # after the folders, whose roots say more
        search.name(path)
    return search.found()


def shown(path: str) -> str:
    """The path as the audit shows it: relative to the current folder if below it, else as given; "/"."""
    path = os.path.normpath(path)
    if os.path.isabs(path):
        here = os.getcwd()
        if path == here:
            path = "."
        elif path.startswith(here.rstrip(os.sep) + os.sep):
            path = path[len(here.rstrip(os.sep)) + 1 :]
    return path.replace(os.sep, "/")


class _Search:
    """One run of `discover`: collects files by their real path, so that each comes once."""

    def __init__(self, settings: Settings, suffixes: tuple[str, ...]) -> None:
        self.globs, self.suffixes = Globs(settings), suffixes
        self.files: dict[str, Source] = {}  # real path → file
        self.links: list[tuple[str, str, str]] = []  # path, real path, root: after the files themselves
        self.skipped: dict[str, str] = {}
        self.errors: dict[str, str] = {}

    def found(self) -> Found:
        """The result; links to files that were found themselves are left out."""
        for path, real, root in sorted(self.links):
            if real in self.files:
                self.skipped.setdefault(path, f"the same file as {self.files[real].path}")
            else:
                self.files[real] = Source(path, root)
        files = sorted(self.files.values(), key=attrgetter("path"))
        return Found(
            tuple(self.printable(files)),
            tuple(f"{path}: {reason}" for path, reason in sorted(self.skipped.items())),
            tuple(Failure(valid_utf8(path), reason) for path, reason in sorted(self.errors.items())),
        )

    def printable(self, files: list[Source]) -> Iterable[Source]:
        """The files without those whose name no report can hold."""
        try:
            "".join([file.path for file in files]).encode()
        except UnicodeEncodeError:
            for file in files:
                if valid_utf8(file.path) != file.path:
                    self.errors[file.path] = NOT_UTF8
            self.skipped = {valid_utf8(path): reason for path, reason in self.skipped.items()}
            return [file for file in files if file.path not in self.errors]
        return files

    def name(self, path: str) -> None:
        """A file that is named itself."""
        here = shown(path)
        try:
            status = os.stat(path)
        except OSError as error:
            self.errors[here] = _link_reason(path, error)
            return
        kind = kind_of(status.st_mode)
        if kind:
            self.errors[here] = kind
        elif not here.lower().endswith(self.suffixes):
            self.skipped[here] = f"no page by its suffix ({' '.join(SUFFIXES)})"
        else:
            self.files.setdefault(os.path.realpath(path), Source(here, here))

    def glob(self, pattern: str) -> None:
        """The files that a pattern matches, and those in folders that it matches."""
        parts = os.path.normpath(pattern).split(os.sep)
        fixed = next(at for at, part in enumerate(parts) if _WILD.intersection(part))
        folder = os.sep.join(parts[:fixed]) or (os.sep if os.path.isabs(pattern) else ".")
        if not os.path.isdir(folder):
            raise PathError(_no_such(folder))
        if not is_pattern("/" + "/".join(parts[fixed:])):
            raise PathError(f"{valid_utf8(pattern)} is no glob: look at its brackets")
        wanted = GlobFilter(parts[fixed:], pattern.endswith(("/", os.sep)))
        errors = len(self.errors)
        if not self.walk(folder, folder, wanted) and len(self.errors) == errors:
            raise PathError(f"no page matches {valid_utf8(pattern)}: it looks for {' '.join(SUFFIXES)} files")

    def walk(self, folder: str, root: str, wanted: GlobFilter | None) -> bool:
        """All below a folder; says whether anything matched.

        Links to folders come last, so that the folder itself is preferred.
        """
        here = shown(folder)
        real = os.path.realpath(folder)
        root = shown(root)
        walk = _Walk(self, root, wanted)
        ignores = self.globs.below(real)
        walk.folder(here, folder, real, Below(wanted, ""), ignores)
        while walk.later:
            walk.later.sort(reverse=True)
            path, opened, below, ignores = walk.later.pop()
            target = os.path.realpath(opened)
            if target in walk.visited:
                if (os.path.realpath(os.path.dirname(opened)) + os.sep).startswith(
                    target.rstrip(os.sep) + os.sep
                ):
                    self.errors[path] = "is a link to a folder that it stands in: a loop, not followed"
                else:
                    self.skipped[path] = "links to a folder that is read already"
            else:
                walk.folder(path, opened, target, below, ignores)
        return walk.matched


class _Walk:
    """The walk of one folder."""

    def __init__(self, search: _Search, root: str, wanted: GlobFilter | None) -> None:
        self.search = search
        self.root = root
        self.wanted = wanted
        self.matched = wanted is None
        self.visited: set[str] = set()
        self.later: list[tuple[str, str, Below, Ignores]] = []

    def folder(self, here: str, opened: str, real: str, below: Below, ignores: Ignores) -> None:
        """One folder and all below it; not recursive, since folders nest as deep as somebody likes."""
        suffixes = self.search.suffixes
        todo = [(here, opened, real, below, ignores)]
        while todo:
            here, opened, real, below, ignores = todo.pop()
            self.visited.add(real)
            try:
                with os.scandir(opened) as listing:
                    entries = list(listing)
            except OSError as error:
                self.search.errors[here] = f"the folder cannot be read: {reason_of(error)}"
                continue
            if ".gitignore" in [entry.name for entry in entries]:
                ignores = ignores.with_file(os.path.join(opened, ".gitignore"), real)
            all_of_it = not self.wanted and not ignores.any
            files, root = self.search.files, self.root
            inside = real.rstrip(os.sep) + os.sep
            prefix = "" if here == "." else here.rstrip("/") + "/"
            for entry in entries:
                name = entry.name
                if entry.is_file(follow_symlinks=False):
                    if not name[-9:].lower().endswith(suffixes):
                        continue
                    if all_of_it:
                        files.setdefault(f"{inside}{name}", Source(prefix + name, root))
                    else:
                        self.file(prefix + name, f"{inside}{name}", below, ignores)
                elif entry.is_dir(follow_symlinks=False):
                    at = f"{inside}{name}"
                    if self.enters(prefix + name, name, at, below, ignores):
                        todo.append((prefix + name, entry.path, at, below.enter(name), ignores))
                        if name.lower().endswith(suffixes):
                            self.search.errors[prefix + name] = (
                                "is a directory, not a file; what is in it was read"
                            )
                elif entry.is_symlink():
                    self.link(prefix + name, entry, f"{inside}{name}", below, ignores)
                elif name.lower().endswith(suffixes) and not self.reason(f"{inside}{name}", below, ignores):
                    self.search.errors[prefix + name] = kind_of(entry.stat(follow_symlinks=False).st_mode)

    def enters(self, path: str, name: str, real: str, below: Below, ignores: Ignores) -> bool:
        """Whether to go into a folder; one that a `.gitignore` or `exclude` names is listed as skipped."""
        if name.startswith(".") or name in SKIPPED_FOLDERS or not below.may_enter(name):
            return False
        reason = ignores.folder(real)
        if reason:
            self.search.skipped[path] = reason
        return not reason

    def reason(self, real: str, below: Below, ignores: Ignores) -> str:
        """Why a file is left out; "-" where the glob does not match, which is not worth a line."""
        if self.wanted and not below.matches(os.path.basename(real)):
            return "-"
        self.matched = True
        return ignores.file(real)

    def file(self, path: str, real: str, below: Below, ignores: Ignores) -> None:
        """A regular file with a suffix of ours."""
        reason = self.reason(real, below, ignores)
        if not reason:
            self.search.files.setdefault(real, Source(path, self.root))
        elif reason != "-":
            self.search.skipped[path] = reason

    def link(self, path: str, entry: os.DirEntry[str], real: str, below: Below, ignores: Ignores) -> None:
        """A symbolic link: to a file, to a folder, or to nothing."""
        is_page = path.lower().endswith(self.search.suffixes)
        try:
            status = entry.stat()
        except OSError as error:
            if is_page or not isinstance(
                error, FileNotFoundError
            ):  # a dangling link of another kind is no page
                self.search.errors[path] = _link_reason(entry.path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            if self.enters(path, entry.name, real, below, ignores):
                self.later.append((path, entry.path, below.enter(entry.name), ignores))
            return
        reason = self.reason(real, below, ignores) if is_page else "-"
        kind = kind_of(status.st_mode)
        if reason:
            if reason != "-":
                self.search.skipped[path] = reason
        elif kind:
            self.search.errors[path] = kind
        else:
            self.search.links.append((path, os.path.realpath(entry.path), self.root))


def _link_reason(path: str, error: OSError) -> str:
    """Why a path cannot be looked at."""
    if os.path.islink(path):
        if isinstance(error, FileNotFoundError):
            return f"is a link to {valid_utf8(os.readlink(path))}, which does not exist"
        return f"is a link that leads nowhere: {reason_of(error)}"
    return f"cannot be read: {reason_of(error)}"


def valid_utf8(path: str) -> str:
    """The path with what is not UTF-8 replaced, so that it can be printed."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _no_such(path: str) -> str:
    """The sentence for a PATH that does not exist, with the nearest name that does."""
    sentence = f"no such file or folder: {valid_utf8(path)}"
    parent, missing = os.path.normpath(path), ""
    while parent and not os.path.isdir(parent):
        parent, missing = os.path.split(parent)
    try:
        names = sorted(name for name in os.listdir(parent or ".") if not name.startswith("."))
    except OSError:
        return sentence
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(missing.casefold(), list(folded), n=1)
    if near:
        return f"{sentence} (did you mean {shown(os.path.join(parent, folded[near[0]]))}?)"
    if parent in ("", "."):
        return sentence
    return f"{sentence} (there is no {valid_utf8(missing)} in {shown(parent)})"
