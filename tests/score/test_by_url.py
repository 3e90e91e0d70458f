from __future__ import annotations

from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Alternate, Fact, Html, Link, Page, Settings, Span, Summary, Text
from seokit.model import SectionSettings as Section
from seokit.score.by_url import (
    ALL_LINKS,
    ALTERNATE,
    CANONICAL,
    FILE,
    LINK,
    LINKS,
    NOWHERE,
    PAGE,
    PLACEHOLDER,
    Target,
    by_url,
    home_and_entries,
    named_file,
    pack,
    targets,
)
from seokit.score.context import Context
from seokit.score.rules.link import folders


def rows(page: Page, **settings: str) -> list[tuple[object, object]]:
    """The facts of a page; of its links (key, (kind, href, title, related))."""
    context = Context(page, Settings(**settings), Section())  # type: ignore[arg-type]
    found: list[tuple[object, object]] = []
    for key, value, _ in by_url.facts(page, context):
        if key == ALL_LINKS:
            found += [(to, (kind, href, title, rel)) for kind, to, href, title, rel, _, _ in value[2]]
        else:
            found.append((key, value))
    return found


def site(*pages: Page, base_url: str = "") -> dict[str, Target]:
    """The targets of a small site, the way an audit makes them."""
    packed: list[Any] = []
    summaries = []
    for number, one in enumerate(pages):
        summaries.append(
            Summary(number=number, path=one.path, url=one.url or "", not_indexable=one.not_indexable)
        )
        context = Context(one, Settings(base_url=base_url), Section())
        for key, value, where in by_url.facts(one, context):
            span = getattr(where, "span", None)
            place = (span.line, span.column) if span else (None, None)
            packed.append((key, number, value, getattr(where, "field", ""), *place))
    groups: dict[str, list[Fact]] = {}
    for key, number, value, field, line, column in pack(packed):
        groups.setdefault(str(key), []).append(Fact(summaries[number], value, field, line, column))
    return {target.key: target for target in targets(list(groups.items()))}


def page(**attributes: object) -> Page:
    return Page(path="bread/rye.md", **attributes)  # type: ignore[arg-type]


def test_a_page_stands_under_its_own_url_and_its_links_under_theirs() -> None:
    found = rows(
        page(
            url="/bread/rye/",
            title=Text(value="Rye"),
            canonical=Text(value="/bread"),
            noindex=(Text(value="true", field="noindex"),),
            links=(
                Link("/salt/", "Salt", "related"),
                Link("yeast", "a label"),
                Link("https://other.example/x"),
            ),
        )
    )
    assert found == [
        ("/bread/rye", (PAGE, "Rye", True, "/bread", (), "", False)),
        ("/bread", (CANONICAL, "/bread")),
        ("/salt", (LINK, "/salt/", "Salt", True)),
        ("/bread/rye/yeast", (LINK, "yeast", "", False)),
    ]


def test_a_canonical_that_names_the_page_itself_is_no_link() -> None:
    found = rows(
        page(url="https://a.example/rye", canonical=Text(value="/rye/")), base_url="https://a.example"
    )
    assert found == [("/rye", (PAGE, "", False, "/rye", (), "", False))]


def test_a_page_without_a_url_is_known_by_its_file() -> None:
    assert rows(page(url="")) == [(FILE + "bread/rye.md", (PAGE, "", False, "", (), "", False))]


@pytest.mark.parametrize(
    ("href", "origin", "expected"),
    [
        ("#", "text", [(NOWHERE, PLACEHOLDER)]),
        ("#top", "text", []),
        ("{{ url }}", "related", [(NOWHERE, PLACEHOLDER)]),
        ("{{ url }}", "text", []),
        ("%7B%7B url }}", "text", []),
        ("/a/undefined", "text", [("/a/undefined", PLACEHOLDER)]),
        ("undefined", "related", [("/undefined", PLACEHOLDER)]),
        ("/a/null?x", "text", [("/a/null", PLACEHOLDER)]),
        ("/[object Object]/a", "text", [("/%5Bobject%20Object%5D/a", PLACEHOLDER)]),
        ("/null-hypothesis", "text", [("/null-hypothesis", LINK)]),
        ("/todo", "text", [("/todo", LINK)]),
        ("https://other.example/undefined", "text", []),
    ],
)
def test_placeholders(href: str, origin: str, expected: list[tuple[str, str]]) -> None:
    link = Link(href, "", origin)
    found = [(key, value[0]) for key, value in rows(page(url="/", links=(link,)))]  # type: ignore[index]
    assert found[1:] == expected


@pytest.mark.parametrize(
    ("href", "key"),
    [
        ("salt.md", FILE + "bread/salt.md"),
        ("../oven.markdown#heat", FILE + "oven.markdown"),
        ("./a%20b.mdx?x", FILE + "bread/a b.mdx"),
        ("/salt.md", ""),
        ("https://a.example/salt.md", ""),
        ("salt", ""),
        ("salt.mdb", ""),
    ],
)
def test_links_to_files(href: str, key: str) -> None:
    assert named_file(href, "bread/rye.md") == key


def test_a_link_to_a_file_moves_to_the_url_of_its_page() -> None:
    rye = Page(path="rye.md", url="/rye")
    salt = Page(path="salt.md", url="/salt", links=(Link("rye.md"), Link("gone.md"), Link("/rye")))
    found = site(rye, salt)
    assert [link.value[1] for link in found["/rye"].links] == ["rye.md", "/rye"]
    assert [link.value[1] for link in found[FILE + "gone.md"].links] == ["gone.md"]
    assert FILE + "rye.md" not in found


def test_a_page_without_a_url_keeps_the_links_to_its_file() -> None:
    found = site(Page(path="rye.md", url=""), Page(path="salt.md", url="", links=(Link("rye.md"),)))
    assert len(found[FILE + "rye.md"].links) == 1
    assert found[FILE + "rye.md"].pages


def test_drafts_are_not_live() -> None:
    found = site(Page(path="a.md", url="/a"), Page(path="b.md", url="/a", not_indexable="draft"))
    assert [page.page.path for page in found["/a"].pages] == ["a.md", "b.md"]
    assert [page.page.path for page in found["/a"].live] == ["a.md"]


def test_a_link_comes_back_with_its_place_and_its_page() -> None:
    related = Link("/rye", "Rye", "related", Span(6, 8, 0, 4), "related_article1.url")
    pages = (
        Page(path="rye.md", url="/rye"),
        Page(path="salt.md", url="/salt", links=(related, Link("/null"), Link("/rye", "here"))),
        Page(path="oven.md", url="/oven", links=(Link("/rye", "there", "text", Span(9, 1, 0, 1), "answer"),)),
    )
    found = site(*pages)
    first, second, third = found["/rye"].links
    assert (first.page.path, first.line, first.column, first.field) == (
        "salt.md",
        6,
        8,
        "related_article1.url",
    )
    assert first.value == (LINK, "/rye", "Rye", True, False)
    assert (second.line, second.column, second.value) == (None, None, (LINK, "/rye", "", False, False))
    assert (third.page.path, third.line, third.field) == ("oven.md", 9, "answer")
    assert found["/rye"].links.numbers() == [1, 1, 2]
    assert [one.value[0] for one in found["/null"].placeholders] == [PLACEHOLDER]
    assert not len(found["/salt"].links)


def test_a_link_of_many_pages_travels_once() -> None:
    menu = tuple(Link(f"/menu/{number}", "", "navigation") for number in range(5))
    own = [Page(path=f"{n}.html", kind="built", url=f"/{n}", html=Html(), links=menu) for n in range(3)]
    source = Page(path="a.md", url="/a", links=(Link("/menu/1"),))
    packed: list[Any] = []
    for number, one in enumerate((source, *own)):
        for key, value, _ in by_url.facts(one, Context(one, Settings(), Section())):
            packed.append((key, number, value, "", None, None))
    values = [row[2] for row in pack(packed) if row[2][0] == LINKS]
    # Each kind of page has its own table, with its first page: they never meet.
    assert [len(value) for value in values] == [5, 5, 4, 4]
    assert [len(value[4]) for value in values[:2]] == [1, 5]
    assert array("I", values[3][2]).tolist() == [0, 1, 2, 3, 4]
    assert site(source, *own)["/menu/1"].links.numbers() == [0, 1, 2, 3]


def test_alternates_and_anchors_of_a_built_page() -> None:
    german = Alternate("de", Text(value="/de/rye", field="de"))
    own = Alternate("en", Text(value="/rye", field="en"))
    elsewhere = Alternate("fr", Text(value="https://fr.example/rye"))
    html = Html(anchors=("crust", "crumb"))
    found = rows(page(kind="built", url="/rye", html=html, alternates=(german, own, elsewhere)))
    assert found == [
        ("/rye", (PAGE, "", False, "", ("/de/rye", "/rye", ""), "crust\ncrumb", False)),
        ("/de/rye", (ALTERNATE, "de", "/de/rye", "/rye")),
    ]


@pytest.mark.parametrize(
    ("base", "href", "expected"),
    [
        ("/docs/", "rye", ["/docs/rye"]),
        ("../", "rye", ["/bread/rye"]),
        ("/docs/", "/rye", ["/rye"]),
        ("https://other.example/", "/rye", []),
        ("http://[", "rye", ["/bread/flour/rye"]),
        ("", "?page=2", ["/bread/flour/page"]),
        ("", "./rye", ["/bread/flour/rye"]),
    ],
)
def test_relative_links_begin_where_base_says(base: str, href: str, expected: list[str]) -> None:
    built = page(kind="built", url="/bread/flour/page", html=Html(base=base), links=(Link(href),))
    assert [key for key, _ in rows(built)[1:]] == expected


def test_a_number_sign_opens_a_menu_or_was_never_filled_in() -> None:
    links = (Link("#", "Menu", "navigation"), Link("#", "Read on", "text"))
    built = page(kind="built", url="/rye", html=Html(), links=links)
    assert rows(built)[1:] == [(NOWHERE, (PLACEHOLDER, "#", "", False))]


def test_home_and_entries() -> None:
    assert home_and_entries(Settings(entry=("/start/",))) == {"/", "/start"}
    based = home_and_entries(Settings(base_url="https://a.example", entry=("/start", "https://a.example/x/")))
    assert based == {"/", "/start", "/x"}


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), max_size=8))
def test_folders_are_all_proper_prefixes(paths: list[list[str]]) -> None:
    keys = ["/" + "/".join(path) for path in paths]
    expected = {"/" + "/".join(path[:length]) for path in paths for length in range(1, len(path))}
    assert folders(keys) == expected


@given(st.text(max_size=60))
def test_no_href_makes_the_index_fail(href: str) -> None:
    for url in ("", "/a/b"):
        for origin in ("text", "related"):
            for key, value in rows(page(url=url, links=(Link(href, href, origin),)))[1:]:
                assert isinstance(key, str)
                assert value[1] == href  # type: ignore[index]
