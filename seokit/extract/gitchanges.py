"""Which files differ from a revision of git: changed, new, deleted; committed or not, tracked or not.

Submodules are asked in their turn, from the commit that the revision has of them; what lies in a repository that
the outer one does not know is new.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence

from msgspec import Struct

PAGES = (".md", ".markdown", ".mdx", ".html", ".htm")
FILE_MODES = ("100644", "100755")  # no links, no submodules
SUBMODULE = "160000"
MERGE_BASE = "..."
# Sentences in one language; and a partial clone never asks for a password to fetch what it lacks.
ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
# What git sets for its hooks and aliases: for the folder that they run in, and not for the one that is asked about.
# It is `git rev-parse --local-env-vars` without the configuration. The index of a commit that is being made
# (GIT_INDEX_FILE) is none of ours either: files are compared as they lie there, and an index only tells which ones
# git knows; what that of a partial commit lacks, the usual one has.
OF_ANOTHER_FOLDER = frozenset((
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
))  # fmt: skip


class GitError(RuntimeError):
    """Git cannot tell; the message says why and what to do."""


class NoGitError(GitError):
    """There is no git that could be run; `reason` is the system's."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"git cannot be run: {reason}")
        self.reason = reason


class Changes(Struct, frozen=True):
    """Real paths of files that differ, deleted ones too. A renamed file is deleted, and new elsewhere.

    `before`: what those that may be pages held at the revision.
    """

    revision: str
    changed: frozenset[str]
    before: dict[str, bytes]


class Difference(Struct, frozen=True):
    """One line of `git diff --raw`: the mode and the blob that the file had, its mode now, its name below the top."""

    mode: str
    blob: str
    mode_now: str
    name: str


def changes_since(revision: str, folders: Sequence[str]) -> Changes:
    """What changed since the revision in the repository that holds all of `folders`, in the working tree too.

    `main...` stands for the commit at which the branch left main. Names may have any bytes. In a repository without
    a commit everything is new.
    Raises GitError where there is no git, no repository, or no such revision.
    """
    try:
        top = line_of(git(folders[0], "rev-parse", "--show-toplevel"))
    except GitError as error:
        raise GitError(f"--since needs the site in a git repository: {error}") from error
    for folder in folders:
        if not f"{os.path.realpath(folder)}{os.sep}".startswith(f"{os.path.realpath(top)}{os.sep}"):
            raise GitError(f"--since needs all of the site in one git repository: {folder} is not in {top}")
    changed: set[str] = set()
    before: dict[str, bytes] = {}
    compare(top, commit_of(revision, top), changed, before)
    return Changes(revision, frozenset(changed), before)


def compare(top: str, commit: str, changed: set[str], before: dict[str, bytes]) -> None:
    """Add to `changed` and `before` what differs from a commit, or a tree, in a repository and those within it."""
    # Without renames the file that was renamed is one that is gone, whose old address is worth knowing.
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none")
    differences = list(parsed(git(top, "diff", *options, commit, "--")))
    others = git(top, "ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    untracked = [os.fsdecode(name) for name in others if name]
    changed |= {os.path.realpath(os.path.join(top, name)) for name in untracked}
    changed |= {os.path.realpath(os.path.join(top, one.name)) for one in differences}
    blobs = {
        os.path.realpath(os.path.join(top, one.name)): one.blob
        for one in differences
        if one.mode in FILE_MODES and one.name.lower().endswith(PAGES)
    }
    before |= zip(blobs, contents(top, list(blobs.values())), strict=True)
    inner = {one.name: one.blob for one in differences if SUBMODULE in (one.mode, one.mode_now)}
    inner |= {name: "" for name in untracked if name.endswith("/")}  # so git names a repository
    for name, known in inner.items():
        folder = os.path.join(top, name)
        if os.path.lexists(os.path.join(folder, ".git")):
            compare(folder, known if has(folder, known) else nothing(folder), changed, before)


def has(top: str, commit: str) -> bool:
    """Whether a commit is there; a submodule may be a shallow clone."""
    try:
        git(top, "cat-file", "-e", f"{commit}^{{commit}}")
    except GitError:
        return False
    return True


def nothing(top: str) -> str:
    """The tree without files, from which everything differs."""
    return line_of(git(top, "hash-object", "-t", "tree", "--stdin"))


def commit_of(revision: str, top: str) -> str:
    """The commit that a revision names, or the tree without files where there is no commit yet. Raises GitError."""
    plain = revision.removesuffix(MERGE_BASE)
    if not plain.strip() or plain.startswith(("-", "^")) or "\0" in plain:
        raise GitError(f"--since: {revision!r} is no revision; give a branch, a tag or a commit")
    try:
        commit = line_of(git(top, "rev-parse", "--verify", "--quiet", f"{plain}^{{commit}}"))
    except GitError as error:
        # Of a new branch without a commit HEAD is nothing, though others may have some.
        if plain == "HEAD" or not git(top, "rev-list", "--max-count=1", "--all"):
            return nothing(top)
        hint = shallow_hint(top) or "; `git branch --all` lists what there is"
        raise GitError(f"--since: git knows no revision {revision!r}{hint}") from error
    if plain == revision:
        return commit
    try:
        return line_of(git(top, "merge-base", commit, "HEAD"))
    except GitError as error:
        hint = shallow_hint(top) or f"; `--since {plain}` compares with {plain} as it is"
        raise GitError(f"--since: {plain!r} and HEAD have no commit in common{hint}") from error


def shallow_hint(top: str) -> str:
    """What to do where the history is cut off; empty where it is whole."""
    if line_of(git(top, "rev-parse", "--is-shallow-repository")) != "true":
        return ""
    return (
        "; this is a shallow clone, which holds the newest commits alone: run `git fetch --unshallow` "
        "(on GitHub: fetch-depth: 0)"
    )


def parsed(answer: bytes) -> Iterator[Difference]:
    """The lines of `git diff --raw -z`: ":mode mode blob blob status", a NUL, the name, a NUL."""
    fields = answer.split(b"\0")
    for about, name in zip(fields[::2], fields[1::2], strict=False):
        mode, mode_now, blob, *_ = about.decode("ascii", "replace").removeprefix(":").split(" ")
        yield Difference(mode, blob, mode_now, os.fsdecode(name))


def environment() -> dict[str, str]:
    """What git is to run with, when the folder alone is to say which repository is asked."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_FOLDER}
    return {**inherited, **ENVIRONMENT}


def contents(top: str, blobs: Sequence[str]) -> Iterator[bytes]:
    """What the blobs hold, in their order, from one process."""
    answer = git(top, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    at = 0
    for _ in blobs:
        end = answer.index(b"\n", at)
        size = answer[at:end].rpartition(b" ")[
            2
        ]  # "<blob> blob <size>", or "<blob> missing" in a partial clone
        length = int(size) if size.isdigit() else -1
        yield answer[end + 1 : end + 1 + length] if length >= 0 else b""
        at = end + 1 + length + 1


def line_of(answer: bytes) -> str:
    """An answer as text, without the end of its last line."""
    return os.fsdecode(answer).rstrip("\n")


def git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when it is run in a folder, or that of a file. Raises GitError with its own sentence."""
    where = folder if os.path.isdir(folder) else os.path.dirname(folder) or os.curdir  # noqa: PTH112, PTH120
    try:
        done = subprocess.run(
            ["git", "-C", where, *arguments],
            input=given,
            capture_output=True,
            check=False,
            env=environment(),
        )
    except OSError as error:
        raise NoGitError(str(error.strerror)) from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise GitError(told or "git failed")
    return done.stdout
