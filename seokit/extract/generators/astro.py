"""Astro: `src/pages/` are routes; a collection in `src/content/` is published under its own name.

The second is a convention: a site's own routes decide, and those are programs.
Rules: https://docs.astro.build/en/guides/content-collections/ and https://docs.astro.build/en/guides/routing/.
"""

from __future__ import annotations

import os
import posixpath

from msgspec import Struct

from seokit import urls
from seokit.extract.configfiles import javascript_values, text_of
from seokit.extract.generators.model import Asked, Generator, Placed
from seokit.extract.slugs import github_slug

MARKS = tuple(f"astro.config.{suffix}" for suffix in ("mjs", "js", "ts", "mts", "cjs"))
FOLDERS = ("src",)
PAGES = "src/pages/"
# Where collections lie, the first that fits; of src/ itself all but what Astro's own folders hold.
COLLECTIONS = ("src/content/", "src/data/", "src/")
OWN_FOLDERS = frozenset(("assets", "components", "content", "data", "layouts", "pages", "scripts", "styles"))
STARLIGHT = "@astrojs/starlight"  # documentation: its collection "docs" is published at the site's root


class Astro(Struct, frozen=True):
    """The rules of one site. `root`: the collection whose pages stand at the site's root."""

    content: str
    as_files: bool = False  # build.format: "file", so /about.html
    slashes: bool = True  # trailingSlash is not "never"
    root: str = ""
    collections: tuple[str, ...] = COLLECTIONS

    def left_out(self, name: str) -> str:
        """See `Rules`."""
        if name.startswith(PAGES):
            return "Astro makes no route of names with an underscore" if "/_" in name else ""
        if not self._in_collections(name):
            return "outside of src/pages/ and of every collection in src/"
        return "Astro leaves names with an underscore out" if "/_" in name else ""

    def _in_collections(self, name: str) -> str:
        """The name below the folder of the collections: collection/…; empty where it is in none."""
        for start in self.collections:
            if name.startswith(start):
                inside = name[len(start) :]
                own = start == "src/" and inside.partition("/")[0] in OWN_FOLDERS
                return (
                    inside
                    if ("/" in inside or not start) and not own and not inside.startswith("../")
                    else ""
                )
        return ""

    def place(self, asked: Asked) -> Placed:
        """See `Rules`."""
        if asked.name.startswith(PAGES):
            route = posixpath.splitext(asked.name[len(PAGES) :])[0]
            route = "" if route == "index" else route.removesuffix("/index")
            return Placed(self.address(route), undated=True)
        inside = posixpath.splitext(self._in_collections(asked.name))[0]
        collection, _, rest = inside.partition("/")
        if not rest:  # of a folder whose site is elsewhere, and so is the name of the collection
            return Placed(None)
        made = "/".join(github_slug(part) for part in rest.split("/")).removesuffix("/index")
        page = asked.slug.strip("/") or made
        if collection == self.root:
            return Placed(self.address("" if page == "index" else page), undated=True, listed=True)
        return Placed(self.address(f"{collection}/{page}"))

    def address(self, route: str) -> str:
        """The path of a route."""
        if not route:
            return "/"
        return urls.file_path(f"{route}.html" if self.as_files else route + "/" * self.slashes)


def rules(folder: str, file: str) -> Astro:
    """The rules of the site in a folder."""
    said = javascript_values(file)
    # Where neither a config nor src/ is found, the folders audited are collections.
    bare = not file and not os.path.isdir(os.path.join(folder, "src"))  # noqa: PTH112
    return Astro(
        content=folder,
        as_files=said.text("build", "format") == "file",
        slashes=said.text("trailingSlash") != "never",
        root="docs" if file and STARLIGHT in text_of(file) else "",
        collections=("",) if bare else COLLECTIONS,
    )


GENERATOR = Generator(MARKS, FOLDERS, rules)
