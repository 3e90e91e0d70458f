"""How a built site's files become URLs: told by its own canonicals and links."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit import urls
from seokit.extract import layout
from seokit.extract.discover import Source, discover
from seokit.extract.layout import built_first, built_url, find_layouts, root_of, served
from seokit.extract.pagelinks import by_soup, page_links
from seokit.model import Layout, Settings

PARSERS: list[Literal["turbo", "soup"]] = ["turbo", "soup"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def page(canonical: str = "", *hrefs: str) -> str:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"<!doctype html><title>Bread</title>{link}<body>" + "".join(f'<a href="{h}">x</a>' for h in hrefs)


def found(files: dict[str, str], *paths: str, base_url: str = "", parser: str = "turbo") -> Settings:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    settings = Settings(base_url=base_url, parser=parser)  # type: ignore[arg-type]
    return find_layouts(discover(paths or ["."], settings).files, settings)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("canonical", "pages"),
    [("/docs/rye.html", "file"), ("/docs/rye", "bare"), ("/docs/rye/", "slash")],
)
def test_canonicals_tell_policy_and_base_url(canonical: str, pages: str, parser: str) -> None:
    files = {
        "_site/index.html": page("https://example.org/docs/"),
        "_site/rye.html": page(f"https://example.org{canonical}"),
    }
    settings = found(files, parser=parser)
    assert settings.base_url == "https://example.org/docs"
    assert settings.layouts == (Layout(root="_site", pages=pages),)  # type: ignore[arg-type]
    assert built_url("_site/rye.html", settings) == f"https://example.org{canonical}"
    assert built_url("_site/index.html", settings) == "https://example.org/docs/"
    assert not settings.paired


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("href", "pages", "folders"),
    [
        ("/rye.html", "file", "slash"),
        ("/rye", "bare", "slash"),
        ("/rye/?from=menu#crust", "slash", "slash"),
        ("/wheat", "file", "bare"),
        ("/wheat/", "file", "slash"),
        ("/nothing", "file", "slash"),
    ],
)
def test_links_tell_where_canonicals_do_not(href: str, pages: str, folders: str, parser: str) -> None:
    files = {
        "public/index.html": page("", href, "https://elsewhere.example/rye/", "mailto:a@b.example", "#top"),
        "public/rye.html": page(),
        "public/wheat/index.html": page(),
    }
    settings = found(files, parser=parser)
    assert settings.layouts == (Layout(root="public", pages=pages, folders=folders),)  # type: ignore[arg-type]
    assert settings.base_url == ""


def test_most_decide() -> None:
    files = {f"out/{n}.html": page(f"https://example.org/{n}") for n in range(5)}
    files["out/8.html"] = page("https://example.org/8.html")
    files["out/9.html"] = page("https://other.example/9")
    settings = found(files)
    assert (settings.base_url, settings.layouts[0].pages) == ("https://example.org", "bare")


def test_one_canonical_on_every_page_is_no_base_url() -> None:
    files = {f"out/{n}.html": page("https://example.org/") for n in range(5)}
    assert found(files).base_url == ""


def test_a_base_url_that_is_set_stays() -> None:
    settings = found({"out/a.html": page("https://example.org/a")}, base_url="https://staging.example")
    assert settings.base_url == "https://staging.example"
    assert built_url("out/a.html", settings) == "https://staging.example/a"


def test_names_are_encoded() -> None:
    names = {
        "dist/b\u00e9 \u4e2d.html": "/b%C3%A9%20%E4%B8%AD.html",
        "dist/50%.html": "/50%25.html",
        "dist/a#b?c.html": "/a%23b%3Fc.html",
        "dist/a b/index.html": "/a%20b/",
        "dist/404.html": "/404.html",
        "dist/en/404.html": "/en/404.html",
        "dist/x+y,(1)'~.html": "/x+y,(1)'~.html",
    }
    settings = found({**dict.fromkeys(names, page()), "dist/rye.html": page("/rye.html")})
    assert {name: built_url(name, settings) for name in names} == names


def test_the_page_for_what_is_not_found_keeps_its_name() -> None:
    bare = Layout(root=".", pages="bare", folders="bare")
    assert [served(name, bare) for name in ("404.html", "a.html", "a/index.htm", "index.html")] == [
        "/404.html", "/a", "/a", "/",
    ]  # fmt: skip


def test_sources_and_templates_are_no_built_pages() -> None:
    files = {
        "a.md": "---\ntitle: Rye\n---\n",
        "b.html": "---\ntitle: Rye\n---\n<p>Rye",
        "_layouts/c.html": "<title>{{ page.title }}</title>{% if page.x %}{{ content }}{% endif %}",
    }
    assert found(files) == Settings()
    settings = found({"_site/a/index.html": page()})
    assert settings.paired
    assert [one.root for one in settings.layouts] == ["_site"]


def test_nothing_is_read_without_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "read_source", None)
    settings = Settings()
    assert find_layouts([Source("a.md", "."), Source("b.mdx", ".")], settings) is settings


@pytest.mark.parametrize(
    ("files", "audited", "expected"),
    [
        (["public/a/index.html", "public/index.html"], ".", "public"),
        (["public/a/index.html", "public/index.html"], "public", "public"),
        (["public/a/index.html", "public/index.html"], "public/a", "public"),
        (["public/a/index.html"], "public/a", "public/a"),  # nothing says that public is the site
        (["site/public/index.html", "site/readme.html"], ".", "site/public"),
        (["site/a.html", "site/public/b.html"], ".", "site"),
        (["public/site/index.html", "public/index.html"], "public", "public"),
        (["www/a.html"], "www", "www"),
        (["a.html"], ".", "."),
        (["www/a.html"], "www/a.html", "www"),
    ],
)
def test_the_root(files: list[str], audited: str, expected: str) -> None:
    settings = found(dict.fromkeys(files, page()), audited)
    assert built_first(files[0], settings) == 0
    assert settings.layouts[0].root == expected


def test_several_sites_have_their_own_layouts() -> None:
    files = {
        "one/_site/a.html": page("", "/a"),
        "two/_site/a.html": page("", "/a/"),
        "two/_site/b.html": page("", "/a/"),
    }
    settings = found(files)
    assert [built_url(name, settings) for name in files] == ["/a", "/a/", "/b/"]


def test_absolute_paths(tmp_path: Path) -> None:
    root = tmp_path / "elsewhere" / "public"
    root.mkdir(parents=True)
    (root / "rye.html").write_text(page("https://example.org/rye"), "utf-8")
    (tmp_path / "here").mkdir()
    settings = Settings()
    found = discover([str(root)], settings)
    settings = find_layouts(found.files, settings)
    assert built_url(found.files[0].path, settings) == "https://example.org/rye"


def test_a_file_without_a_layout_is_served_by_its_name() -> None:
    assert built_url("a/b.html", Settings()) == "/a/b.html"
    assert root_of("a/b", "a/b", set()) == "a/b"


HOSTILE = [
    "", "<", "<a", "<a href>", "<link rel=canonical>", "<link rel href=/a>", "<!--<a href=/x>-->",
    "<title><a href=/x></title><a href=/y>", "<A HREF=/Y>", "<LINK REL='x CANONICAL' HREF=' /a '>",
    "<a href='/a&amp;b'>", "<template><a href=/x></a></template>", "\0<a href=/x>", "<a href='/\ud800'>",
]  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE)
def test_readers_survive(html: str) -> None:
    html = html.encode("utf-8", "replace").decode()
    for parser in PARSERS:
        assert isinstance(page_links(html, parser).hrefs, tuple)


@given(st.lists(st.text("abc/.#?&% é\"'<>", min_size=1), max_size=5))
def test_both_readers_see_the_same(hrefs: list[str]) -> None:
    quoted = [href.replace("&", "&amp;").replace('"', "&quot;").strip() or "x" for href in hrefs]
    html = page(quoted[0] if quoted else "", *quoted)
    assert page_links(html) == by_soup(html)


@given(st.text(max_size=40), st.sampled_from(["file", "bare", "slash"]), st.sampled_from(["slash", "bare"]))
def test_any_name_gives_a_path_that_parses(
    name: str, pages: Literal["file", "bare", "slash"], folders: Literal["slash", "bare"]
) -> None:
    path = served(f"{name.strip('/')}x.html", Layout(root=".", pages=pages, folders=folders))
    assert path.startswith("/")
    assert path.isascii()
    assert not set(path) & set(' ?#"<>\\')
    assert urls.key(path) == urls.key("https://example.org" + path, "https://example.org")
