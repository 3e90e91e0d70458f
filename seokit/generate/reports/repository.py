"""Paths as forges and their CI name files: from the top of the repository, wherever the audit was started."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from seokit.extract.rooted import Root

CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # where GitHub Actions, GitLab CI put the repository


def path_in_repository() -> Callable[[str], str]:
    """A function of a path that is relative to the current folder: the same file from the repository's top."""
    return cache(Root(repository_root()).name)


def repository_root() -> str:
    """The folder of the checkout, else the nearest folder upwards that holds `.git`, else the current folder."""
    here = Path.cwd()
    for name in CHECKOUTS:
        folder = os.environ.get(name)
        if folder and here.is_relative_to(os.path.realpath(folder)):
            return folder
    # In a worktree or a submodule `.git` is a file.
    tops = (folder for folder in (here, *here.parents) if os.path.lexists(folder / ".git"))
    return str(next(tops, here))
