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


def robots_txt(
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
        try:
            with place.open("rb") as file:
                return str(place), file.read(ROBOTS_BYTES).decode("utf-8-sig", "replace")
        except FileNotFoundError as error:
            raise PathError(f"no such file: {place}") from error
        except OSError as error:
            raise PathError(f"cannot read {place}: {error.strerror}") from error
    return "", None
