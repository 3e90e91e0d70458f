"""From a front matter file to a Page: where targets stand, and what is too large."""

from __future__ import annotations

from pathlib import Path

import pytest

import seokit
from seokit.extract.source import MAX_TEXT


def read(folder: Path, text: str) -> seokit.model.Page:
    (folder / "page.md").write_text(text, "utf-8")
    (page,) = seokit.read(folder / "page.md", preset="generic")
    return page


def test_a_target_that_comes_again_stands_where_it_is_written(tmp_path: Path) -> None:
    text = "---\ntitle: Rye\n---\n[a](/rye), ![p](/p.png)\n\n[b](/wheat) and [c](/rye) and ![p](/p.png)\n"
    page = read(tmp_path, text)
    assert page.links is not None
    places = [(link.href, link.span.line, link.span.column) for link in page.links if link.span]
    assert places == [("/rye", 4, 5), ("/wheat", 6, 5), ("/rye", 6, 21)]


def test_a_target_that_is_defined_below_is_found(tmp_path: Path) -> None:
    page = read(tmp_path, "---\ntitle: Rye\n---\n[a][1] [b](/wheat)\n\n[c][1]\n\n[1]: /rye\n")
    assert [link.span.line for link in page.links or () if link.span] == [8, 4, 8]


def test_a_text_that_no_parser_should_get_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("---\ntitle: Rye\n---\n" + "[" * (MAX_TEXT + 1))
    audit = seokit.audit(tmp_path)
    (failure,) = audit.errors
    assert failure.message == "its text has 2,000,001 characters, more than 2,000,000: split the page"


@pytest.mark.parametrize("url", ["/a" * 40_000, "/" * 80_000])
def test_a_very_long_url_takes_no_gigabytes(tmp_path: Path, url: str) -> None:
    (tmp_path / "page.md").write_text(f"---\ntitle: Rye\nurl: {url}\n---\n[b](/bread)\n")
    audit = seokit.audit(tmp_path, select=["link-broken"], preset="cloudcannon-qa")
    assert [page.path for page in audit.pages]


def test_html_behind_front_matter_is_no_markdown_whatever_the_case_of_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "PAGE.HTML").write_text("---\ntitle: Rye\n---\n<p>Rye *keeps*.</p>\n", "utf-8")
    (page,) = seokit.read(tmp_path / "PAGE.HTML", preset="generic")
    assert page.text == "Rye *keeps*."
