"""Every data shape that crosses a folder: frozen, slotted, plain data. Imports nothing of ours.

Offsets are characters of the decoded file, from 0; lines and columns count from 1.
`None` means that a source cannot know; an empty value means that it looked and found none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import KeysView, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["error", "warning", "info"]
Evidence = Literal["documented", "measured", "convention", "self-evident"]
Fix = Literal["none", "safe", "unsafe"]
Priority = Literal["High", "Medium", "Low"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Span(Struct, frozen=True, gc=False):
    """Where a value stands in its file: line and column from 1, character offsets [start, end)."""

    line: int
    column: int
    start: int
    end: int


class Text(Struct, frozen=True, gc=False):
    """A value as written (`raw`, with quotes or `>-`) and as parsed (`value`), with its field's dotted name.

    A field that was looked for and not found has no span and no value; see `missing`.
    """

    raw: str = ""
    value: str = ""
    span: Span | None = None
    field: str = ""

    @property
    def missing(self) -> bool:
        """Whether the page has no such key at all."""
        return self.span is None and not self.value

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space to judge (also when missing)."""
        return not self.value.strip()


class Entry(Struct, frozen=True, gc=False):
    """One leaf of the front matter: dotted name, type, the source as written, JSON-plain value, place.

    `type` is one of text, number, boolean, date, list, mapping, null.
    """

    name: str
    type: str
    raw: str
    value: Any
    span: Span


class Link(Struct, frozen=True, gc=False):
    """A link as written; `text` is its label or related title.

    `origin`: `related` (a front matter field), `text`, or `navigation` (of a built page: in its nav, header,
    footer or aside). `rel` is an HTML link's, in lower case.
    """

    href: str
    text: str = ""
    origin: str = "text"
    span: Span | None = None
    field: str = ""
    rel: str = ""


class Heading(Struct, frozen=True, gc=False):
    """A heading of the text: level 1 to 6 and its plain text. The span is only known in built pages.

    Of a built page's navigation, header, footer and asides only an h1 counts.
    """

    level: int
    text: str
    span: Span | None = None


class Image(Struct, frozen=True, gc=False):
    """An image of the page; `alt`, `width`, `height` and `loading` are None without such an attribute."""

    src: str
    alt: str | None = None
    span: Span | None = None
    width: str | None = None
    height: str | None = None
    loading: str | None = None


class Alternate(Struct, frozen=True, gc=False):
    """A hreflang alternate: the language as written, and the address in `href`."""

    lang: str
    href: Text


class HeadTag(Struct, frozen=True):
    """A <title>, <meta> or <link> of a built page, wherever it stands.

    `key`: of a meta its name, property, http-equiv or itemprop (`charset` for <meta charset>), of a link its
    rel, in lower case; empty in a title. `attribute` says which attribute the key was. `value`: content, href
    or the title's text; its span covers the attribute (`content="…"`), in a title the text between the tags.
    `attributes` are all of the tag, names in lower case. `span` covers the element, a title's end tag too.
    """

    kind: Literal["title", "meta", "link"]
    key: str
    value: Text
    attribute: str = ""
    attributes: dict[str, str] = {}
    in_head: bool = True
    span: Span | None = None


class JsonLd(Struct, frozen=True):
    """A JSON-LD script of a built page: the text between its tags, and what it says.

    `value` is None where the text is no JSON; then `error` says why, and `error_span` where.
    """

    raw: str
    value: Any = None
    span: Span | None = None
    error: str = ""
    error_span: Span | None = None
    in_head: bool = True


class Html(Struct, frozen=True, kw_only=True, dict=True):
    """What only a built page can tell. `dict` is for what is worked out of it, once."""

    size: int = 0  # bytes of the file
    encoding: str = "utf-8"  # the codec that it was read with
    bom: bool = False  # whether it begins with a byte order mark
    doctype: bool = False
    lang: Text = Text(field="lang")  # of <html>
    tags: tuple[HeadTag, ...] = ()  # in the order of the file
    jsonld: tuple[JsonLd, ...] = ()
    microdata: bool = False
    rdfa: bool = False
    base: str = ""  # href of <base>
    head_breaker: Text | None = None  # the element that ends <head> early; value is its name
    repeated_ids: tuple[Text, ...] = ()  # every id after its first use
    anchors: tuple[str, ...] = ()  # ids and names of <a>: what a fragment may point at
    unlinked: tuple[Link, ...] = ()  # <a> without href
    resources: tuple[Link, ...] = ()  # what a browser loads; `text` is the element's name
    hidden: tuple[Text, ...] = ()  # text hidden by an inline style or the hidden attribute
    chrome_words: int = 0  # words in navigation, header, footer and asides, which Page.text leaves out

    @cached_property
    def _by_key(self) -> dict[str, dict[str, list[HeadTag]]]:
        found: dict[str, dict[str, list[HeadTag]]] = {"title": {}, "meta": {}, "link": {}}
        for tag in self.tags:
            found[tag.kind].setdefault(tag.key, []).append(tag)
        return found

    def of(self, kind: str, key: str = "") -> Sequence[HeadTag]:
        """The tags of a kind (title, meta, link) and key, in the order of the file."""
        return self._by_key[kind].get(key, ())

    def keys(self, kind: str) -> KeysView[str]:
        """The keys of all tags of a kind, each once."""
        return self._by_key[kind].keys()

    def content(self, key: str) -> Text | None:
        """The content of the first meta of this name or property; None without one."""
        found = self.of("meta", key)
        return found[0].value if found else None

    @property
    def redirect(self) -> str:
        """The address to which a meta refresh sends the reader on; empty without one, or where it reloads."""
        for tag in self.of("meta", "refresh"):
            address = tag.value.value.strip().lstrip("0123456789.").lstrip(" ;,\t\n\r\f")
            if address[:3].lower() == "url" and address[3:].lstrip()[:1] == "=":
                address = address[3:].lstrip()[1:]
            if address := address.strip(" \t\n\r\f'\""):
                return address
        return ""


class Problem(Struct, frozen=True, gc=False):
    """Something odd that extraction met and that a `field-*` rule reports: rule id, reason, place."""

    rule: str
    message: str
    span: Span | None = None
    field: str = ""
    value: str = ""


class Spot(Struct, frozen=True, gc=False):
    """A place in a file that is no page: a sitemap, robots.txt, the config. `url`: of the page that it speaks of."""

    path: str
    line: int | None = None
    column: int | None = None
    field: str = ""
    url: str = ""


class Suppression(Struct, frozen=True, gc=False):
    """Rules that a page asks not to hear of: names of rules or topics, as written.

    `until` is the last day on which it holds; None: for ever. `spans` are those of the names, beside them.
    """

    rules: tuple[str, ...]
    reason: str = ""
    until: dt.date | None = None
    span: Span | None = None
    field: str = ""
    spans: tuple[Span | None, ...] = ()


class Page(Struct, frozen=True, kw_only=True):
    """One page as its source shows it. Round-trips through JSON with `msgspec.json`."""

    path: str  # relative to the current folder, with "/"
    kind: Literal["source", "built", "live"] = "source"
    section: str = ""  # the [[section]]'s name, else the folder below the audited path
    preset: str = "generic"
    url: str | None = None  # absolute when there is a base URL, else a path from "/"; "" when there is none
    url_field: Text | None = None  # the field it was taken from, if it was
    slug: str | None = None  # last segment of the URL
    has_front_matter: bool = True
    lang: str | None = None
    title: Text | None = None
    title_published: str | None = None
    seo_title: Text | None = None
    description: Text | None = None
    description_published: str | None = None
    keywords_field: Text | None = None  # the list as written
    keywords: tuple[str, ...] | None = None
    question: Text | None = None
    answer: Text | None = None
    text_field: Text | None = (
        None  # where the text stands; value is the Markdown after newlines were restored
    )
    text: str | None = None  # what a reader reads: no markup, no code blocks, no math
    headings: tuple[Heading, ...] | None = None
    code: tuple[str, ...] = ()
    math: tuple[str, ...] = ()
    links: tuple[Link, ...] | None = None
    images: tuple[Image, ...] | None = None
    canonical: Text | None = None
    noindex: tuple[Text, ...] = ()  # every noindex key that is true, as written
    draft: bool = False
    date: Text | None = None
    modified: Text | None = None
    date_format: Text | None = None
    author: Text | None = None
    image: Text | None = None
    image_alt: Text | None = None
    subject: Text | None = None
    tags: tuple[str, ...] | None = None
    id: Text | None = None
    file_name: Text | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_indexable: str = ""  # why: "noindex", "draft", "redirect" …; empty = indexable
    listed: bool = False  # a menu that the site's generator makes links to it
    alternates: tuple[Alternate, ...] | None = None
    html: Html | None = None  # None in a source page
    suppressions: tuple[Suppression, ...] = ()

    @property
    def address(self) -> str:
        """The URL, or the path of a page that has none."""
        return self.url or self.path


class Traffic(Struct, frozen=True, gc=False):
    """What Search Console counted of a page in the exported period; `address` is as exported.

    `ctr` is clicks / impressions in per cent, `position` the mean place from 1; None where they are not known.
    """

    address: str
    clicks: int
    impressions: int
    ctr: float | None = None
    position: float | None = None


class Searched(Struct, frozen=True, kw_only=True, gc=False):
    """An export of Search Console beside the audit. `clicks` and `impressions` are of the audited pages."""

    file: str
    rows: int = 0
    matched: int = 0  # pages of the export that were audited
    clicks: int = 0
    impressions: int = 0
    unmatched: tuple[Traffic, ...] = ()  # pages of the export that were not, most impressions first


class Summary(Struct, frozen=True, kw_only=True, gc=False):
    """What reports need of a page: a Page without its text. Lengths in characters, widths in pixels."""

    number: int
    path: str
    kind: Literal["source", "built", "live"] = "source"
    url: str = ""
    section: str = ""
    indexable: bool = True
    not_indexable: str = ""
    title: str = ""  # as published
    title_length: int = 0
    title_width: int = 0
    description: str = ""  # as published
    description_length: int = 0
    description_width: int = 0
    keywords: tuple[str, ...] = ()
    keywords_supported: int | None = None
    keywords_phrase: tuple[str, ...] = ()
    keywords_sentence: tuple[str, ...] = ()
    keywords_unsupported: tuple[str, ...] = ()
    h1: str | None = None
    h2: str | None = None
    robots: str = ""
    canonical: str = ""
    word_count: int | None = None
    inlinks: int | None = None
    unique_inlinks: int | None = None
    outlinks: int | None = None
    closest_match: str = ""  # similarity in percent of the nearest near duplicate, as text; empty if none
    near_duplicates: int | None = None
    hash: str = ""  # of the scored text
    last_modified: str = ""
    date: str = ""  # when it was published, as written
    applicable: float = 0.0  # weights, see score/points.py
    failed: float = 0.0
    score: float = 0.0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    traffic: Traffic | None = None  # None: no export was given, or it does not list the page

    @property
    def address(self) -> str:
        """The URL, or the path of a page that has none."""
        return self.url or self.path

    @property
    def at_stake(self) -> float | None:
        """Impressions × the points that the page lacks / 100: where mending is seen most. None: not known."""
        return round(self.traffic.impressions * (100 - self.score) / 100, 1) if self.traffic else None


class Edit(Struct, frozen=True, gc=False):
    """A text splice: replace the characters [start, end) of the file by `text`."""

    path: str
    start: int
    end: int
    text: str


class Fact(Struct, frozen=True, gc=False):
    """What a page contributes to an index: under `key`, a JSON-plain `value` and where it stands."""

    page: Summary
    value: Any = None
    field: str = ""
    line: int | None = None
    column: int | None = None


class Hit(Struct, frozen=True, gc=False):
    """What a rule yields. `where` places it; the engine stamps rule id, severity and message.

    `values` fill the rule's message; of them `value` and `limit` become the findings' columns.
    A site rule's `where` is a Fact, which names the page; that of a rule about a site's file may be a Spot.
    """

    where: Text | Entry | Link | Problem | Fact | Spot | None
    values: Mapping[str, Any] = {}
    related: Sequence[str] = ()
    edits: tuple[Edit, ...] = ()
    group: str = ""


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """One fault of one page, ready to be shown. `line`, `column`: None where the source cannot know."""

    severity: Severity
    rule: str
    message: str
    url: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None
    field: str = ""
    value: str | int | float = ""
    limit: str | int | float = ""
    group: str = ""
    related: tuple[str, ...] = ()
    fix: Fix = "none"
    edits: tuple[Edit, ...] = ()
    page: int = -1  # Summary.number; -1 where it stands in a file that is no page
    everywhere: bool = False  # said once for the whole site, at its first page


class Baselined(Struct, frozen=True, kw_only=True, gc=False):
    """What a baseline did: `old` findings are not reported, `gone` ones are mended and still stand in it.

    `newer` are rules with findings that did not run when it was made.
    """

    file: str
    old: int = 0
    gone: int = 0
    newer: tuple[str, ...] = ()


class Changed(Struct, frozen=True, kw_only=True, gc=False):
    """What `--since` left in: `pages` of `of` changed since the revision, `deleted` URLs are gone."""

    revision: str
    pages: int = 0
    of: int = 0
    deleted: int = 0
    config: bool = False  # the config changed, which may change every page


class Suppressed(Struct, frozen=True, gc=False):
    """A finding that somebody asked not to hear of, with the reason that they gave."""

    finding: Finding
    reason: str = ""


class Failure(Struct, frozen=True, gc=False):
    """An error of the audit: something that could not be read at all, with its cause."""

    path: str
    message: str


class Scores(Struct, frozen=True, kw_only=True):
    """The site in numbers, 0 to 100. None where no page is indexable."""

    site: float | None = None
    percentile_10: float | None = None
    health: float | None = None
    indexable: int = 0
    pages: int = 0
    sections: dict[str, float] = field(default_factory=dict)
    lowest_section: str | None = None  # of at least 20 pages; "" is the audited folder itself


class SectionSettings(Struct, frozen=True, kw_only=True):
    """How the files of one section are read. `fields` maps a role (title, text …) to keys, first match wins."""

    name: str = ""  # empty: the page's folder names its section
    files: tuple[str, ...] = ()  # globs relative to Settings.root; empty: every file
    preset: str = "generic"
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    noindex_read_by_template: tuple[str, ...] = ()
    required: tuple[str, ...] = ()  # dotted keys; field-missing reports their absence
    escaped_newlines: bool = False  # backslash-n in the text field is a newline
    publishes_bare_files: bool = False  # a file without front matter is a page
    metadata_lines: bool = False  # "Title: …" at the head of a file is its front matter
    mdx: bool = False  # files ending in .md are MDX too
    title: str = ""  # Jinja2 expressions; empty: as the field
    description: str = ""
    url: str = ""


class PathSuppression(Struct, frozen=True, kw_only=True):
    """A [[suppress]] table of the config: `files` are globs relative to Settings.root; `line` is the table's."""

    files: tuple[str, ...]
    rules: tuple[str, ...]
    reason: str = ""
    until: dt.date | None = None
    line: int | None = None


class SitemapSettings(Struct, frozen=True, kw_only=True):
    """`lastmod`: field, git or none."""

    lastmod: Literal["field", "git", "none"] = "field"


class HeadSettings(Struct, frozen=True, kw_only=True):
    """What the head tags and the JSON-LD say of the whole site: the table [head] of the config."""

    image: str = ""  # where a page has none
    image_alt: str = ""
    lang: str = ""  # of pages that declare none, as "en" or "en-US"
    twitter: str = ""  # @account of the site
    twitter_creator: str = ""
    robots: str = ""  # directives of indexable pages, such as "max-image-preview:large"
    alternate_name: str = ""
    organization: str = ""  # its name; empty: site_name
    logo: str = ""
    same_as: tuple[str, ...] = ()
    verification: dict[str, str] = field(default_factory=dict)  # google, bing, yandex … → code


class RobotsSettings(Struct, frozen=True, kw_only=True):
    """What `seokit robots` writes: the table [robots] of the config."""

    disallow: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()  # classes of AI crawlers: training, search, assistant
    sitemaps: tuple[str, ...] = ()  # empty: /sitemap.xml below the base URL


class Layout(Struct, frozen=True, kw_only=True):
    """How the files of a folder of built pages become URLs.

    `pages`: /a/page.html is /a/page.html ("file"), /a/page ("bare") or /a/page/ ("slash").
    `folders`: /a/index.html is /a/ ("slash") or /a ("bare").
    """

    root: str  # the folder, as the audit shows paths
    pages: Literal["file", "bare", "slash"] = "file"
    folders: Literal["slash", "bare"] = "slash"


class RuleSettings(Struct, frozen=True, kw_only=True):
    """The rules that run: id → effective severity and options (every option, defaults filled in)."""

    severity: dict[str, Severity] = field(default_factory=dict)
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


class Settings(Struct, frozen=True, kw_only=True):
    """A whole, checked configuration. Plain data: it is pickled to the workers."""

    root: str = "."  # absolute folder that globs are relative to
    file: str = ""  # the config's path; empty without one
    base_url: str = ""
    base_source: str = ""  # the generator's config that named base_url; a canonical is believed before it
    site_name: str = ""
    entry: tuple[str, ...] = ()
    qa: Literal["none", "community", "education"] = "none"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()  # real paths of files anywhere that a plugin says are no pages
    sections: tuple[SectionSettings, ...] = (SectionSettings(),)
    rules: RuleSettings = RuleSettings()
    suppress: tuple[PathSuppression, ...] = ()
    sitemap: SitemapSettings = SitemapSettings()
    head: HeadSettings = HeadSettings()
    robots: RobotsSettings = RobotsSettings()
    robots_txt: str | None = None  # the robots.txt that the audit goes by; None where there is none
    parser: Literal["turbo", "soup"] = "turbo"
    templates: str = ""  # absolute folder whose templates go before ours; empty: none
    layouts: tuple[Layout, ...] = ()  # found before the pages are read; empty where no built page is
    paired: bool = False  # the audit has source and built pages
    # Section → language of its pages that declare none, "" where it cannot be told. Found before an audit; empty
    # where no section is in another language than English. One that is not named is as the folder above it.
    languages: dict[str, str] = field(default_factory=dict)
    baseline: str = ""  # absolute path of the file; empty: none
    today: dt.date = dt.date(1970, 1, 1)
    preset_reason: str = ""  # one line: which preset was taken and why


class Audit(Struct, frozen=True, kw_only=True):
    """The result of an audit. Pages and findings are sorted; the same input gives the same bytes."""

    pages: tuple[Summary, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...]  # files that are no pages, with the reason, "path: reason"
    errors: tuple[Failure, ...]
    scores: Scores
    config: Settings
    folders: tuple[str, ...] = ()  # those of the PATHs that are folders: all pages below them were audited
    suppressed: tuple[Suppressed, ...] = ()
    baselined: Baselined | None = None
    changed: Changed | None = None
    searched: Searched | None = None  # of the export that `search_console` named
    inputs: dict[str, str] = {}  # files that the audit went by → what each is: no report replaces them
    sitemap: str = ""  # which sitemap was held against the pages, and how much it lists, in words
    duration: float = 0.0  # seconds; only shown on a terminal
    seconds: dict[str, float] = {}  # by stage, rule and index, see score/stopwatch.py; only for --profile

    def findings_frame(self) -> pd.DataFrame:
        """The findings as a pandas DataFrame with the columns of findings.csv."""
        from seokit.generate.reports.tables import findings_frame

        return findings_frame(self)

    def pages_frame(self) -> pd.DataFrame:
        """The pages as a pandas DataFrame with the columns of pages.csv."""
        from seokit.generate.reports.tables import pages_frame

        return pages_frame(self)
