"""Sitemaps from disk: places, indexes, gzip, and files that want to do harm."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seokit.extract import sitemapfile
from seokit.extract.sitemapfile import NAMESPACE, Loc, SitemapFileError, child_path, read_sitemap
from seokit.generate.sitemap_records import Entry
from seokit.generate.sitemap_write import write_sitemap


def urlset(*locs: str) -> str:
    return (
        f'<urlset xmlns="{NAMESPACE}">\n'
        + "\n".join(f"<url><loc>{loc}</loc></url>" for loc in locs)
        + "\n</urlset>"
    )


def write(folder: Path, name: str, text: str | bytes) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def test_what_our_writer_wrote_is_read_as_lxml_reads_it(tmp_path: Path) -> None:
    entries = [Entry(f"https://example.org/{n}?a=1&b=ü", "2026-01-02" if n % 2 else "") for n in range(7)]
    write_sitemap(entries, tmp_path, base_url="https://example.org", max_urls=3)
    sitemap = read_sitemap(str(tmp_path / "sitemap.xml"))
    assert [file.index for file in sitemap.files] == [True, False, False, False]
    assert [file.error for file in sitemap.files] == [""] * 4
    parts = [etree.parse(part).getroot() for part in sorted(tmp_path.glob("sitemap-*.xml"))]
    theirs = [[child.text for child in url] for part in parts for url in part]
    assert [[one.loc, *([one.lastmod] if one.lastmod else [])] for one in sitemap.locs] == theirs


def test_places_are_those_of_loc_and_lastmod(tmp_path: Path) -> None:
    text = f'<?xml version="1.0"?>\n<urlset xmlns="{NAMESPACE}">\n <url>\n  <lastmod>2026</lastmod>\n  <loc>\n https://a.example/x\n </loc>\n </url>\n</urlset>'
    (one,) = read_sitemap(write(tmp_path, "s.xml", text)).locs
    assert one == Loc("https://a.example/x", 0, 5, 3, "2026", 4, 3)


def test_gzip_and_other_encodings(tmp_path: Path) -> None:
    packed = gzip.compress(urlset("https://a.example/x").encode())
    assert [one.loc for one in read_sitemap(write(tmp_path, "s.xml", packed)).locs] == ["https://a.example/x"]
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?>\n' + urlset("https://a.example/é")
    assert (
        read_sitemap(write(tmp_path, "l.xml", latin.encode("latin-1"))).locs[0].loc == "https://a.example/é"
    )
    assert (
        read_sitemap(write(tmp_path, "b.xml", "\ufeff" + urlset("https://a.example/x"))).files[0].error == ""
    )


@pytest.mark.parametrize(
    ("loc", "found"),
    [
        ("https://a.example/s/part.xml", "s/part.xml"),
        ("https://a.example/blog/s/part.xml", "s/part.xml"),
        ("https://a.example/%73/part.xml?x=1", "s/part.xml"),
        ("https://a.example/../../s/../part.xml", "s/part.xml"),
        ("https://a.example/", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_where_a_child_lies(loc: str, found: str | None, tmp_path: Path) -> None:
    write(tmp_path, "s/part.xml", urlset())
    write(tmp_path.parent, "part.xml", urlset())
    path = child_path(loc, str(tmp_path))
    assert path == (str(tmp_path / found) if found else None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not well-formed XML: no element found"),
        (b"\0\0\0", "is not well-formed XML"),
        (b"<urlset", "is not well-formed XML: unclosed token"),
        (gzip.compress(urlset("https://a.example/x").encode())[:40], "cannot be unpacked"),
        (b"\x1f\x8bnonsense", "cannot be unpacked"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "declares entities"),
        (b"<a>" * 100_000, "is no sitemap: its root is <a>"),
    ],
)
def test_a_file_that_is_no_sitemap_says_why(data: bytes, said: str, tmp_path: Path) -> None:
    sitemap = read_sitemap(write(tmp_path, "s.xml", data))
    assert said in sitemap.files[0].error
    assert sitemap.locs == []


def test_billions_of_laughs_are_refused(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lines}]><urlset xmlns="{NAMESPACE}"><url><loc>&l9;</loc></url></urlset>'
    sitemap = read_sitemap(write(tmp_path, "s.xml", bomb))
    assert "declares entities" in sitemap.files[0].error


def test_a_gzip_bomb_is_met_while_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemapfile, "MOST_BYTES", 1_000_000)
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as file:
        file.write(f'<urlset xmlns="{NAMESPACE}">'.encode())
        for _ in range(100):
            file.write(b" " * 1_000_000)
    sitemap = read_sitemap(write(tmp_path, "s.xml", out.getvalue()))
    assert sitemap.files[0].error == "unpacks to more than 1,000,000 bytes: the rest was not read"
    assert sitemap.files[0].size < 2_000_000


def test_an_index_that_lists_itself_ends(tmp_path: Path) -> None:
    loop = f'<sitemapindex xmlns="{NAMESPACE}"><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>'
    sitemap = read_sitemap(write(tmp_path, "s.xml", loop))
    assert [bool(file.error) for file in sitemap.files] == [False, True]


def test_a_named_file_that_cannot_be_opened(tmp_path: Path) -> None:
    for name in ("gone.xml", "."):
        with pytest.raises(SitemapFileError, match="cannot be read"):
            read_sitemap(str(tmp_path / name))


@given(st.lists(st.sampled_from(["<urlset", f' xmlns="{NAMESPACE}"', ">", "<url>", "</url>", "<loc>", "</loc>", "x",
                                 "&", "&amp;", "<!--", "-->", "<![CDATA[", "]]>", "</urlset>", "\0", "é"]), max_size=15))  # fmt: skip
def test_no_text_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    sitemap = read_sitemap(write(tmp_path_factory.getbasetemp(), "any.xml", "".join(parts)))
    assert len(sitemap.files) == 1
