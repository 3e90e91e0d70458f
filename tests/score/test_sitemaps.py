from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seokit
from seokit.extract.sitemapfile import Sitemap, SitemapFileError
from seokit.extract.sitemapxml import Part
from seokit.model import Settings, Summary
from seokit.score.sitemaps import BATCH, SitemapRecord

BASE = "https://example.org"


def record(*locs: str, pages: tuple[str, ...] = (), base_url: str = BASE) -> SitemapRecord:
    part = Part("sitemap.xml", "urlset", locs=list(locs), lastmods=[""] * len(locs), whole=True)
    part.places.extend([1, 1, 0, 0] * len(locs))
    summaries = tuple(
        Summary(number=n, path=f"{n}.html", url=url, kind="built") for n, url in enumerate(pages)
    )
    return SitemapRecord(Sitemap((part,)), "sitemap.xml", summaries, Settings(base_url=base_url))


@given(st.lists(st.integers(0, 30), max_size=60))
def test_what_is_repeated_is_found_whatever_the_order(numbers: list[int]) -> None:
    found = record(*(f"{BASE}/{number}{'/' * (at % 2)}" for at, number in enumerate(numbers)))
    first: dict[int, int] = {}
    wanted = [(at, first[n]) for at, n in enumerate(numbers) if first.setdefault(n, at) != at]
    assert [(later.number, earlier.number) for later, earlier in found.repeated] == wanted


def test_more_than_a_batch_is_judged_as_one_by_one() -> None:
    locs = [f"{BASE}/{number}" for number in range(BATCH * 2 + 1)]
    locs[BATCH + 7] = "http://example.org/x"
    found = record(*locs, pages=(f"{BASE}/5", f"{BASE}/gone"))
    assert [(odd.entry.number, odd.reason) for odd in found.odd] == [
        (BATCH + 7, "other scheme than https://example.org")
    ]
    assert len(found.absent) == BATCH * 2 - 1
    assert [page.url for page in found.missing()] == [f"{BASE}/gone"]


def test_the_host_of_most_urls_is_the_site_s() -> None:
    found = record("https://www.example.org/a", f"{BASE}/a", f"{BASE}/b", "ftp://x/y", base_url="")
    assert found.base_url == BASE
    assert [odd.entry.number for odd in found.odd] == [0, 3]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_may_stand_in_a_loc(locs: list[str]) -> None:
    for base_url in (BASE, ""):
        found = record(*locs, pages=("/a",), base_url=base_url)
        assert len(found.odd) + len(found.absent) + len(found.known) <= len(locs)
        assert isinstance(found.repeated, list)


def site(folder: Path) -> None:
    (folder / "rye.html").write_text("<!doctype html><title>Rye</title>", "utf-8")
    (folder / "spelt.html").write_text("<!doctype html><title>Spelt</title>", "utf-8")


def test_the_audit_says_which_sitemap_it_went_by(tmp_path: Path) -> None:
    site(tmp_path)
    assert seokit.audit(tmp_path, select=["sitemap"]).sitemap == ""
    named = tmp_path / "maps" / "all.xml"
    named.parent.mkdir()
    named.write_text(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{BASE}/rye.html</loc></url></urlset>'
    )
    audit = seokit.audit(tmp_path, select=["sitemap"], sitemap=named, jobs=1)
    assert audit.sitemap.endswith("maps/all.xml (1 URL)")
    assert [(f.rule, Path(f.path).name) for f in audit.findings] == [
        ("sitemap-page-missing", "spelt.html"),
        ("sitemap-not-in-robots", "all.xml"),
    ]
    again = seokit.audit(tmp_path, select=["sitemap"], sitemap=named, jobs=2)
    assert (again.findings, again.scores) == (audit.findings, audit.scores)


def test_findings_about_files_count_for_no_page(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "sitemap.xml").write_text("<urlset/>")
    audit = seokit.audit(tmp_path, select=["sitemap"])
    assert {finding.page for finding in audit.findings} == {-1}
    assert [page.score for page in audit.pages] == [100, 100]
    from seokit.generate.reports.tables import issues

    assert {(issue.pages, issue.share) for issue in issues(audit)} == {(0, 0.0)}


def test_a_sitemap_that_was_named_must_be_there(tmp_path: Path) -> None:
    site(tmp_path)
    with pytest.raises(SitemapFileError, match=r"gone\.xml: cannot be read: no such file"):
        seokit.audit(tmp_path, sitemap=tmp_path / "gone.xml")
