"""The site's robots.txt: where it lies, and its text."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from seokit.extract.discover import PathError
from seokit.model import Settings

# What Google reads of a robots.txt: developers.google.com/search/docs/crawling-indexing/robots/robots_txt
ROBOTS_BYTES = 500 * 1024
# Where generators copy files from, or build to, below the site's root.
COPIED_FROM = ("", "static", "public")


def find_robots(
    named: str | os.PathLike[str] | None, folders: Iterable[str | os.PathLike[str]], settings: Settings
) -> tuple[str, str | None]:
    """The robots.txt to obey and its text: the named one, else the one in one of `folders` or in the site's root.

    Generators copy it from `static`, or have it in `public`. Without one "" and None.
    Raises PathError when the named file, or the one found, cannot be read.
    """
    root = Path(settings.root)
    below = [root / folder / "robots.txt" for folder in COPIED_FROM]
    places = [Path(named)] if named else [*(Path(folder) / "robots.txt" for folder in folders), *below]
    for place in places:
        if not named and not os.path.isfile(place):  # noqa: PTH113 - `Path.is_file` may raise
            continue
        return str(place), read_robots(place)[:ROBOTS_BYTES].decode("utf-8-sig", "replace")
    return "", None


def read_robots(place: str | os.PathLike[str]) -> bytes:
    """The file, but not much more than Google reads of it. Raises PathError."""
    try:
        with open(place, "rb") as file:  # noqa: PTH123 - any path
            return file.read(4 * ROBOTS_BYTES)
    except FileNotFoundError as error:
        raise PathError(f"no such file: {os.fspath(place)}") from error
    except OSError as error:
        raise PathError(f"cannot read {os.fspath(place)}: {error.strerror}") from error
