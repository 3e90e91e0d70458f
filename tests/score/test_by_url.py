from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Fact, Link, Page, Settings, Summary, Text
from seokit.model import SectionSettings as Section
from seokit.score.by_url import (
    CANONICAL,
    FILE,
    LINK,
    NOWHERE,
    PAGE,
    PLACEHOLDER,
    Target,
    by_url,
    home_and_entries,
    named_file,
    resolved,
    targets,
)
from seokit.score.context import Context
from seokit.score.rules.link import folders


def rows(page: Page, **settings: str) -> list[tuple[object, object]]:
    context = Context(page, Settings(**settings), Section())  # type: ignore[arg-type]
    return [(key, value) for key, value, _ in by_url.facts(page, context)]


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
        ("/bread/rye", (PAGE, "Rye", True, "/bread")),
        ("/bread", (CANONICAL, "/bread")),
        ("/salt", (LINK, "/salt/", "Salt", True)),
        ("/bread/rye/yeast", (LINK, "yeast", "", False)),
    ]


def test_a_canonical_that_names_the_page_itself_is_no_link() -> None:
    found = rows(
        page(url="https://a.example/rye", canonical=Text(value="/rye/")), base_url="https://a.example"
    )
    assert found == [("/rye", (PAGE, "", False, "/rye"))]


def test_a_page_without_a_url_is_known_by_its_file() -> None:
    assert rows(page(url="")) == [(FILE + "bread/rye.md", (PAGE, "", False, ""))]


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
    context = Context(page(url="/"), Settings(), Section())
    found = [(key, value[0]) for key, value, _ in by_url.facts(page(url="/", links=(link,)), context)]
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


def fact(number: int, path: str, *value: object, draft: bool = False) -> Fact:
    return Fact(Summary(number=number, path=path, not_indexable="draft" if draft else ""), list(value))


def test_a_link_to_a_file_moves_to_the_url_of_its_page() -> None:
    link = fact(1, "b.md", LINK, "rye.md", "", False)
    rye = fact(0, "rye.md", PAGE, "Rye", False, "")
    lost = fact(1, "b.md", LINK, "gone.md", "", False)
    groups = [("/rye", [rye]), (FILE + "rye.md", [link]), (FILE + "gone.md", [lost])]
    assert resolved(groups) == [("/rye", [rye, link]), (FILE + "gone.md", [lost])]


def test_groups_without_file_links_are_left_alone() -> None:
    groups = [("/rye", [fact(0, "rye.md", PAGE, "Rye", False, "")])]
    assert resolved(groups) is groups


def test_drafts_are_not_live() -> None:
    facts = [fact(0, "a.md", PAGE, "", False, ""), fact(1, "b.md", PAGE, "", False, "", draft=True)]
    (target,) = targets([("/a", facts)])
    assert target.pages == facts
    assert target.live == facts[:1]


def test_targets_sort_facts_by_kind() -> None:
    link = fact(1, "b.md", LINK, "rye.md", "", False)
    unfinished = fact(1, "b.md", PLACEHOLDER, "/null", "", True)
    canonical = fact(2, "c.md", CANONICAL, "/rye")
    rye = fact(0, "rye.md", PAGE, "Rye", False, "")
    groups = [("/rye", [rye, canonical]), (FILE + "rye.md", [link]), ("/null", [unfinished])]
    assert targets(groups) == [
        Target("/rye", [rye], [rye], [link], [], [canonical]),
        Target("/null", [], [], [], [unfinished], []),
    ]


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
