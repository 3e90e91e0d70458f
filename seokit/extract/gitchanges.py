"""Which files differ from a revision of git: changed, new, deleted; committed or not, tracked or not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence

from msgspec import Struct

PAGES = (".md", ".markdown", ".mdx", ".html", ".htm")
FILE_MODES = ("100644", "100755")  # no links, no submodules
MERGE_BASE = "..."
# Sentences in one language; and a partial clone never asks for a password to fetch what it lacks.
ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class GitError(RuntimeError):
    """Git cannot tell; the message says why and what to do."""


class Changes(Struct, frozen=True):
    """Real paths of files that differ, deleted ones too. A renamed file is deleted, and new elsewhere.

    `before`: what those that may be pages held at the revision.
    """

    revision: str
    changed: frozenset[str]
    before: dict[str, bytes]


class Difference(Struct, frozen=True):
    """One line of `git diff --raw`: the mode and the blob that the file had, and its name below the top folder."""

    mode: str
    blob: str
    name: str


def changes_since(revision: str, folders: Sequence[str]) -> Changes:
    """What changed since the revision in the repository that holds all of `folders`, in the working tree too.

    `main...` stands for the commit at which the branch left main. Names may have any bytes.
    Raises GitError where there is no git, no repository, or no such revision.
    """
    try:
        top = line_of(git(folders[0], "rev-parse", "--show-toplevel"))
    except GitError as error:
        raise GitError(f"--since needs the site in a git repository: {error}") from error
    for folder in folders:
        if not f"{os.path.realpath(folder)}{os.sep}".startswith(f"{os.path.realpath(top)}{os.sep}"):
            raise GitError(f"--since needs all of the site in one git repository: {folder} is not in {top}")
    commit = commit_of(revision, top)
    # Without renames the file that was renamed is one that is gone, whose old address is worth knowing.
    options = ("--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
    differences = list(parsed(git(top, "diff", *options, commit, "--")))
    untracked = git(top, "ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    names = [difference.name for difference in differences] + [
        os.fsdecode(name) for name in untracked if name
    ]
    blobs = {
        os.path.realpath(os.path.join(top, one.name)): one.blob
        for one in differences
        if one.mode in FILE_MODES and one.name.lower().endswith(PAGES)
    }
    return Changes(
        revision,
        frozenset(os.path.realpath(os.path.join(top, name)) for name in names),
        dict(zip(blobs, contents(top, list(blobs.values())), strict=True)),
    )


def commit_of(revision: str, top: str) -> str:
    """The commit that a revision names. Raises GitError."""
    plain = revision.removesuffix(MERGE_BASE)
    if not plain.strip() or plain.startswith("-") or "\0" in plain:
        raise GitError(f"--since: {revision!r} is no revision; give a branch, a tag or a commit")
    try:
        commit = line_of(git(top, "rev-parse", "--verify", "--quiet", f"{plain}^{{commit}}"))
        return line_of(git(top, "merge-base", commit, "HEAD")) if plain != revision else commit
    except GitError as error:
        shallow = line_of(git(top, "rev-parse", "--is-shallow-repository")) == "true"
        hint = (
            "; this is a shallow clone, which holds the newest commits alone: run `git fetch --unshallow` "
            "(on GitHub: fetch-depth: 0)"
            if shallow
            else "; `git branch --all` lists what there is"
        )
        raise GitError(f"--since: git knows no revision {revision!r}{hint}") from error


def parsed(answer: bytes) -> Iterator[Difference]:
    """The lines of `git diff --raw -z`: ":mode mode blob blob status", a NUL, the name, a NUL."""
    fields = answer.split(b"\0")
    for about, name in zip(fields[::2], fields[1::2], strict=False):
        mode, _, blob, *_ = about.decode("ascii", "replace").removeprefix(":").split(" ")
        yield Difference(mode, blob, os.fsdecode(name))


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
    """An answer of one line."""
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
            env={**os.environ, **ENVIRONMENT},
        )
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise GitError(told or "git failed")
    return done.stdout
