"""The site generators whose rules of addresses and drafts are known, each under the name of its preset."""

from __future__ import annotations

import os
import posixpath
from functools import cache
from importlib import import_module
from pathlib import Path

from seokit.extract.configfiles import first_file, upwards
from seokit.extract.generators.model import Asked, Generator, Placed, Rules

__all__ = ["NAMES", "Asked", "Generator", "Located", "Placed", "Rules", "Sites", "generator_of"]

NAMES = ("eleventy", "pelican", "mkdocs", "docusaurus", "astro")

Located = tuple[Generator, Rules, str]  # a generator, a site's rules, and a file's name below its contents


@cache
def generator_of(preset: str) -> Generator | None:
    """The generator of a preset's name; None for another. Its module is loaded where it is used."""
    if preset not in NAMES:
        return None
    found: Generator = import_module(f"{__name__}.{preset}").GENERATOR
    return found


class Sites:
    """The sites that files belong to: their configs are read once, by the first file of each."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str, str], Rules] = {}  # preset, folder, config file
        self._folders: dict[tuple[str, str, str], tuple[Rules, str]] = {}  # preset, folder, root → name

    def locate(self, preset: str, path: str, root: str) -> Located | None:
        """Where a file lies in its site; None for a preset that is no generator's.

        `path` and `root` as a Source has them.
        """
        generator = generator_of(preset)
        if generator is None:
            return None
        folder, file = posixpath.split(path)
        key = preset, folder, root
        if key not in self._folders:
            whole = os.path.abspath(folder or ".")  # noqa: PTH100 - links are kept, as people name files by them
            start = os.path.abspath(root if root != path else folder or ".")  # noqa: PTH100
            site, config = site_folder(generator, whole, start)
            rules = self._rules.get((preset, site, config))
            if rules is None:
                rules = self._rules[preset, site, config] = generator.rules(site, config)
            below = os.path.relpath(whole, rules.content).replace(os.sep, "/")
            self._folders[key] = rules, "" if below == "." else below
        rules, below = self._folders[key]
        return generator, rules, posixpath.join(below, file)


def site_folder(generator: Generator, folder: str, root: str) -> tuple[str, str]:
    """The folder of the site that a folder belongs to, and its config file.

    That is the nearest folder with such a file, up to one with `.git`. Without one it is the folder above the
    contents, by the names that these usually have, else the folder audited.
    """
    for above in upwards(folder):
        if config := first_file(above, generator.marks):
            return above, config
    parts = Path(folder).parts
    for at in range(len(parts) - 1, 0, -1):
        if parts[at] in generator.folders:
            return str(Path(*parts[:at])), ""
    return root, ""
