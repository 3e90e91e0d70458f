from __future__ import annotations

import datetime as dt
import gzip
import os
import random
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seokit import api
from seokit.generate import sitemap_records
from seokit.generate.files import WriteError
from seokit.generate.gitdates import commit_dates
from seokit.generate.sitemap import Entry, SitemapError, Written, sitemap_entries, write_sitemap
from seokit.model import (
    Alternate,
    HeadTag,
    Html,
    Image,
    Page,
    Problem,
    Settings,
    SitemapSettings,
    Span,
    Text,
)
from seokit.urls import UrlError, check_loc
from tests.conftest import need

BASE = "https://example.org"
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def write(folder: Path, entries: Sequence[Entry], **options: Any) -> Written:
    return write_sitemap(entries, folder, base_url=options.pop("base_url", BASE), **options)


def locs(path: Path) -> list[str]:
    data = path.read_bytes()
    root = ET.fromstring(gzip.decompress(data) if path.suffix == ".gz" else data)
    return [element.text or "" for element in root.iter(NS + "loc")]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def numbered(count: int, lastmod: str = "") -> list[Entry]:
    return [Entry(f"{BASE}/page-{number:03d}", lastmod) for number in range(count)]


def valid(path: Path, schemas: Path) -> None:
    """Validate against the official XSD; foreign elements are stripped first, as the schema has none."""
    from lxml import etree

    data = path.read_bytes()
    root = etree.fromstring(gzip.decompress(data) if path.suffix == ".gz" else data)
    for element in list(root.iter("{*}*")):
        if not str(element.tag).startswith(NS) and element.getparent() is not None:
            element.getparent().remove(element)
    name = "siteindex.xsd" if root.tag == NS + "sitemapindex" else "sitemap.xsd"
    etree.XMLSchema(etree.parse(schemas / name)).assertValid(root)


def test_one_file_is_sorted_escaped_and_without_repetition(tmp_path: Path, schemas: Path) -> None:
    made = write(
        tmp_path,
        [
            Entry(BASE + "/b?x=1&y='2'", "2025-01-22T10:30Z"),
            Entry(BASE + "/a-b"),
            Entry(BASE + "/a", "2025-01-21"),
            Entry(BASE + "/a", "2025-01-22"),
            Entry("https://EXAMPLE.org/caf\u00e9#top"),
        ],
    )
    assert made == Written(urls=4, duplicates=1, changed=("sitemap.xml",))
    assert (tmp_path / "sitemap.xml").read_text() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://example.org/a</loc><lastmod>2025-01-22</lastmod></url>\n"
        "<url><loc>https://example.org/a-b</loc></url>\n"
        "<url><loc>https://example.org/b?x=1&amp;y=%272%27</loc><lastmod>2025-01-22T10:30:00Z</lastmod></url>\n"
        "<url><loc>https://example.org/caf%C3%A9</loc></url>\n"
        "</urlset>\n"
    )
    valid(tmp_path / "sitemap.xml", schemas)


def test_order_of_entries_does_not_matter(tmp_path: Path) -> None:
    entries = numbered(50, "2025-01-22") + numbered(20)
    write(tmp_path / "one", entries, max_urls=7)
    random.Random(1).shuffle(entries)
    write(tmp_path / "two", entries, max_urls=7)
    assert len(contents(tmp_path / "one")) == 9
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_split_by_count_with_an_index(tmp_path: Path, schemas: Path) -> None:
    late = Entry(BASE + "/z", "2025-01-22T23:00:00-05:00")
    entries = [*numbered(4, "2025-01-22"), late, Entry(BASE + "/zz")]
    made = write(tmp_path, entries, max_urls=5)
    assert made.changed == ("sitemap-1.xml", "sitemap-2.xml", "sitemap.xml")
    assert (tmp_path / "sitemap.xml").read_text() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!-- written by seokit -->\n"
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://example.org/sitemap-1.xml</loc>"
        "<lastmod>2025-01-22T23:00:00-05:00</lastmod></sitemap>\n"
        "<sitemap><loc>https://example.org/sitemap-2.xml</loc></sitemap>\n"
        "</sitemapindex>\n"
    )
    assert [len(locs(tmp_path / f"sitemap-{n}.xml")) for n in (1, 2)] == [5, 1]
    for name in made.changed:
        valid(tmp_path / name, schemas)


def test_the_limits_are_exact(tmp_path: Path) -> None:
    assert write(tmp_path, numbered(5), max_urls=5).changed == ("sitemap.xml",)
    size = (tmp_path / "sitemap.xml").stat().st_size
    assert write(tmp_path, numbered(5), max_bytes=size).unchanged == ("sitemap.xml",)
    assert len(write(tmp_path, numbered(5), max_bytes=size - 1).changed) == 3
    assert all((tmp_path / f"sitemap-{n}.xml").stat().st_size < size for n in (1, 2))


@given(
    st.lists(
        st.builds(
            Entry,
            st.text("ab\u00e9&'%/ ", max_size=12).map(lambda path: f"{BASE}/{path}"),
            st.sampled_from(["", "2024-02-29", "2025-01-22T10:30:00+01:00"]),
            st.lists(
                st.text("xy&\u00e9", max_size=5).map(lambda path: f"https://cdn.example/{path}"), max_size=3
            ).map(tuple),
        ),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 6),
    st.integers(900, 3000),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_url_is_listed_once_whatever_the_limits(
    tmp_path: Path, entries: list[Entry], max_urls: int, max_bytes: int
) -> None:
    shutil.rmtree(tmp_path)
    made = write(tmp_path, entries, max_urls=max_urls, max_bytes=max_bytes)
    parts = sorted(tmp_path.glob("sitemap-*.xml"), key=lambda path: int(path.stem[8:])) or [
        tmp_path / "sitemap.xml"
    ]
    listed = []
    for part in parts:
        root = ET.fromstring(part.read_bytes())
        urls = [url.findtext(NS + "loc") or "" for url in root.iter(NS + "url")]
        assert 1 <= len(urls) <= max_urls
        assert part.stat().st_size <= max_bytes
        assert all(url[0].tag == NS + "loc" for url in root.iter(NS + "url"))
        listed += urls
    assert len(listed) == len(set(listed)) == made.urls
    assert set(listed) == {check_loc(entry.loc) for entry in entries}
    assert made.urls + made.duplicates == len(entries)
    assert not write(tmp_path, entries, max_urls=max_urls, max_bytes=max_bytes, check=True).differs


def test_gzip_is_deterministic_and_keeps_the_index_address(tmp_path: Path, schemas: Path) -> None:
    made = write(tmp_path, numbered(3), gzip=True)
    assert made.changed == ("sitemap-1.xml.gz", "sitemap.xml")
    data = (tmp_path / "sitemap-1.xml.gz").read_bytes()
    assert data[3:10] == b"\0\0\0\0\0\x00\xff"  # no name, mtime 0, no platform
    assert locs(tmp_path / "sitemap.xml") == [BASE + "/sitemap-1.xml.gz"]
    assert locs(tmp_path / "sitemap-1.xml.gz") == [BASE + f"/page-00{n}" for n in range(3)]
    valid(tmp_path / "sitemap-1.xml.gz", schemas)
    assert not write(tmp_path, numbered(3), gzip=True).changed


def test_check_writes_nothing_and_names_differences(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    made = write(folder, numbered(3), max_urls=2, check=True)
    assert made.differs
    assert len(made.changed) == 3
    assert not folder.exists()
    write(folder, numbered(3), max_urls=2)
    assert not write(folder, numbered(3), max_urls=2, check=True).differs
    before = contents(folder)
    made = write(folder, numbered(3), check=True)
    assert made.changed == ("sitemap.xml",)
    assert made.removed == ("sitemap-1.xml", "sitemap-2.xml")
    assert contents(folder) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_the_sitemap_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sitemap.xml")
    with pytest.raises(WriteError, match="it is no regular file"):
        write(tmp_path, numbered(1))


def test_stale_parts_go_and_only_ours(tmp_path: Path) -> None:
    write(tmp_path, numbered(6), max_urls=2)
    for name in ("sitemap-9.xml", "sitemap-news.xml", "page.xml"):
        (tmp_path / name).write_text("mine")
    made = write(tmp_path, numbered(6), max_urls=5)
    assert made.removed == ("sitemap-3.xml",)
    assert write(tmp_path, numbered(6)).removed == ("sitemap-1.xml", "sitemap-2.xml")
    assert names(tmp_path) == ["page.xml", "sitemap-9.xml", "sitemap-news.xml", "sitemap.xml"]


@pytest.mark.parametrize(
    ("index", "removed"),
    [
        ("<!-- written by seokit -->", ()),  # not XML
        ("<sitemapindex xmlns='{ns}'><sitemap><loc>{base}/sitemap-7.xml</loc></sitemap></sitemapindex>", ()),
        (
            "<!-- written by seokit -->"
            "<sitemapindex xmlns='{ns}'><sitemap><loc>{base}/sitemap-7.xml</loc></sitemap>"
            "<sitemap><loc>{base}/../secret.xml</loc></sitemap><sitemap><loc>{base}/sitemap-8.xml</loc></sitemap>"
            "</sitemapindex>",
            ("sitemap-7.xml",),  # sitemap-8.xml is a folder, secret.xml no name of ours
        ),
    ],
)
def test_a_foreign_or_broken_index_removes_nothing(
    tmp_path: Path, index: str, removed: tuple[str, ...]
) -> None:
    folder = tmp_path / "site"
    (folder / "sitemap-8.xml").mkdir(parents=True)
    (folder / "sitemap-7.xml").write_text("a part")
    (tmp_path / "secret.xml").write_text("keep")
    (folder / "sitemap.xml").write_text(index.format(ns=NS[1:-1], base=BASE))
    assert write(folder, numbered(1)).removed == removed
    assert (tmp_path / "secret.xml").exists()
    assert (folder / "sitemap-8.xml").is_dir()


def test_images_and_alternates(tmp_path: Path, schemas: Path) -> None:
    both = (("en", BASE + "/en/a"), ("de-AT", BASE + "/de/a"), ("x-default", BASE + "/en/a"))
    write(
        tmp_path,
        [
            Entry(BASE + "/en/a", "2025-01-22", ("https://cdn.example/i.png?a=1&b=2",) * 2, both),
            Entry(BASE + "/de/a", "", (), both),
        ],
    )
    root = ET.fromstring((tmp_path / "sitemap.xml").read_bytes())
    first, second = root.iter(NS + "url")
    assert [child.tag for child in second] == [
        NS + "loc",
        NS + "lastmod",
        *[XHTML + "link"] * 3,
        IMAGE + "image",
    ]
    assert [
        (link.get("rel"), link.get("hreflang"), link.get("href")) for link in first.iter(XHTML + "link")
    ] == [("alternate", language, href) for language, href in both]
    assert [loc.text for loc in second.iter(IMAGE + "loc")] == ["https://cdn.example/i.png?a=1&b=2"]
    valid(tmp_path / "sitemap.xml", schemas)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry("/a"), "not an absolute"),
        (Entry("https://example.com/a"), "other host"),
        (Entry(BASE + "/a", "yesterday"), "lastmod 'yesterday'"),
        (Entry(BASE + "/a", "2025-02-30"), "lastmod '2025-02-30'"),
        (Entry(BASE + "/a", "2025"), "lastmod '2025'"),
        (Entry(BASE + "/a", "2025-01-22T10:30:00"), "lastmod"),
        (Entry(BASE + "/a", "2025-01-22T10:30:00+15:00"), "lastmod"),
        (Entry(BASE + "/a", "2025-01-22\n"), "lastmod"),
        (Entry(BASE + "/a", "</lastmod><loc>"), "lastmod"),
        (Entry(BASE + "/a", images=tuple(f"{BASE}/{n}.png" for n in range(1001))), "1,001 images"),
        (Entry(BASE + "/a", images=("a.png",)), "not an absolute"),
        (Entry(BASE + "/a", alternates=(("english", BASE + "/a"),)), "'english' is no hreflang"),
        (Entry(BASE + "/a", alternates=(("en", BASE + "/a"), ("EN", BASE + "/b"))), "two alternates"),
        (Entry(BASE + "/a", alternates=(("de", "https://example.de/aa"),)), "do not name the page itself"),
        (
            Entry(BASE + "/a", alternates=(("en", BASE + "/a"), ("de", BASE + "/b"))),
            "does not list it in turn",
        ),
    ],
)
def test_bad_entries_are_refused_before_anything_is_written(
    tmp_path: Path, entry: Entry, reason: str
) -> None:
    with pytest.raises(SitemapError) as caught:
        write(tmp_path / "site", [Entry(BASE + "/good"), entry])
    assert reason in str(caught.value)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "options",
    [
        {"max_urls": 0},
        {"max_urls": 50_001},
        {"max_bytes": 52_428_801},
        {"max_bytes": 150},
        {"base_url": "example.org"},
    ],
)
def test_limits_and_base_url_are_checked(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(SitemapError):
        write(tmp_path, numbered(2), **options)
    assert names(tmp_path) == []


def test_an_empty_sitemap_and_a_nested_index_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SitemapError, match="nothing to list"):
        write(tmp_path, [])
    with pytest.raises(SitemapError, match="do not fit"):
        write(tmp_path, [Entry(f"{BASE}/{n}") for n in range(50_001)], max_urls=1)
    assert names(tmp_path) == []


def test_records_spill_to_disk_with_the_same_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = numbered(500, "2025-01-22") + numbered(300)
    random.Random(2).shuffle(entries)
    write(tmp_path / "held", entries, max_urls=100)
    monkeypatch.setattr(sitemap_records, "RUN_RECORDS", 64)
    assert write(tmp_path / "spilled", entries, max_urls=100).urls == 500
    assert contents(tmp_path / "spilled") == contents(tmp_path / "held")


@given(st.text(st.characters(codec=None), max_size=30), st.text(st.characters(codec=None), max_size=30))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_input_makes_valid_xml_or_an_error(tmp_path: Path, path: str, lastmod: str) -> None:
    for loc in (path, BASE + "/" + path):
        for date in ("", lastmod):
            message = ""
            try:
                write(tmp_path, [Entry(loc, date)])
                assert locs(tmp_path / "sitemap.xml") == [check_loc(loc)]
            except SitemapError as error:
                message = str(error)
            assert message.isprintable()


# -- which pages ---------------------------------------------------------------------------------


def text(value: str, field: str = "field") -> Text:
    return Text(value, value, Span(1, 1, 0, len(value)), field)


CONFIG = Settings(base_url=BASE, today=dt.date(2026, 1, 31))
ROBOTS = "User-agent: *\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: BadBot\nDisallow: /\n"


def chosen(
    *pages: Page, config: Settings = CONFIG, robots: str | None = ROBOTS
) -> tuple[list[Entry], dict[str, str]]:
    entries, excluded = sitemap_entries(pages, config, robots)
    return entries, {page.path: page.reason for page in excluded}


def test_each_exclusion_has_its_reason() -> None:
    entries, excluded = chosen(
        Page(path="good.md", url=BASE + "/good"),
        Page(
            path="noindex.md", url=BASE + "/n", noindex=(text("true", "no_index"),), not_indexable="noindex"
        ),
        Page(path="draft.md", url=BASE + "/d", not_indexable="draft"),
        Page(path="future.md", url=BASE + "/f", date=text("2027-01-01"), not_indexable="future date"),
        Page(path="canon.md", url=BASE + "/c", canonical=text("/good"), not_indexable="canonicalised"),
        Page(path="none.md"),
        Page(path="empty.md", url=""),
        Page(path="host.md", url="https://example.com/a"),
        Page(path="long.md", url=BASE + "/" + "a" * 3000),
        Page(path="again.md", url=BASE + "/good/"),
        Page(path="404.md", url=BASE + "/404.html"),
        Page(path="private.md", url=BASE + "/private/x"),
        Page(path="open.md", url=BASE + "/private/open"),
    )
    assert [entry.loc for entry in entries] == [BASE + "/good", BASE + "/private/open"]
    assert excluded == {
        "noindex.md": "noindex (no_index)",
        "draft.md": "draft",
        "future.md": "date is in the future: 2027-01-01",
        "canon.md": "canonical is another page: /good",
        "none.md": "no URL",
        "empty.md": "no URL",
        "host.md": "URL: other host than example.org",
        "long.md": "URL: 3020 characters, a sitemap takes 12 to 2048",
        "again.md": "duplicate URL, listed for good.md",
        "404.md": "the page for what is not found (404)",
        "private.md": "forbidden by robots.txt (Googlebot)",
    }


@pytest.mark.parametrize(
    ("modified", "date", "lastmod"),
    [
        ("2025-03-01", "2025-01-22", "2025-03-01"),
        (None, "2025-01-22", "2025-01-22"),
        ("soon", "2025-01-22", "2025-01-22"),
        ("2030-01-01", "2025-01-22", "2025-01-22"),
        ("2025-01-22 10:30", None, "2025-01-22"),
        ("2025-01-22T10:30:00.5+01:00", None, "2025-01-22T10:30:00+01:00"),
        ("2025-01-22 10:30:00 Z", None, "2025-01-22T10:30:00+00:00"),
        ("Jan 22, 2025", None, "2025-01-22"),
        (None, None, ""),
    ],
)
def test_lastmod_is_what_is_known(
    tmp_path: Path, modified: str | None, date: str | None, lastmod: str, schemas: Path
) -> None:
    page = Page(
        path="a.md",
        url=BASE + "/a",
        modified=text(modified) if modified else None,
        date=text(date) if date else Text(field="date"),
    )
    entries, _ = chosen(page)
    assert entries[0].lastmod == lastmod
    write(tmp_path, entries)
    valid(tmp_path / "sitemap.xml", schemas)
    off, _ = chosen(page, config=Settings(base_url=BASE, sitemap=SitemapSettings(lastmod="none")))
    assert off[0].lastmod == ""


def test_only_images_with_a_certain_address_are_listed() -> None:
    page = Page(
        path="a.md",
        url=BASE + "/a",
        image=text("/i.png"),
        images=(
            Image("https://cdn.example/b c.png"),
            Image("relative.png"),
            Image("data:image/png;base64,x"),
            Image("/i.png"),
        ),
    )
    assert chosen(page)[0][0].images == (BASE + "/i.png", "https://cdn.example/b%20c.png")


def alternate(lang: str, href: str) -> Alternate:
    return Alternate(lang, text(href, "hreflang"))


def built(path: str, url: str, **more: Any) -> Page:
    return Page(path=path, kind="built", url=BASE + url, **{"html": Html(), **more})


def refresh(content: str) -> Html:
    return Html(tags=(HeadTag(kind="meta", key="refresh", value=text(content), attribute="http-equiv"),))


def test_built_pages_that_are_none() -> None:
    entries, excluded = chosen(
        built("public/a.html", "/a"),
        built("public/b.html", "/b", html=refresh("0; url=/a"), not_indexable="redirect"),
        built("public/c.html", "/c", html=refresh("300")),
        built("public/404.html", "/404.html", not_indexable="error page"),
        built("public/d.html", "/d", noindex=(text("noindex", "robots"),), not_indexable="noindex"),
    )
    assert [entry.loc for entry in entries] == [BASE + "/a", BASE + "/c"]
    assert excluded == {
        "public/b.html": "redirect to /a",
        "public/404.html": "the page for what is not found (404)",
        "public/d.html": "noindex (robots)",
    }


def test_a_built_page_with_a_fault_is_listed_all_the_same() -> None:
    fault = Problem("field-parse-error", "a comment is never closed")
    entries, excluded = chosen(built("public/a.html", "/a", problems=(fault,)))
    assert [entry.loc for entry in entries] == [BASE + "/a"]
    assert excluded == {}


def test_built_pages_say_what_a_browser_makes_of_an_address(tmp_path: Path, schemas: Path) -> None:
    config = Settings(base_url=BASE + "/docs")
    images = (Image("../i.png"), Image("/j.png"), Image("data:image/png;base64,x"), Image(""))
    page = built("a.html", "/docs/a/", images=images, image=text("k.png"))
    based = built("b.html", "/docs/b/", images=(Image("i.png"),), html=Html(base="/media/"))
    entries, _ = chosen(page, based, config=config, robots=None)
    assert [entry.images for entry in entries] == [
        (BASE + "/docs/a/k.png", BASE + "/docs/i.png", BASE + "/j.png"),
        (BASE + "/media/i.png",),
    ]
    write(tmp_path, entries, base_url=config.base_url)
    valid(tmp_path / "sitemap.xml", schemas)


def test_only_alternates_that_list_each_other_are_written(tmp_path: Path, schemas: Path) -> None:
    both = (alternate("en", "/en/"), alternate("de", BASE + "/de/"), alternate("x-default", "/en/"))
    far = alternate("fr", "https://example.fr/")
    entries, _ = chosen(
        built(
            "en.html", "/en/", alternates=(*both, far, alternate("english", "/x/"), alternate("DE", "/x/"))
        ),
        built("de.html", "/de/", alternates=both),
        built("it.html", "/it/", alternates=(*both, alternate("it", "/it/"))),  # nobody lists it
        built("es.html", "/es/", alternates=(alternate("en", "/en/"),)),  # does not list itself
        built("pt.html", "/pt/", alternates=(alternate("pt", "/pt/"), alternate("en", "/gone/"))),
    )
    listed = {entry.loc.removeprefix(BASE): dict(entry.alternates) for entry in entries}
    two = {"en": BASE + "/en/", "de": BASE + "/de/", "x-default": BASE + "/en/"}
    assert listed == {
        "/en/": {**two, "fr": "https://example.fr/"}, "/de/": two, "/it/": {}, "/es/": {}, "/pt/": {},
    }  # fmt: skip
    write(tmp_path, entries)
    valid(tmp_path / "sitemap.xml", schemas)
    assert (tmp_path / "sitemap.xml").read_text().count("xhtml:link") == 7


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["en", "de", "fr", "xx-YYY", "x-default"]), st.sampled_from("abcd")),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_whatever_the_alternates_the_sitemap_can_be_written(
    given_alternates: list[list[tuple[str, str]]],
) -> None:
    pages = [
        built(name, f"/page-{name}", alternates=tuple(alternate(lang, f"/page-{to}") for lang, to in listed))
        for name, listed in zip("abcd", given_alternates, strict=False)
    ]
    entries, _ = chosen(*pages)
    with sitemap_records.Records(BASE) as records:
        records.add_all(entries)  # raises for one that is not returned


def test_what_is_built_wins_and_its_source_dates_it() -> None:
    entries, excluded = chosen(
        built("public/a.html", "/a", date=text("2025-02-02")),
        built("public/b.html", "/b"),
        built("public/c.html", "/c", noindex=(text("noindex", "robots"),), not_indexable="noindex"),
        built("public/e.html", "/e", date=text("2025-02-02")),
        built("public/f.html", "/f", date=text("2025-02-02"), modified=text("2025-02-03")),
        Page(path="content/a.md", url=BASE + "/a/", date=text("2024-01-01")),
        Page(path="content/b.md", url=BASE + "/b/", date=text("2024-01-02")),
        Page(path="content/c.md", url=BASE + "/c/"),
        Page(path="content/d.md", url=BASE + "/d/"),
        Page(path="content/e.md", url=BASE + "/e/", date=text("2025-02-02"), modified=text("2025-04-04")),
        Page(path="content/f.md", url=BASE + "/f/", modified=text("2025-04-04")),
    )
    assert [(entry.loc, entry.lastmod) for entry in entries] == [
        (BASE + "/a", "2025-02-02"), (BASE + "/b", "2024-01-02"),
        (BASE + "/e", "2025-04-04"), (BASE + "/f", "2025-02-03"),
    ]  # fmt: skip
    assert excluded == {
        "public/c.html": "noindex (robots)",
        "content/d.md": "no page is built at its URL",
    }


def test_the_sitemap_of_a_built_site(tmp_path: Path, schemas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    head = '<!doctype html><html lang="en"><title>Rye</title><link rel="canonical" href="{}">'
    files = {
        "content/rye.md": "---\ntitle: Rye\nurl: /rye/\nlastmod: 2025-01-22\n---\n",
        "public/index.html": head.format(BASE + "/") + '<img src="rye.png" alt="Rye">',
        "public/rye/index.html": head.format(BASE + "/rye/"),
        "public/old/index.html": head.format(BASE + "/rye/"),
        "public/404.html": head.format(BASE + "/404.html"),
    }
    for name, html in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(html, "utf-8")
    made = api.sitemap(["content", "public"], "public", preset="generic")
    assert {(one.path, one.reason) for one in made.excluded} == {
        ("public/404.html", "the page for what is not found (404)"),
        ("public/old/index.html", f"canonical is another page: {BASE}/rye/"),
    }
    valid(Path("public/sitemap.xml"), schemas)
    assert locs(Path("public/sitemap.xml")) == [BASE + "/", BASE + "/rye/"]
    written = Path("public/sitemap.xml").read_text()
    assert f"<image:loc>{BASE}/rye.png</image:loc>" in written
    assert f"{BASE}/rye/</loc><lastmod>2025-01-22</lastmod>" in written


def test_a_base_url_is_needed() -> None:
    with pytest.raises(SitemapError, match="base URL"):
        sitemap_entries([], Settings())


@given(st.text(st.characters(codec=None), max_size=40), st.text(st.characters(codec=None), max_size=20))
def test_pages_that_are_chosen_can_be_written(url: str, date: str) -> None:
    pages = [
        Page(path="a.md", url=url, date=text(date)),
        Page(path="b.md", url=BASE + "/" + url, modified=text(date)),
    ]
    entries, excluded = sitemap_entries(pages, CONFIG, url)
    assert len(entries) + len(excluded) == 2
    for entry in entries:
        try:
            assert check_loc(entry.loc, BASE) == entry.loc
        except UrlError as error:
            pytest.fail(str(error))
        sitemap_records.checked_lastmod(entry.lastmod or "2025-01-22", "")


# -- git -----------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str, date: str = "2025-01-22T10:30:00+01:00") -> None:
    who = {
        f"GIT_{role}_{what}": "a@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, env={**os.environ, **who, **dates}
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need("git", shutil.which("git") is not None, "git is not installed")
    folder = tmp_path / "repository"
    (folder / "content").mkdir(parents=True)
    git(folder, "init", "-q")
    for name in ("a.md", "b.md", '\u00e9 "x".md'):
        (folder / "content" / name).write_text("one")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    (folder / "content" / "b.md").write_text("two")
    git(folder, "commit", "-qam", "two", date="2025-02-03T00:00:00-03:00")
    (folder / "content" / "new.md").write_text("not committed")
    monkeypatch.chdir(folder / "content")
    return folder


def test_git_dates(repository: Path) -> None:
    names = ["a.md", "b.md", '\u00e9 "x".md', "new.md"]
    pages = [Page(path=name, url=f"{BASE}/{number}") for number, name in enumerate(names)]
    config = Settings(base_url=BASE, root=str(repository), sitemap=SitemapSettings(lastmod="git"))
    entries, _ = sitemap_entries(pages, config, None)
    assert [entry.lastmod for entry in entries] == [
        "2025-01-22T10:30:00+01:00",
        "2025-02-03T00:00:00-03:00",
        "2025-01-22T10:30:00+01:00",
        "",
    ]


def test_git_refuses_a_shallow_clone_and_a_bare_folder(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    with pytest.raises(SitemapError, match="shallow clone"):
        commit_dates(["a.md"], str(tmp_path / "shallow"))
    (tmp_path / "bare").mkdir()
    with pytest.raises(SitemapError, match="in a git repository"):
        commit_dates(["a.md"], str(tmp_path / "bare"))
