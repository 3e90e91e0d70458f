"""Names of files relative to one folder, such as the config's, whatever folder a command was started in."""

from __future__ import annotations

import os


def from_root(path: str, root: str) -> str:
    """A path, given relative to the current folder, relative to `root`, with "/"; as it is on another drive."""
    try:
        return os.path.relpath(path, root).replace(os.sep, "/")
    except ValueError:  # another drive
        return path


class Root:
    """A folder, and what has to be put before paths or taken from them to name them from there.

    Below the current folder, and that below the root or above it, no path has to be taken apart.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._before = from_root(os.curdir, folder)  # the current folder from the root
        self._within = from_root(folder, os.curdir) + "/"  # the root from the current folder

    def name(self, path: str) -> str:
        """`from_root` of a path that is relative to the current folder, or absolute."""
        if ".." in path or path.startswith(("/", "./")) or os.sep != "/":
            return from_root(path, self._folder)
        if self._before == ".":
            return path
        if not self._before.startswith(".."):
            return f"{self._before}/{path}"
        if path.startswith(self._within):
            return path[len(self._within) :]
        return from_root(path, self._folder)
