"""Sitemaps on the disk: what is read of good ones, and that hostile ones end soon and say why."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seokit.extract import sitemapfile, sitemapxml
from seokit.extract.sitemapfile import SitemapFileError, child_of, read_sitemap
from seokit.extract.sitemapxml import Part, read_xml
from seokit.generate.sitemap import Entry, write_sitemap

BASE = "https://example.org"
OPEN = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def read(data: bytes, most_urls: int = 1_000, chunk: int = 7) -> Part:
    """The bytes as a file, a few at a time."""
    part = Part("sitemap.xml")
    read_xml((data[at : at + chunk] for at in range(0, len(data), chunk)), part, most_urls)
    return part


def reasons(part: Part) -> list[str]:
    return [flaw.reason for flaw in part.flaws.values()]


def test_places_are_characters_of_the_line() -> None:
    text = f"{OPEN}\r\n<!-- é😀 --> <url>\r\n  <loc>\n{BASE}/é😀</loc> <lastmod>2025</lastmod></url></urlset>"
    part = read(text.encode())
    assert part.locs == [f"{BASE}/é😀"]
    assert part.lastmods == ["2025"]
    lines = text.replace("\r\n", "\n").split("\n")
    line, column = part.place(0)
    assert line is not None
    assert column is not None
    assert lines[line - 1][column - 1 :].startswith("<loc>")
    line, column = part.lastmod_place(0)
    assert line is not None
    assert column is not None
    assert lines[line - 1][column - 1 :].startswith("<lastmod>")
    assert (part.whole, part.size, part.kind, part.flaws) == (True, len(text.encode()), "urlset", {})


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1), max_size=8
    ),
    st.integers(1, 40),
)
def test_what_lxml_reads_is_read(paths: list[str], chunk: int) -> None:
    """lxml is the second reader: it must see the same addresses in the same lines."""
    root = etree.Element("{http://www.sitemaps.org/schemas/sitemap/0.9}urlset")
    for path in paths:
        url = etree.SubElement(root, "{http://www.sitemaps.org/schemas/sitemap/0.9}url")
        etree.SubElement(url, "{http://www.sitemaps.org/schemas/sitemap/0.9}loc").text = f"{BASE}/{path}"
        etree.SubElement(url, "{http://www.google.com/schemas/sitemap-image/1.1}loc").text = "not this one"
    data = etree.tostring(root, pretty_print=True, encoding="utf-8")
    part = read(data, chunk=chunk)
    found = etree.fromstring(data).findall(".//{*}url/{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    assert part.flaws == {}
    assert part.locs == [one.text.strip() for one in found]
    assert [part.place(number)[0] for number in range(len(found))] == [one.sourceline for one in found]


@given(st.binary(max_size=200), st.integers(1, 50))
def test_no_bytes_make_it_fail(data: bytes, chunk: int) -> None:
    for start in (b"", OPEN.encode() + b"<url><loc>", b"<?xml version='1.0' encoding='"):
        part = read(start + data, chunk=chunk)
        assert part.flaws or part.whole


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no XML: no element found"),
        (b"   ", "no XML: no element found"),
        (b"https://example.org/\n", "no XML: not well-formed"),
        (f"\n<?xml version='1.0'?>{OPEN}</urlset>".encode(), "no XML: XML or text declaration not at start"),
        (f"{OPEN}<url><loc>{BASE}/".encode(), "no XML: no element found"),
        (f"{OPEN}<url><loc>{BASE}/caf\xe9</loc></url></urlset>".encode("latin-1"), "no XML: not well-formed"),
        (f"{OPEN}<url><loc>&nbsp;</loc></url></urlset>".encode(), "no XML: undefined entity"),
        (f"{OPEN}<url><image:image/></url></urlset>".encode(), "no XML: unbound prefix"),
        (f"{OPEN}</urlset>{OPEN}</urlset>".encode(), "no XML: junk after document element"),
        (b"<?xml version='1.0' encoding='klingon'?><urlset/>", "the encoding that it declares is not known"),
        (b"<?xml version='1.0' encoding='utf-16'?><urlset/>", "no XML: encoding specified in XML declaration"),
        (b"<!DOCTYPE html><title>x</title>", "an HTML page"),
        (b"<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>", "a document type"),
        (b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>", "a document type"),
        (b"<urlset xmlns='http://www.google.com/schemas/sitemap/0.84'/>", "the namespace http://www.google.com"),
        (OPEN.encode() + b"<url>" * 40, "elements are nested more than 16 deep"),
    ],
)  # fmt: skip
def test_what_is_no_sitemap_is_a_sentence(data: bytes, said: str) -> None:
    assert any(reason.startswith(said) for reason in reasons(read(data, chunk=64)))


def test_a_billion_laughs_are_not_heard() -> None:
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    part = read(f"<!DOCTYPE r [<!ENTITY l0 'lol'>{entities}]>{OPEN}&l9;</urlset>".encode(), chunk=4_096)
    assert reasons(part) == ["a document type (<!DOCTYPE>), which no sitemap has: the rest is not read"]
    assert not part.whole


@pytest.mark.parametrize("start", [b"<!-- ", b"<url x='", b"<?x ", b"<url><loc><![CDATA[" + b"x" * 9])
def test_a_token_without_end_is_given_up(start: bytes) -> None:
    """expat reads an unfinished token again with every chunk: megabytes of one would take hours."""
    fed = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal fed
        yield OPEN.encode() + start
        while fed < 3_000_000:
            fed += 65_536
            yield b"y" * 65_536

    part = Part("sitemap.xml")
    read_xml(endless(), part, 1_000)
    assert not part.whole
    if b"CDATA" not in start:  # a text comes in pieces, and is no unfinished token
        assert fed < 1_200_000
        assert reasons(part) == ["a tag or a comment of more than 1,000,000 bytes: the rest is not read"]


def test_so_many_urls_and_no_more() -> None:
    part = read(f"{OPEN}{f'<url><loc>{BASE}/</loc></url>' * 5}</urlset>".encode(), most_urls=3)
    assert (len(part.locs), part.whole, part.flaws) == (3, False, {})
    assert part.cut == "the sitemap has more URLs than the 3 that are read"


# -- files --------------------------------------------------------------------------------------------------


def urlset(*paths: str) -> str:
    return OPEN + "".join(f"<url><loc>{BASE}{path}</loc></url>" for path in paths) + "</urlset>"


def index(*files: str) -> str:
    rows = "".join(f"<sitemap><loc>{file}</loc></sitemap>" for file in files)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def zipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize("name", ["sitemap.xml.gz", "sitemap.xml"])
def test_gzip_is_known_by_its_first_bytes(name: str, tmp_path: Path) -> None:
    data = urlset(*(f"/{n}" for n in range(9_000))).encode()
    (tmp_path / name).write_bytes(zipped(data[:100_000]) + zipped(data[100_000:]) + b"\0" * 64)
    sitemap = read_sitemap([str(tmp_path / name)], "")
    assert (sitemap.count, sitemap.whole, sitemap.parts[0].size) == (9_000, True, len(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(urlset(*(f"/{n}" for n in range(9_000))).encode())[:-9], "the gzip data end too early: the file is not whole"),
        (b"\x1f\x8bnonsense", "no gzip: unknown compression method"),
        (zipped(urlset("/").encode()) + b"rest", "no gzip: incorrect header check"),
    ],
)  # fmt: skip
def test_broken_gzip_is_a_flaw(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "s.gz").write_bytes(data)
    sitemap = read_sitemap([str(tmp_path / "s.gz")], "")
    assert reasons(sitemap.parts[0]) == [said]
    assert not sitemap.whole


def test_a_gzip_bomb_is_read_to_the_limit_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemapfile, "MOST_BYTES", 20_000_000)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(OPEN.encode())
        for _ in range(60):
            file.write(b" " * 1_000_000)
    (tmp_path / "bomb.xml.gz").write_bytes(buffer.getvalue())
    tracemalloc.start()
    sitemap = read_sitemap([str(tmp_path / "bomb.xml.gz")], "")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
    assert sitemap.parts[0].cut == "the sitemap has more bytes than the 20,000,000 that are read"
    assert 19_900_000 < sitemap.parts[0].size <= 20_000_000


def test_an_index_and_its_files(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.xml").write_text(urlset("/a"))
    (tmp_path / "maps" / "b.xml.gz").write_bytes(zipped(urlset("/b", "/c").encode()))
    (tmp_path / "c d.xml").write_text(urlset("/d"))
    (tmp_path / "sitemap.xml").write_text(
        index(
            f"{BASE}/maps/a.xml",
            f"{BASE}/maps/b.xml.gz?v=2",
            f"{BASE}/elsewhere/c%20d.xml",  # beside the index
            f"{BASE}/gone.xml",
            f"{BASE}/maps/a.xml",  # again
            f"{BASE}/sitemap.xml",  # itself
            f"{BASE}/../../etc/passwd",
            "/relative.xml",
        )
    )
    sitemap = read_sitemap([str(tmp_path / "sitemap.xml")], BASE)
    assert [Path(part.path).name for part in sitemap.parts] == ["sitemap.xml", "a.xml", "b.xml.gz", "c d.xml"]
    assert sitemap.missing == ((0, 3), (0, 6), (0, 7))
    assert (sitemap.count, sitemap.whole) == (4, False)
    assert reasons(sitemap.parts[0]) == ["the index lists itself: search engines do not follow it"]


def test_an_index_in_an_index_is_not_followed(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.xml").write_text(index(f"{BASE}/{number + 1}.xml", f"{BASE}/0.xml"))
    sitemap = read_sitemap([str(tmp_path / "0.xml")], BASE)
    assert [Path(part.path).name for part in sitemap.parts] == ["0.xml", "1.xml"]
    assert reasons(sitemap.parts[1]) == ["an index in an index: search engines do not read what it lists"]


def test_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemapfile, "MOST_URLS", 5)  # of the index there are two
    for name in ("a", "b"):
        (tmp_path / f"{name}.xml").write_text(urlset(f"/{name}1", f"/{name}2"))
    (tmp_path / "sitemap.xml").write_text(index(f"{BASE}/a.xml", f"{BASE}/b.xml"))
    sitemap = read_sitemap([str(tmp_path / "sitemap.xml")], BASE)
    assert sum(len(part.locs) for part in sitemap.parts) == 5
    assert [bool(part.cut) for part in sitemap.parts] == [False, False, True]


def test_a_folder_of_the_base_url_is_no_folder_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(urlset("/docs/a"))
    found = child_of(f"{BASE}/docs/a.xml", str(tmp_path / "sitemap.xml"), f"{BASE}/docs")
    assert Path(found) == tmp_path / "a.xml"


@pytest.mark.parametrize(
    ("name", "said"),
    [("gone.xml", "cannot be read: no such file or directory"), (".", "is a directory, not a file")],
)
def test_a_file_that_cannot_be_read_is_a_sentence(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SitemapFileError, match=said):
        read_sitemap([str(tmp_path / name)], "")


def test_what_seokit_writes_is_read_back(tmp_path: Path) -> None:
    entries = [Entry(f"{BASE}/{n}", "2025-01-22", images=(f"{BASE}/{n}.png",)) for n in range(25)]
    write_sitemap(entries, tmp_path, base_url=BASE, gzip=True, max_urls=10)
    sitemap = read_sitemap([str(tmp_path / "sitemap.xml")], BASE)
    assert [part.kind for part in sitemap.parts] == ["sitemapindex", "urlset", "urlset", "urlset"]
    assert sorted(loc for part in sitemap.parts[1:] for loc in part.locs) == sorted(e.loc for e in entries)
    assert not any(part.flaws for part in sitemap.parts)
    assert sitemapxml.PROTOCOL in (tmp_path / "sitemap.xml").read_text()
