"""Docusaurus: `docs/`, `blog/` and `src/pages/`, by the names of the files.

Rules: https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs (`slug`, `id`, number prefixes) and
https://docusaurus.io/docs/blog. A `baseUrl` belongs to the site's base URL, not to its pages.
"""

from __future__ import annotations

import os
import posixpath
import re

from msgspec import Struct

from seokit import urls
from seokit.extract.configfiles import javascript_values, json_value
from seokit.extract.generators.model import Asked, Generator, Placed, given
from seokit.model import Text

MARKS = tuple(f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "cjs", "mts"))
FOLDERS = ("docs", "blog")
PAGES = "src/pages"

# As in plugin-content-docs/src/numberPrefix.ts: 01-intro is intro; 2024-01 and 1.2 are names.
_IS_NAME = re.compile(r"\d+[-_.]\d+")
_NUMBERED = re.compile(r"\d+\s*[-_.]+\s*([^-_.\s].*)", re.DOTALL)
# As in plugin-content-blog/src/blogUtils.ts.
_DATED = re.compile(r"(.*?)(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:/index)?\Z", re.DOTALL)


class Folder(Struct, frozen=True):
    """A folder of contents: where it lies in the site, and under which path it is published."""

    path: str
    route: str
    kind: str  # docs, blog, pages

    def inside(self, name: str) -> str:
        """The name below this folder; empty where it lies elsewhere."""
        if not self.path:
            return name
        return name[len(self.path) + 1 :] if name.startswith(self.path + "/") else ""


class Docusaurus(Struct, frozen=True):
    """The rules of one site."""

    content: str
    folders: tuple[Folder, ...]
    numbers: bool = True  # whether number prefixes are taken off (numberPrefixParser)
    slash: bool | None = None  # trailingSlash: addresses end with one, without, or as their slugs do

    def left_out(self, name: str) -> str:
        """See `Rules`."""
        if folder := self.folder_of(name):
            parts = folder.inside(name).split("/")
            hidden = any(part.startswith("_") or part == "__tests__" for part in parts)
            return "Docusaurus leaves names with an underscore out" if hidden else ""
        where = ", ".join(f"{folder.path}/" for folder in self.folders)
        return f"outside of {where}, which is what Docusaurus publishes"

    def folder_of(self, name: str) -> Folder | None:
        """The folder of contents that a file lies in."""
        return next((folder for folder in self.folders if folder.inside(name)), None)

    def place(self, asked: Asked) -> Placed:
        """See `Rules`."""
        folder = self.folder_of(asked.name)
        assert folder is not None  # else the file is left out
        name = posixpath.splitext(folder.inside(asked.name))[0]
        if folder.kind == "blog":
            return self.post(folder, name, asked)
        if folder.kind == "pages":
            route = "" if name == "index" else name.removesuffix("/index")
            return Placed(self.path("", route), undated=True)
        return Placed(self.path(folder.route, self.doc(name, asked)), undated=True, listed=True)

    def path(self, route: str, slug: str) -> str:
        """The path of a page below a route, percent-encoded."""
        path = re.sub(r"/{2,}", "/", f"{route}/{slug}").strip("/")
        ends = slug.endswith("/") if self.slash is None else self.slash
        return urls.file_path(path + "/" * bool(path and ends))

    def doc(self, name: str, asked: Asked) -> str:
        """The slug of a document below the documents' own path: with a slash at the start."""
        if asked.slug.startswith("/"):
            return asked.slug
        above, _, file = name.rpartition("/")
        parts = above.split("/") if above else []
        numbers = self.numbers and asked.values.get("parse_number_prefixes") is not False
        *names, plain = [unnumbered(part) if numbers else part for part in (*parts, file)]
        start = "/".join(("", *names, ""))
        is_index = file.lower() in ("index", "readme", *(part.lower() for part in parts[-1:]))
        if not asked.slug and is_index:
            return start
        own = asked.values.get("id")
        return posixpath.normpath(start + (asked.slug or (str(own) if own else plain)))

    def post(self, folder: Folder, name: str, asked: Asked) -> Placed:
        """A post of the blog: its date is in its name, or in the front matter."""
        dated = _DATED.fullmatch(name)
        known: dict[str, Text] = {}
        if dated:
            date = dated[2].replace("/", "-")
            slug = f"/{date.replace('-', '/')}/{dated[1]}{dated[3]}"
            year, month, day = date.split("-")
            if not asked.values.get("date"):
                known = {"date": given("date", f"{year}-{month:>02}-{day:>02}")}
        else:
            slug = "/" + name.removesuffix("/index")
        page = self.path(folder.route, asked.slug or slug)
        return Placed(page, given=known, undated=True, listed=True)


def unnumbered(name: str) -> str:
    """A name of a file or folder without the number by which it is sorted."""
    if not name[:1].isdigit() or _IS_NAME.match(name):
        return name
    numbered = _NUMBERED.fullmatch(name)
    return numbered[1] if numbered else name


def link(href: str, name: str) -> str:
    """A link of the file `name`: `@site/…` counts from the site's folder."""
    if href.startswith("@site/"):
        return posixpath.relpath(href[len("@site/") :], posixpath.dirname(name) or ".")
    return href


def rules(folder: str, file: str) -> Docusaurus:
    """The rules of the site in a folder."""
    said = javascript_values(file)

    def option(kind: str, name: str, default: str) -> str:
        value = said.below(kind).get(name)
        return value.strip("/") if isinstance(value, str) else default

    docs, blog = (option(kind, "path", kind).removeprefix("./") for kind in ("docs", "blog"))
    route = option("docs", "routeBasePath", "docs")
    folders = [
        Folder(PAGES, "", "pages"),
        Folder(blog, option("blog", "routeBasePath", "blog"), "blog"),
        *_versions(folder, docs, route),
    ]
    if not file and not any(os.path.isdir(os.path.join(folder, one.path)) for one in folders):  # noqa: PTH112
        folders.append(Folder("", route, "docs"))  # contents whose site is elsewhere
    numbers = said.below("docs").get("numberPrefixParser") is not False
    slash = said.values.get(("trailingSlash",))
    return Docusaurus(folder, tuple(folders), numbers, slash if isinstance(slash, bool) else None)


def _versions(folder: str, docs: str, route: str) -> list[Folder]:
    """The folders of documents: with versions the newest of them is what readers see, and docs/ the next one."""
    listed = versions_of(os.path.join(folder, "versions.json"))
    if not listed:
        return [Folder(docs, route, "docs")]
    paths = {version: route if version == listed[0] else f"{route}/{version}" for version in listed}
    old = [Folder(f"versioned_docs/version-{version}", path, "docs") for version, path in paths.items()]
    return [Folder(docs, f"{route}/next", "docs"), *old]


def versions_of(path: str) -> list[str]:
    """The versions of the documents, the newest first."""
    found = json_value(path)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


GENERATOR = Generator(MARKS, FOLDERS, rules, link)
