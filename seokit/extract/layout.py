"""Where the files of a built site are served: the site's root, its address, and how file names become URLs.

A generator's output does not say whether `a/page.html` is served as `/a/page.html`, `/a/page` or `/a/page/`;
the pages' own canonicals and links do. Some of them are read once, before the audit begins.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from seokit import urls
from seokit.extract.discover import Source
from seokit.extract.engines import engine_of
from seokit.extract.files import Unreadable
from seokit.extract.frontmatter import parse, read_source
from seokit.extract.pagelinks import PageLinks, page_links
from seokit.model import Layout, Settings

SUFFIXES = (".html", ".htm")
INDEX_FILES = ("index.html", "index.htm")
NOT_FOUND_FILES = ("404.html", "404.htm")  # served under any address, and by its own name
# Where generators write: Jekyll and Eleventy, Hugo, Next.js, Docusaurus and Vite, Astro, MkDocs, Pelican.
BUILT_FOLDERS = frozenset({"_site", "public", "out", "build", "dist", "site", "output"})
SAMPLE = 50  # files of a root that are read, spread evenly


class Sample(Struct, frozen=True):
    """A built page that was looked at: its path below the root, and where it points."""

    name: str
    links: PageLinks


def built_url(path: str, settings: Settings) -> str:
    """The URL of a built page's file: absolute when there is a base URL, else a path from "/".

    `path` as the audit shows it. A file that lies in no known layout is served by its own name.
    """
    for layout in settings.layouts:  # the deepest root first
        name = below(path, layout.root)
        if name is not None:
            return urls.site_url(settings.base_url, served(name, layout))
    return urls.site_url(settings.base_url, served(path, Layout(root=".")))


def served(name: str, layout: Layout) -> str:
    """The path from "/" of a file below the root, percent-encoded."""
    folder, file = posixpath.split(name)
    if file in INDEX_FILES:
        path = folder + "/" if folder and layout.folders == "slash" else folder
    elif layout.pages == "file" or file in NOT_FOUND_FILES:
        path = name
    else:
        path = posixpath.splitext(name)[0] + ("/" if layout.pages == "slash" else "")
    return urls.file_path(path)


def built_folder(folder: str, path: str) -> str:
    """The folder that a built page stands in for its readers: that of `rye/index.html` is the page itself."""
    return posixpath.dirname(folder) if posixpath.basename(path) in INDEX_FILES else folder


def below(path: str, root: str) -> str | None:
    """The path of a file below a folder; None where it lies elsewhere."""
    if root in (".", ""):
        return None if path.startswith(("/", "../")) else path
    start = root.rstrip("/") + "/"
    return path[len(start) :] if path.startswith(start) else None


def built_first(path: str, settings: Settings) -> int:
    """A key that sorts the HTML files in folders of built pages, the deepest folder first, before all others."""
    if path.lower().endswith(SUFFIXES):
        for place, layout in enumerate(settings.layouts):
            if below(path, layout.root) is not None:
                return place
    return len(settings.layouts)


def find_layouts(files: Sequence[Source], settings: Settings) -> Settings:
    """The settings with what built pages among the files tell: layouts, pairing, and a base URL if ours sets none.

    Reads up to SAMPLE files of each root; costs nothing where no file is HTML.
    """
    pages = [file for file in files if file.path.lower().endswith(SUFFIXES)]
    if not pages:
        return settings
    found: dict[Layout, list[Sample]] = {}
    written = len(pages) < len(files)  # whether there are sources
    base, source, hosts = settings.base_url, settings.base_source, Counter[str]()
    absolute = 0
    for root, names in by_root(pages).items():
        samples, sources = sampled(root, names, settings)
        written = written or sources
        if not samples:
            continue
        found[Layout(root=root)] = samples
        for sample in samples:
            absolute += bool(sample.links.canonical.startswith(("https://", "http://")))
            hosts.update(bases(sample))
    if not found:
        return settings
    if (not base or source) and hosts:
        best, count = min(hosts.items(), key=lambda pair: (-pair[1], pair[0]))
        base, source = (best, "") if count * 2 > absolute else (base, source)
    layouts = [
        policy(layout, samples, names_of(pages, layout.root), base) for layout, samples in found.items()
    ]
    layouts.sort(key=lambda layout: (-len(layout.root), layout.root))
    return replace(settings, base_url=base, base_source=source, layouts=tuple(layouts), paired=written)


def names_of(pages: Sequence[Source], root: str) -> frozenset[str]:
    """The paths below a root of all HTML files there."""
    return frozenset(name for page in pages if (name := below(page.path, root)) is not None)


# -- roots -------------------------------------------------------------------------------------------------


def by_root(pages: Sequence[Source]) -> dict[str, list[str]]:
    """The HTML files by the root of the built site that they belong to."""
    folders: dict[tuple[str, str], str] = {}
    indexed = {posixpath.dirname(page.path) for page in pages if posixpath.basename(page.path) in INDEX_FILES}
    found: dict[str, list[str]] = {}
    for page in pages:
        at = posixpath.dirname(page.path), page.root
        if at not in folders:
            start = at[0] if page.root == page.path else page.root
            folders[at] = root_of(at[0], start, indexed)
        found.setdefault(folders[at], []).append(page.path)
    return found


def root_of(folder: str, audited: str, indexed: set[str]) -> str:
    """The root for the files of a folder: what generators write to, above or below the audited path.

    A folder above must hold an index file, as any path may have a folder called `site` in it; of those below
    the first that holds one is preferred.
    """
    for above in ancestors(audited):
        if posixpath.basename(above) in BUILT_FOLDERS and (
            above == audited or above in indexed or has_index(above)
        ):
            return above
    if BUILT_FOLDERS.isdisjoint(folder.split("/")):
        return audited or "."
    inside = [at for at in ancestors(folder) if below(at + "/", audited) or audited in (".", "")]
    inside = [at for at in reversed(inside) if posixpath.basename(at) in BUILT_FOLDERS]
    return next((at for at in inside if at in indexed), inside[0] if inside else audited or ".")


def ancestors(folder: str) -> Iterator[str]:
    """The folder and those above it, the deepest first."""
    while folder not in ("", "/", "."):
        yield folder
        folder = posixpath.dirname(folder)


def has_index(folder: str) -> bool:
    """Whether a folder on the disk holds an index file."""
    return any(os.path.isfile(f"{folder}/{name}") for name in INDEX_FILES)  # noqa: PTH113 - Path may raise


# -- what some of the pages say ----------------------------------------------------------------------------


def sampled(root: str, paths: Sequence[str], settings: Settings) -> tuple[list[Sample], bool]:
    """Up to SAMPLE built pages of a root, and whether there were sources (front matter) among them."""
    samples, sources = [], False
    count = min(SAMPLE, len(paths))
    for number in range(count):
        path = paths[number * len(paths) // count]
        try:
            text, _ = read_source(path)
            front = parse(text, path)
        except (Unreadable, OSError):
            continue
        if front.kind or front.problems:
            sources = True
            continue
        if engine_of(path, text):
            continue
        name = below(path, root)
        samples.append(Sample(name if name is not None else path, page_links(text, settings.parser)))
    return samples, sources


def forms(name: str) -> Mapping[str, str]:
    """The paths, without their first slash, that a file may be served under → which policy that is."""
    folder, file = posixpath.split(name)
    if file in INDEX_FILES:
        return {f"{folder}/": "slash", folder: "bare"} if folder else {"": "slash"}
    stem = posixpath.splitext(name)[0]
    return {name: "file", stem: "bare", f"{stem}/": "slash"}


def own_form(sample: Sample) -> tuple[str, str] | None:
    """What stands before the file's own path in its canonical, and the policy of that path."""
    path = site_path(sample.links.canonical)
    for form, how in forms(sample.name).items():
        if path.endswith("/" + form):
            return path[: len(path) - len(form) - 1], how
    return None


def bases(sample: Sample) -> Iterator[str]:
    """The base URL that a page's absolute canonical shows."""
    own = own_form(sample) if sample.links.canonical.startswith(("https://", "http://")) else None
    if own and own[0]:
        try:
            home = urls.site(own[0])
        except urls.UrlError:
            return
        yield home.origin + home.folder


def site_path(address: str) -> str:
    """An address, or a path from "/", without query and fragment, its percent-encoding undone."""
    return urls.unescape(address.partition("#")[0].partition("?")[0])


def policy(layout: Layout, samples: Sequence[Sample], names: frozenset[str], base: str) -> Layout:
    """The layout as most canonicals of the pages have it; where they do not say, as most links have it."""
    pages, folders = Counter[str](), Counter[str]()
    for sample in samples:
        own = own_form(sample)
        if own and sample.name not in (*INDEX_FILES, *NOT_FOUND_FILES):
            (folders if posixpath.basename(sample.name) in INDEX_FILES else pages)[own[1]] += 1
    if not pages or not folders:
        by_link: tuple[Counter[str], Counter[str]] = Counter(), Counter()
        for sample in samples:
            for href in sample.links.hrefs:
                vote(link_name(href, sample.name, base), names, *by_link)
        pages, folders = pages or by_link[0], folders or by_link[1]
    served_as: Literal["file", "bare", "slash"] = "file"
    if pages:
        served_as = max(("file", "bare", "slash"), key=lambda how: pages[how])  # of equals the first
    return Layout(
        root=layout.root,
        pages=served_as,
        folders="bare" if folders["bare"] > folders["slash"] else "slash",
    )


def link_name(href: str, name: str, base: str) -> str:
    """The path below the root that a link of the page `name` names; empty where it leads elsewhere."""
    href = href.strip()
    start = urls.file_path(name)
    if not href or href.startswith("#") or urls.internal(href, start, base) is None:
        return ""
    try:
        address = urls.absolute(href, start, base or "http://seokit.invalid")
    except urls.UrlError:
        return ""
    home = urls.site(base or "http://seokit.invalid")
    return site_path(address[len(home.origin) + len(home.folder) :]).removeprefix("/")


def vote(path: str, names: frozenset[str], pages: Counter[str], folders: Counter[str]) -> None:
    """Count what a link's path says: which file it must be, and so how such files are served."""
    if path.endswith(SUFFIXES):
        if path in names and posixpath.basename(path) not in INDEX_FILES:
            pages["file"] += 1
        return
    how: Literal["slash", "bare"] = "slash" if path.endswith("/") else "bare"
    stem = path.rstrip("/")
    if not stem:
        return
    as_folder = any(f"{stem}/{index}" in names for index in INDEX_FILES)
    as_page = any(stem + suffix in names for suffix in SUFFIXES)
    if as_folder and not (as_page and how == "bare"):
        folders[how] += 1
    elif as_page:
        pages[how] += 1
