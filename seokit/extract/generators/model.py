"""What the rules of every site generator have in common: what they are asked, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple, Protocol

from msgspec import Struct
from pathspec import GitIgnoreSpec

from seokit.extract.ignoring import is_pattern
from seokit.model import Text

MAX_STARS = 3  # in one name of a pattern
MAX_PATTERNS = 1_000


class Asked(Struct, frozen=True, gc=False):
    """A source file: its name below the folder of contents, and its front matter."""

    name: str  # with "/", suffix included
    values: Mapping[str, Any]

    @property
    def slug(self) -> str:
        """The slug of the front matter; empty without one."""
        slug = self.values.get("slug")
        return str(slug).strip() if isinstance(slug, str | int) and not isinstance(slug, bool) else ""


class Placed(Struct, frozen=True, gc=False):
    """What a generator makes of a source file.

    `url`: a path from "/", percent-encoded; None where only the site's own program knows it. `left_out`: why it
    is no page after all. `draft`: it is not published yet. `given`: values that do not stand in the file's front
    matter, by key; they go before it. `undated`: nobody misses a date that is not there. `listed`: a menu or listing
    of the generator's own links to it.
    """

    url: str | None
    left_out: str = ""
    draft: bool = False
    given: Mapping[str, Text] = {}
    undated: bool = False
    listed: bool = False


class Rules(Protocol):
    """The rules of one site: made of its config file, read once."""

    @property
    def content(self) -> str:
        """The absolute folder that names count from."""

    def left_out(self, name: str) -> str:
        """Why the generator makes no page of a file, whatever it holds; empty where it makes one."""

    def place(self, asked: Asked) -> Placed:
        """Where a file is published, and what is known of it beside its front matter."""


class Generator(NamedTuple):
    """A site generator: how its sites are found, how its files are read, and its rules."""

    marks: tuple[str, ...]  # names of its config file: the folder that holds one is a site
    folders: tuple[str, ...]  # of contents: where no config file is found, the folder above one is the site
    rules: Callable[[str, str], Rules]  # of a site's folder and its config file, "" without one
    # A link of a file as others than the generator understand it; empty where it leads to no file of the site.
    link: Callable[[str, str], str] | None = None
    fenced_lines: bool = False  # what stands between fences is no YAML but lines of metadata


def given(key: str, value: str) -> Text:
    """A value that stands in no front matter."""
    return Text("", value, None, key)


def patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """A site's patterns, as in a .gitignore.

    Without those that nobody can read, or that take long to match: a name with many `*` takes the power of them.
    """
    quick = (line for line in lines if max(part.count("*") for part in line.split("/")) <= MAX_STARS)
    return GitIgnoreSpec.from_lines(islice(filter(is_pattern, quick), MAX_PATTERNS))
