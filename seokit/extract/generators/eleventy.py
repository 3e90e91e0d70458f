"""Eleventy: a file's path as a folder, or its permalink, which may come from a folder's data file.

Rules: https://www.11ty.dev/docs/permalinks/, https://www.11ty.dev/docs/dates/ and https://www.11ty.dev/docs/data-cascade/.
Data files that are programs (`posts.11tydata.js`) are not run: of them only literals are known.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from pathspec import GitIgnoreSpec

from seokit import urls
from seokit.extract.configfiles import javascript_values, json_values, text_of
from seokit.extract.dates import parse_date
from seokit.extract.generators.model import Asked, Generator, Placed, given, patterns
from seokit.extract.generators.permalink import Unknown, fill
from seokit.extract.scalars import plain

MARKS = (".eleventy.js", *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")))
FOLDERS = ("content", "src")
DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATA_SUFFIXES = (".11tydata.json", ".json")
_PROGRAMS = tuple(f".11tydata.{suffix}" for suffix in ("js", "cjs", "mjs", "ts"))


class Folder(Struct, frozen=True):
    """The data of a folder, those of the folders above it among them.

    `program`: a data file that makes the permalink by a function.
    """

    values: dict[str, Any] = {}
    program: str = ""


class Eleventy(Struct, frozen=True):
    """The rules of one site; `ignored`: patterns for names below the site's folder, which `inside` leads back to."""

    content: str
    inside: str  # the input folder below the site's; "" where they are one
    ignored: GitIgnoreSpec
    _folders: dict[str, Folder] = field(default_factory=dict)  # as many as the site has folders

    def left_out(self, name: str) -> str:
        """See `Rules`."""
        if name.startswith("../"):
            return f"outside of {self.inside or '.'}/, which is all that Eleventy reads"
        if self.ignored.match_file(posixpath.join(self.inside, name)):
            return "Eleventy passes it over (includes, data, output, or an ignore file)"
        return ""

    def place(self, asked: Asked) -> Placed:
        """See `Rules`."""
        folder = self.folder(posixpath.dirname(asked.name))
        stem = posixpath.splitext(asked.name)[0]
        own = self.data(stem)
        data = {**folder.values, **own.values}
        values: dict[str, Any] = {**data, **asked.values}
        known = {
            key: given(key, shown(value))
            for key, value in data.items()
            if key not in asked.values and not isinstance(value, dict)
        }
        permalink = permalink_of(values)
        left_out = "permalink: false, so Eleventy writes no page" if permalink is False else ""
        if not left_out and values.get("pagination"):
            left_out = "a template of which Eleventy makes many pages (pagination)"
        url = self.address(stem, permalink, values, folder.program or own.program) if not left_out else None
        return Placed(url, left_out, given=known, undated=True)

    def address(self, stem: str, permalink: Any, values: Mapping[str, Any], program: str) -> str | None:
        """The path of a page; None where its permalink is made by a program."""
        if isinstance(permalink, str) and permalink.strip():
            if "{" not in permalink:
                return served(permalink)
            try:
                return served(fill(permalink, {**values, "page": page_of(stem, values)}))
            except Unknown:
                return None
        if program:
            return None
        folder, file = posixpath.split(stem)
        if file == "index" or file == posixpath.basename(folder):
            return served(f"{folder}/")
        return served(f"{stem}/")

    def folder(self, name: str) -> Folder:
        """The data of a folder: `posts/posts.json` and those of the folders above, the nearest first."""
        missing = []  # not recursive, since folders nest as deep as somebody likes
        while name not in self._folders:
            missing.append(name)
            if not name:
                break
            name = posixpath.dirname(name)
        found = self._folders.get(name, Folder())
        for below in reversed(missing):
            last = posixpath.basename(below or self.inside)
            own = self.data(posixpath.join(below, last)) if last else Folder()
            found = Folder(
                {**found.values, **own.values} if own.values else found.values, own.program or found.program
            )
            self._folders[below] = found
        return found

    def data(self, stem: str) -> Folder:
        """The data files of one name."""
        start = os.path.join(self.content, stem)
        values: dict[str, Any] = {}
        for suffix in reversed(_DATA_SUFFIXES):
            if os.path.isfile(start + suffix):  # noqa: PTH113 - Path.is_file may raise
                values |= json_values(start + suffix)
        program = next((start + suffix for suffix in _PROGRAMS if os.path.isfile(start + suffix)), "")  # noqa: PTH113
        if program:
            said = javascript_values(program).values
            values |= {path[0]: value for path, value in said.items() if len(path) == 1 and value is not None}
        asks = program and "permalink" not in values and "permalink" in text_of(program)
        return Folder(values, posixpath.basename(program) if asks else "")


def permalink_of(values: Mapping[str, Any]) -> Any:
    """The permalink of a page's data: a text, False where no page is written, None without one."""
    permalink, computed = values.get("permalink"), values.get("eleventyComputed")
    if permalink is None and isinstance(computed, dict):
        permalink = computed.get("permalink")
    return permalink.get("build", False) if isinstance(permalink, dict) and permalink else permalink


def page_of(stem: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a permalink knows as `page`: https://www.11ty.dev/docs/data-eleventy-supplied/#page-variable."""
    folder, file = posixpath.split(stem)
    undated = DATED.sub("", file)
    dated = _DATE.match(file)
    slug = undated if undated != "index" else DATED.sub("", posixpath.basename(folder))
    date = values.get("date")
    moment = parse_date(shown(date)) if date else parse_date(dated[0]) if dated else None
    page: dict[str, Any] = {
        "fileSlug": slug,
        "filePathStem": "/" + posixpath.join(folder, undated),
        "inputPath": f"./{stem}.md",
        "outputFileExtension": "html",
    }
    return {**page, "date": moment} if moment else page


def served(path: str) -> str:
    """The address of a permalink: `index.html` at its end is its folder."""
    written = path.strip()
    whole = posixpath.normpath("/" + written.strip("/"))
    whole += "/" * (written.endswith("/") and whole != "/")
    for ending in ("/index.html", "/index/", "/index"):
        if whole.endswith(ending):
            whole = whole[: -len(ending)] + "/"
            break
    return urls.file_path(whole[1:])


def shown(value: Any) -> str:
    """A value of a data file as a template prints it; of a list its texts and numbers."""
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value if not isinstance(one, list | dict))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(plain(value, str(value))[1])


def rules(folder: str, file: str) -> Eleventy:
    """The rules of the site in a folder."""
    said = javascript_values(file)

    def directory(kind: str, default: str) -> str:
        called = [text for name, text in said.calls if name.endswith(f".set{kind.capitalize()}Directory")]
        named = (called and called[-1]) or said.text("dir", kind) or default
        return posixpath.normpath(named).strip("/") if named else ""

    start = directory("input", ".")
    start = "" if start == "." or not file else start
    ignored = [f"/{directory('output', '_site')}/"]
    for kind, default in (("includes", "_includes"), ("data", "_data"), ("layouts", "")):
        if name := directory(kind, default):
            ignored.append(f"/{posixpath.normpath(posixpath.join(start, name))}/")
    ignored += [text for name, text in said.calls if name.endswith("ignores.add")]
    for place in dict.fromkeys(("", start)):
        lines = text_of(os.path.join(folder, place, ".eleventyignore")).splitlines()
        ignored += [f"/{place}{line}" if place and line.startswith("/") else line for line in lines]
    content = os.path.normpath(os.path.join(folder, start))
    spec = patterns(pattern.removeprefix("./") for pattern in ignored)
    return Eleventy(content, start, spec)


GENERATOR = Generator(MARKS, FOLDERS, rules)
