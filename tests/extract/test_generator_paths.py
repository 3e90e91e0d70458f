"""The parts of addresses that generators make by rules of their own."""

from __future__ import annotations

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify as pelican_slugify

from seokit.extract.slugs import docusaurus_path, slug_path, slugify, unnumbered


@pytest.mark.parametrize(
    ("path", "slug", "ident", "date", "url"),
    [
        ("docs/intro.md", "", "", None, "/docs/intro"),
        ("site/docs/01-a/02.b.mdx", "", "", None, "/docs/a/b"),
        ("docs/a/index.md", "", "", None, "/docs/a"),
        ("docs/a/README.md", "", "", None, "/docs/a"),
        ("docs/bees/Bees.md", "", "", None, "/docs/bees"),
        ("docs/a/b.md", "c", "", None, "/docs/a/c"),
        ("docs/a/b.md", "/", "", None, "/docs"),
        ("docs/a/b.md", "", "c", None, "/docs/a/c"),
        ("docs/index.md", "", "", None, "/docs"),
        ("blog/2024-05-01-a.md", "", "", None, "/blog/2024/05/01/a"),
        ("blog/2024/05/01/a.md", "", "", None, "/blog/2024/05/01/a"),
        ("blog/2024-05-01-a/index.md", "", "", None, "/blog/2024/05/01/a"),
        ("blog/a.md", "", "", "2024-05-01", "/blog/2024/05/01/a"),
        ("blog/a.md", "/b", "", None, "/blog/b"),
        ("src/pages/a/b.md", "", "", None, "/a/b"),
        ("src/pages/index.mdx", "", "", None, "/"),
        ("a.md", "", "", None, "/a"),
    ],
)
def test_docusaurus(path: str, slug: str, ident: str, date: str | None, url: str) -> None:
    assert docusaurus_path(path, slug, ident, date) == url


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("01-a", "a"),
        ("1. a", "a"),
        ("2024-05-01-a", "2024-05-01-a"),
        ("7.0-a", "7.0-a"),
        ("a-01", "a-01"),
        ("10", "10"),
    ],
)
def test_numbers_that_order_are_left_out(name: str, bare: str) -> None:
    assert unnumbered(name) == bare


@pytest.mark.parametrize(
    "title", ["A first boat!", "  What's new?  ", "Crème brûlée", "a_b -- c", "C++ & R&D", "1.5 litres"]
)
def test_slugs_are_pelicans(title: str) -> None:
    assert slugify(title) == pelican_slugify(title, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


def test_slug_paths() -> None:
    assert slug_path("Tower/Big Bells!") == "tower/big-bells"
    assert slug_path(None) == ""
