from __future__ import annotations

from pathlib import Path

import pytest

from seokit.model import Layout, Settings, Summary
from seokit.score.there import There

BASE = "https://example.org"


def page(url: str, **more: object) -> Summary:
    return Summary(number=0, path=f"{url.strip('/')}.md", url=url, **more)  # type: ignore[arg-type]


def built(root: Path, *urls: str) -> There:
    settings = Settings(base_url=BASE, root=str(root), layouts=(Layout(root=str(root)),))
    return There([page(f"{BASE}{url}", kind="built") for url in urls], settings)


def test_of_a_built_site_all_is_known(tmp_path: Path) -> None:
    (tmp_path / "loaf.pdf").touch()
    (tmp_path / "über uns").mkdir()
    (tmp_path / "über uns" / "index.html").touch()
    there = built(tmp_path, "/rye/")
    assert there.absent(f"{BASE}/rye") == ""
    assert there.absent(f"{BASE}/loaf.pdf?v=2#page=3") == ""
    assert there.absent(f"{BASE}/%C3%BCber%20uns/") == ""  # a page that `exclude` leaves out
    assert there.absent(f"{BASE}/spelt/") == "there is no such page"
    assert there.absent(f"{BASE}/../../etc/passwd") == "there is no such page"
    assert there.absent(f"{BASE}/%00") == "there is no such page"


def test_what_lies_outside_the_site_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").touch()
    (tmp_path / "site").mkdir()
    there = built(tmp_path / "site", "/rye/")
    assert there.absent(f"{BASE}/%2e%2e/secret.txt") == "there is no such page"


@pytest.mark.parametrize(
    ("url", "missed"),
    [("/learn/oat", True), ("/learn", False), ("/", False), ("/tags/sour", False), ("/about", False),
     ("/learn/rye.pdf", False), ("/learn/rye/", False)],
)  # fmt: skip
def test_sources_miss_what_has_siblings(url: str, missed: bool, tmp_path: Path) -> None:
    there = There([page("/learn/rye"), page("/contact")], Settings(base_url=BASE, root=str(tmp_path)))
    assert bool(there.absent(f"{BASE}{url}")) is missed


def test_a_page_that_nobody_gets_is_not_there(tmp_path: Path) -> None:
    pages = [page("/a", not_indexable="draft", indexable=False), page("/404.html")]
    there = There(pages, Settings(base_url=BASE, root=str(tmp_path)))
    assert there.absent(f"{BASE}/a") == "its page is a draft"
    assert there.absent(f"{BASE}/404.html") == "it is the page for what is not found"


def test_of_sources_and_built_pages_the_built_ones_are_there(tmp_path: Path) -> None:
    settings = Settings(base_url=BASE, layouts=(Layout(root=str(tmp_path)),))
    there = There([page(f"{BASE}/a"), page(f"{BASE}/b", kind="built")], settings)
    assert there.absent(f"{BASE}/a") == "there is no such page"
    assert there.absent(f"{BASE}/b") == ""
