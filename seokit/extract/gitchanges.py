"""Which files differ from a revision: changed, new, deleted; committed or not, tracked or not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

from msgspec import Struct


class GitError(RuntimeError):
    """Git cannot tell; the message says why and what to do."""


class Changes(Struct, frozen=True):
    """Absolute, real paths; `deleted` with what the files held at the revision. A renamed file is both."""

    changed: frozenset[str]
    deleted: dict[str, bytes]


def changes_since(revision: str, folder: str) -> Changes:
    """What changed in the repository around `folder` since the revision, in the working tree too.

    Raises GitError where there is no git, no repository, or no such revision.
    """
    top = git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
    if not revision or revision.startswith("-"):
        raise GitError(f"{revision!r} is no revision")
    try:
        commit = git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    except GitError as error:
        shallow = git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
        hint = "; this is a shallow clone: fetch more of it (on GitHub: fetch-depth: 0)" if shallow else ""
        raise GitError(f"git knows no revision {revision!r}{hint}") from error
    changed: set[str] = set()
    deleted: list[str] = []
    for status, name in statuses(git(top, "diff", "--name-status", "-z", "--no-renames", commit, "--")):
        if status == "D":
            deleted.append(name)
        else:
            changed.add(os.path.join(top, name))
    untracked = git(top, "ls-files", "-z", "--others", "--exclude-standard").decode(
        "utf-8", "surrogateescape"
    )
    changed |= {os.path.join(top, name) for name in untracked.split("\0") if name}
    gone = {
        os.path.join(top, name): git(top, "show", f"{commit}:{name}") for name in deleted if is_page(name)
    }
    return Changes(frozenset(map(os.path.realpath, changed)), gone)


def is_page(name: str) -> bool:
    """Whether a deleted file may have been a page, whose old URL is worth knowing."""
    return name.lower().endswith((".md", ".markdown", ".mdx", ".html", ".htm"))


def statuses(answer: bytes) -> Iterator[tuple[str, str]]:
    """Status letter and name, from `git diff --name-status -z`."""
    fields = answer.decode("utf-8", "surrogateescape").split("\0")
    yield from zip(fields[::2], fields[1::2], strict=False)


def git(folder: str, *arguments: str) -> bytes:
    """What git prints. Raises GitError with its own sentence."""
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or "git failed")
    return done.stdout
