"""MkDocs: `docs/` becomes `site/`, a page its path as a folder.

Rules: https://www.mkdocs.org/user-guide/writing-your-docs/ and https://www.mkdocs.org/user-guide/configuration/.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pathspec import GitIgnoreSpec

from seokit import urls
from seokit.extract.configfiles import yaml_values
from seokit.extract.generators.model import Asked, Generator, Placed, given, patterns
from seokit.model import Text

MARKS = ("mkdocs.yml", "mkdocs.yaml")
FOLDERS = ("docs",)
# What MkDocs never publishes; a site's own patterns go after these.
EXCLUDED = (".*", "/templates/")
MAX_NAV = 20  # levels


class MkDocs(Struct, frozen=True):
    """The rules of one site; `nav`: file → its title in the navigation, None where that names none."""

    content: str
    directory_urls: bool = True
    nav: dict[str, str] | None = None  # None: all pages are in the navigation
    excluded: GitIgnoreSpec = GitIgnoreSpec.from_lines(EXCLUDED)
    drafts: GitIgnoreSpec = GitIgnoreSpec.from_lines(())

    def left_out(self, name: str) -> str:
        """See `Rules`."""
        if name.startswith("../"):
            return f"outside of {posixpath.basename(self.content)}/, which is all that MkDocs publishes"
        if self.excluded.match_file(name):
            return "excluded by MkDocs (exclude_docs)"
        folder, file = posixpath.split(name)
        if file == "README.md" and os.path.isfile(os.path.join(self.content, folder, "index.md")):  # noqa: PTH113
            return "MkDocs publishes the index.md beside it"
        return ""

    def place(self, asked: Asked) -> Placed:
        """See `Rules`."""
        stem = posixpath.splitext(asked.name)[0]
        folder, last = posixpath.split(stem)
        if last in ("index", "README"):
            page = f"{folder}/" if folder else ""
            page = page if self.directory_urls else f"{page}index.html"
        else:
            page = f"{stem}/" if self.directory_urls else f"{stem}.html"
        title = (self.nav or {}).get(asked.name, "")
        named: dict[str, Text] = {"title": given("title", title)} if title else {}
        listed = self.nav is None or asked.name in self.nav
        return Placed(
            urls.file_path(page),
            draft=self.drafts.match_file(asked.name),
            given=named,
            undated=True,
            listed=listed,
        )


def rules(folder: str, file: str) -> MkDocs:
    """The rules of the site in a folder."""
    values = yaml_values(file) if file else {}
    docs = values.get("docs_dir")
    nav = values.get("nav")
    content = os.path.normpath(os.path.join(folder, docs if isinstance(docs, str) else "docs"))
    if not file and not os.path.isdir(content):  # noqa: PTH112 - contents whose site is elsewhere
        content = folder
    return MkDocs(
        content=content,
        directory_urls=values.get("use_directory_urls") is not False,
        nav=dict(_entries(nav, MAX_NAV)) if isinstance(nav, list) else None,
        excluded=_patterns(values.get("exclude_docs"), EXCLUDED),
        drafts=_patterns(values.get("draft_docs"), ()),
    )


def _patterns(value: Any, before: tuple[str, ...]) -> GitIgnoreSpec:
    return patterns((*before, *(value.splitlines() if isinstance(value, str) else ())))


def _entries(nav: Any, depth: int) -> Iterator[tuple[str, str]]:
    """The files of a navigation with their titles."""
    for item in nav if isinstance(nav, list) and depth else ():
        if isinstance(item, str):
            yield posixpath.normpath(item), ""
        elif isinstance(item, dict):
            for title, value in item.items():
                if isinstance(value, str):
                    yield posixpath.normpath(value), title
                else:
                    yield from _entries(value, depth - 1)


GENERATOR = Generator(MARKS, FOLDERS, rules)
