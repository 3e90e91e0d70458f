"""Exports of Search Console, in any language, as a file or in their ZIP; and files that are none."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seokit.extract.searchconsole import ExportError, Shown, read_export, rows_of

PAGES = "Top pages,Clicks,Impressions,CTR,Position\nhttps://example.org/rye,243,4000,6.08%,6.07\n"
RYE = Shown("https://example.org/rye", 243, 4000, 6.07)
FILTERS = "Filter,Value\nSearch type,Web\n"
QUERIES = "Top queries,Clicks,Impressions,CTR,Position\nrye bread,1,2,50%,3\n"


def write(folder: Path, data: str | bytes, name: str = "Pages.csv") -> str:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(file)


def zipped(files: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        PAGES,
        PAGES.replace("\n", "\r\n"),
        "\ufeff" + PAGES,
        PAGES.partition("\n")[2],  # without a header
        PAGES + "\n\n",
        "Seiten;Klicks;Impressionen;CTR;Position\nhttps://example.org/rye;243;4.000;6,08 %;6,07\n",
        "ページ\tクリック数\t表示回数\tCTR\t掲載順位\nhttps://example.org/rye\t243\t4,000\t6.08%\t6.07\n",
        "Pages,Clics,Impressions,CTR,Position\nhttps://example.org/rye,243,4\u202f000,\"6,08\xa0%\",\"6,07\"\n",
        "Top pages,Last 28 days Clicks,Previous 28 days Clicks,Last 28 days Impressions,Previous 28 days Impressions,"
        "Last 28 days CTR,Previous 28 days CTR,Last 28 days Position,Previous 28 days Position\n"
        "https://example.org/rye,243,1,4000,2,6.08%,50%,6.07,99\n",
    ],
)  # fmt: skip
def test_one_page_in_many_dresses(text: str, tmp_path: Path) -> None:
    assert read_export(write(tmp_path, text)) == [RYE]
    assert read_export(write(tmp_path, text.encode("utf-16"))) == [RYE]


def test_the_table_of_pages_is_found_in_the_zip_whatever_its_name(tmp_path: Path) -> None:
    data = zipped({"Suchanfragen.csv": QUERIES, "Filter.csv": FILTERS, "Seiten.csv": PAGES, "x/": ""})
    assert read_export(write(tmp_path, data, "export.zip")) == [RYE]


def test_what_is_not_said_is_not_0(tmp_path: Path) -> None:
    rows = read_export(write(tmp_path, "a,b,c,d,e\n/never,0,0,,\n/odd,,7,0%,0\n"))
    assert rows == [Shown("/never", 0, 0, None), Shown("/odd", 0, 7, None)]


def test_no_rows_are_no_fault(tmp_path: Path) -> None:
    assert read_export(write(tmp_path, PAGES.partition("\n")[0] + "\n")) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (QUERIES, ':2:1: "rye bread" is no address: this is not the table of pages; give Pages.csv'),
        (FILTERS, ":1: 2 columns, where Search Console's table of pages has 5"),
        (PAGES.replace("243", "many"), ':2:2: "many" is no count'),
        (PAGES.replace("4000", "-4"), ':2:3: "-4" is no count'),
        (PAGES.replace("4000", "9" * 5_000), ":2:3: "),
        (PAGES.replace("6.07", "first"), ':2:5: "first" is no position'),
        (PAGES.replace(",6.08%", ""), ":2: 4 columns in place of 5"),
        (PAGES + '/a,1,2,3%,"4\n' + "x" * 200_000, ":"),
        (b"Top pages\xff,Clicks", ": byte 9 is not UTF-8"),
        (b"PK\x03\x04 nonsense", ": this ZIP cannot be read"),
        (zipped({"Queries.csv": QUERIES, "notes.txt": PAGES}), ": no table in it lists pages"),
        (zipped({"Pages.csv": PAGES})[:60], ": this ZIP cannot be read"),
        (zipped({"Pages.csv": PAGES + "\0" * 11_000_000}), ": Pages.csv has more than 10,000,000 bytes"),
        ("", ": the file is empty"),
        ("\n", ": the file is empty"),
        (
            zipped({"Pag\u00e9s.csv": PAGES}).replace("\u00e9".encode(), b"\xff\xfe"),
            ": this ZIP cannot be read",
        ),
        (b"x" * 10_000_001, ": has 10,000,001 bytes, more than 10,000,000"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_its_place(
    data: str | bytes, said: str, tmp_path: Path
) -> None:
    file = write(tmp_path, data)
    with pytest.raises(ExportError) as caught:
        read_export(file)
    assert str(caught.value).startswith(file)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_nothing_but_an_export_error_comes_of_a_broken_zip(
    method: int, data: st.DataObject, tmp_path: Path
) -> None:
    whole = bytearray(zipped({"Pages.csv": PAGES * 20}, method))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = data.draw(st.binary(min_size=1, max_size=8))
    whole[at : at + len(broken)] = broken
    with suppress(ExportError):
        read_export(write(tmp_path, bytes(whole), "export.zip"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no such file"):
        read_export(str(tmp_path / "Pages.csv"))


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["C"])), st.integers(0, 10**12), st.integers(0, 10**12)
        )
    )
)
def test_what_a_csv_writer_wrote_is_read(rows: list[tuple[str, int, int]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Top pages", "Clicks", "Impressions", "CTR", "Position"))
    writer.writerows((f"/{name}", clicks, shown, "1%", 2.5) for name, clicks, shown in rows)
    read = rows_of(out.getvalue(), "Pages.csv")
    assert read == [Shown(f"/{name}".strip(), clicks, shown, 2.5) for name, clicks, shown in rows]


@given(st.text(st.sampled_from('/https:,;\t"\n\r0123456789%. x\x00é'), max_size=200))
def test_nothing_but_an_export_error_comes_of_any_text(text: str) -> None:
    with suppress(ExportError):
        assert all(row.address for row in rows_of(text, "Pages.csv"))
