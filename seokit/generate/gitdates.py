"""When files were last committed, by one pass over the history."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence

from seokit.extract.gitchanges import GitError, NoGitError, environment, git, line_of
from seokit.generate.sitemap_records import SitemapError

_MARK = b"\x01"  # begins a commit's line; a NUL ends every name


def commit_dates(files: Sequence[str], folder: str) -> dict[str, str]:
    """Each file's last commit as W3C datetime; files that were never committed are left out.

    Paths are relative to the current folder, `folder` is inside the repository.
    Raises SitemapError where there is no git, no repository, or only a shallow clone.
    """
    answer = _git(folder, "rev-parse", "--is-shallow-repository", "--show-toplevel").split("\n")
    if answer[0] == "true":
        raise SitemapError(
            'lastmod = "git" needs the whole history, and this is a shallow clone: every file would get the'
            " date of the oldest commit in it. Run `git fetch --unshallow` (on GitHub: fetch-depth: 0)."
        )
    top = os.path.realpath(answer[1])
    wanted = {os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/"): path for path in files}
    dates: dict[str, str] = {}
    for name, date in _history(top):
        path = wanted.pop(name, None)
        if path is not None:
            dates[path] = date
            if not wanted:
                break
    return dates


def _history(top: str) -> Iterator[tuple[str, str]]:
    """(file, commit date) from the newest commit on."""
    command = ["git", "-C", top, "log", "-z", "--format=%x01%cI", "--name-only", "--no-renames"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        assert process.stdout is not None
        date, rest = "", b""
        try:
            while block := process.stdout.read(1 << 16):
                *pieces, rest = (rest + block).split(b"\0")
                for piece in pieces:
                    # The format line comes as "\x01date", the first name after it begins with a newline.
                    if piece.startswith(_MARK):
                        date = piece[1:].decode("ascii", "replace").strip()
                    elif piece:
                        yield os.fsdecode(piece.removeprefix(b"\n")), date
        finally:
            process.kill()


def _git(folder: str, *arguments: str) -> str:
    try:
        return line_of(git(folder, *arguments))
    except NoGitError as error:
        raise SitemapError(f'lastmod = "git" needs git, which cannot be run: {error.reason}') from error
    except GitError as error:
        raise SitemapError(f'lastmod = "git" needs the site in a git repository: {error}') from error
