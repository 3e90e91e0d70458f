from __future__ import annotations

from pathlib import Path

import pytest

from seokit.extract.localfile import local_file
from seokit.model import Html, Layout, Page, Settings

BASE = "https://example.org/docs"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("static/img/fern leaf.png", "content/posts/moss.png", "secret.png", "public/a/b.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    return Settings(base_url=BASE, root=str(tmp_path), layouts=(Layout(root="public"),))


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/img/fern%20leaf.png", "static/img/fern leaf.png"),
        ("/docs/img/fern leaf.png?v=2#x", "static/img/fern leaf.png"),
        ("https://example.org/docs/img/fern%20leaf.png", "static/img/fern leaf.png"),
        ("../../img/fern leaf.png", "static/img/fern leaf.png"),
        ("moss.png", "content/posts/moss.png"),
        ("./moss.png", "content/posts/moss.png"),
        ("/img/none.png", None),
        ("/img/", None),
        ("https://example.org/img/fern%20leaf.png", None),  # outside the site's folder
        ("https://other.example/docs/img/fern%20leaf.png", None),
        ("//other.example/docs/img/fern%20leaf.png", None),
        ("data:image/png;base64,AAAA", None),
        ("", None),
        ("#top", None),
        ("%00.png", None),
        ("%ff.png", None),
        ("\ud800.png", None),
        ("a" * 5000 + ".png", None),
    ],
)
def test_where_the_file_of_a_source_page_lies(site: Settings, href: str, found: str | None) -> None:
    page = Page(path="content/posts/moss.md", url=BASE + "/posts/moss/")
    local = local_file(href, page, site)
    assert (local and Path(local).resolve()) == (Path(found).resolve() if found else None)


def test_a_built_page_shows_the_files_of_its_own_folder(site: Settings) -> None:
    page = Page(path="public/a/page.html", kind="built", url=BASE + "/a/page.html", html=Html())
    assert local_file("b.png", page, site) == "public/a/b.png"
    assert local_file("/a/b.png", page, site) == "public/a/b.png"
    assert local_file("/img/fern%20leaf.png", page, site) is None


def test_no_address_leaves_the_site(site: Settings, tmp_path: Path) -> None:
    inside = Settings(base_url=BASE, root=str(tmp_path / "content"))
    page = Page(path="content/posts/moss.md", url=BASE + "/posts/moss/")
    for href in ("../../secret.png", "/../secret.png", "%2e%2e/%2e%2e/secret.png", "..\\..\\secret.png"):
        assert local_file(href, page, inside) is None


def test_without_a_base_url_paths_are_found_all_the_same(site: Settings, tmp_path: Path) -> None:
    page = Page(path="content/posts/moss.md", url="/posts/moss")
    assert local_file("/img/fern leaf.png", page, Settings(root=str(tmp_path)))
    assert local_file("https://example.org/img/fern leaf.png", page, Settings(root=str(tmp_path))) is None
