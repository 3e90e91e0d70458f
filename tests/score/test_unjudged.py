"""Redirects and error pages: their links are judged, what a reader or a search engine would see is not."""

from __future__ import annotations

from pathlib import Path

import pytest

import seokit
from seokit.model import Audit

REDIRECT = '<!doctype html><title>/b</title><meta http-equiv="refresh" content="{}"><p>Moved.</p>'
PAGE = "<!doctype html><title>Rye bread</title><h1>Rye bread</h1><p>It keeps. <a href=/b.html>More</a></p>"


def audited(folder: Path, **files: str) -> Audit:
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return seokit.audit(folder)


def rules_of(audit: Audit, name: str) -> set[str]:
    return {finding.rule for finding in audit.findings if finding.path.endswith(f"{name}.html")}


@pytest.mark.parametrize("content", ["0; url=/b.html", "0;URL='/b.html'", " 0.0 ; url=/b.html", "0 /b.html"])
def test_an_immediate_redirect_is_no_page(tmp_path: Path, content: str) -> None:
    audit = audited(tmp_path, a=REDIRECT.format(content), b=PAGE)
    page = next(page for page in audit.pages if page.path.endswith("a.html"))
    assert page.not_indexable == "redirect"
    assert rules_of(audit, "a") == set()


@pytest.mark.parametrize("content", ["5; url=/b.html", "30", "0", ""])
def test_a_page_that_is_read_first_is_one(tmp_path: Path, content: str) -> None:
    audit = audited(tmp_path, a=REDIRECT.format(content), b=PAGE)
    page = next(page for page in audit.pages if page.path.endswith("a.html"))
    assert page.not_indexable == ""
    assert "title-too-short" in rules_of(audit, "a")


def test_two_redirects_to_one_page_are_no_duplicates(tmp_path: Path) -> None:
    audit = audited(tmp_path, a=REDIRECT.format("0;url=/b.html"), c=REDIRECT.format("0;url=/b.html"), b=PAGE)
    assert not {rule for rule in rules_of(audit, "c") if "duplicate" in rule}


def test_of_an_error_page_images_and_links_are_judged(tmp_path: Path) -> None:
    missing = (
        "<!doctype html><title>Not found</title><p>Sorry.</p><img src=/a.png><a href=/gone.html>Home</a>"
    )
    audit = audited(tmp_path, **{"404": missing, "b": PAGE})
    found = rules_of(audit, "404")
    assert {"image-missing", "image-alt-missing", "link-broken", "page-viewport-missing"} <= found
    assert not {rule for rule in found if rule.startswith(("title", "description", "content", "social"))}


def test_a_link_to_a_redirect_is_not_broken(tmp_path: Path) -> None:
    audit = audited(tmp_path, a=REDIRECT.format("0; url=/b.html"), b=PAGE.replace("/b.html", "/a.html"))
    assert "link-broken" not in rules_of(audit, "b")
