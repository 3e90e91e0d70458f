"""The links that a merge plan asks to rewrite, of every page that links to a page that goes."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator, Sequence

from seokit.model import Summary
from seokit.score.by_url import MARKDOWN, Target
from seokit.score.merged import Rewrite, Site

OUT = ""  # in place of an address: the link would lead to its own page


class LinkBook:
    """The links of the site to each URL. What a built page only repeats of its source is left out."""

    def __init__(self, targets: Sequence[Target], site: Site) -> None:
        self._site = site
        self._targets: dict[str, list[Target]] = {}
        for target in targets:
            self._targets.setdefault(target.key, []).append(target)

    def rewrites(self, page: Summary, survivor: Summary, gone: Container[str]) -> Iterator[Rewrite]:
        """The links to a page that goes, and what to write there. Pages whose keys are in `gone` are no more."""
        claims = self._site.claims
        own, stays = claims[page.number].key, claims[survivor.number].key
        said: set[str] = set()
        for target in self._targets.get(own, ()):  # the sources' come first
            for link in target.links:
                linking = claims[link.page.number].key
                if link.page.kind == "source":
                    said.add(linking)
                elif linking in said:
                    continue
                if linking != own and linking not in gone:
                    old = str(link.value[1])
                    new = OUT if linking == stays else new_href(old, link.page.path, survivor)
                    yield Rewrite(link.page.path, link.line, link.column, old, new)


def new_href(old: str, path: str, survivor: Summary) -> str:
    """The survivor's address in the form in which a link in the file `path` is written; the fragment stays.

    Absolute addresses stay absolute, a Markdown file is named by its file, all else begins with a slash.
    """
    address, mark, fragment = old.partition("#")
    if "://" in address:
        new = survivor.url
    elif address.partition("?")[0].lower().endswith(MARKDOWN) and not address.startswith("/"):
        new = posixpath.relpath(survivor.path, posixpath.dirname(path) or ".")
    else:
        new = rooted(survivor.url)
    return f"{new}{mark}{fragment}"


def rooted(url: str) -> str:
    """A URL without its host."""
    return "/" + url.partition("://")[2].partition("/")[2] if "://" in url else url
