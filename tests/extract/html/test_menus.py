"""A page is read the same whatever was read before it: with menus that are known, and without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seokit.extract.html import menus
from seokit.extract.html.found import Found
from seokit.extract.html.menus import Menus, closing, stand_in
from seokit.extract.html.turbo import learnt, read_turbo

LINKS = "".join(f'<li><a href="/{n}/" class=item>Part {n}</a>\n' + "</li>" for n in range(12))
MENU = f"<ul>{LINKS}</ul>"
HEAD = "<!doctype html><html lang=en><head><title>x</title></head>"


def read_twice(text: str, *others: str) -> tuple[Found, Found]:
    """The page read alone, and after others that have the same menus."""
    known = Menus()
    for other in (*others, *others):
        read_turbo(other, known)
    return read_turbo(text, Menus()), read_turbo(text, known)


def is_cut(text: str, *others: str) -> int:
    """How many menus are cut out of the page after the others were read, and are found to fit."""
    known = Menus()
    for other in (*others, *others):
        read_turbo(other, known)
    read_turbo(text, known)
    return len(known.cut(text).menus)


def page(before: str, menu: str, after: str, name: str = "nav") -> str:
    """A page with a menu."""
    return f"{HEAD}<body>{before}<{name} class=top>{menu}</{name}>{after}</body></html>"


def test_a_menu_is_read_once_and_put_in_its_place() -> None:
    first, second = page("", MENU, "<p>one"), page("<p>more\n<p>lines", MENU, "<h2>two</h2><a href=y>z</a>")
    assert is_cut(second, first) == 1
    alone, after = read_twice(second, first)
    assert after == alone
    assert [link.origin for link in after.links] == ["navigation"] * 12 + ["text"]
    assert after.chrome_words == 24


RICH = [
    MENU,
    MENU.replace("\n", "\r\n"),
    MENU.replace("\n", "\r"),
    f"<h1>a</h1>{MENU}<h2>b</h2><img src=c alt=d><a name=e>f</a><a>g</a><a onclick=h id=i>j</a>",
    f"<form action=/search><label for=q>Find</label><input id=q name=q><button>Go</button></form>{MENU}",
    f"<p hidden>a</p>{MENU}<div style='display:none' id=q>b <i id=q>c</i></div><p itemscope vocab=d>e</p>",
    f"<script>1 < 2</script><script src=a></script><link rel=stylesheet href=b><style>c</style>{MENU}",
    f'<script type="application/ld+json">{{"a": 1}}</script><meta itemprop=d content=e>{MENU}',
    f"<a href=/><svg viewBox='0 0 1 1'><title>Home</title><path d='M0'/></svg></a>{MENU}<!-- c -->",
    f"<nav>{MENU}</nav><aside>{MENU}</aside><pre>\nx</pre><iframe src=y>z</iframe>",
    f"<select><option>a</option></select><video src=b poster=c></video><picture><source src=d><img src=e></picture>{MENU}",
    f"<noscript><img src=a></noscript>{MENU}",
    # What is not learnt:
    f"{MENU}</div>",
    f"<p>a{MENU}",
    f"<b>a{MENU}",
    f"{MENU}<!-- never closed",
    f"{MENU}<script>never closed",
    f"{MENU}<a href='never closed",
    f"<table><tr><td>{MENU}</td></tr></table>",
    f"<template>{MENU}</template>",
    f"<head><title>a</title></head>{MENU}",
    f"<base href=a>{MENU}",
    " " * 500,
]
AROUND = [
    ("", ""),
    ("\ufeff", ""),
    ("\r\n<p id=q>a\r\n", "<p id=q>b"),
    ("<b>a<p>", "<p>c"),
    ("<p><b></p>", "c"),
    ("<a href=x>y", "z</a>"),
    ("<form>", "</form>"),
    ("<table><form></table>", "<p>a"),
    ("<table>", "<tr><td>a</table>"),
    ("<table><tr><td>", "</table>"),
    ("<select>", "</select>"),
    ("<svg>", "</svg>"),
    ("<svg><foreignObject>", "</foreignObject></svg>"),
    ("<div hidden>a", "b</div>"),
    ("<div style='display:none'>", "</div>"),
    ("<main><article>", "</article></main>"),
    ("<header><div role=banner>", "</div>a</header>"),
    ("<!-- ", " -->"),
    ("<script>'", "'</script>"),
    ("<title>", "</title>"),
    ("<textarea>", "</textarea>"),
    ("<template>", "</template>"),
    ("<noscript>", "</noscript>"),
    ("<button>", "</button>"),
    ("<object>", "</object>"),
    ("<pre>", "</pre>"),
    ("<p>", "</p>"),
    ("<div>" * 80, "</div>"),
    ("<div>" * 520, "<p>a"),
    ("<p title='", "'>"),
    ("</body></html>", "<seokit-menu id=z>a</seokit-menu>"),
    ("<frameset>", "</frameset>"),
    ("a<br>", "<frameset></frameset>"),
    ("<head>", "<p>"),
]


@pytest.mark.parametrize("menu", RICH)
@pytest.mark.parametrize("name", ["nav", "header"])
def test_nothing_changes_for_any_menu_in_any_surroundings(menu: str, name: str) -> None:
    first = page("<p>a", menu, "<p>b", name)
    for before, after in AROUND:
        text = page(before, menu, after, name)
        alone, later = read_twice(text, first)
        assert later == alone, (before, after)
        assert list(later.anchors) == list(alone.anchors)
        bare = f"{before}<{name}>{menu}</{name}>{after}"
        alone, later = read_twice(bare, first)
        assert later == alone, (before, after)


def test_menus_written_oddly_are_not_learnt() -> None:
    learnable = [learnt("nav", menu) is not None for menu in RICH]
    assert learnable == [True] * 12 + [False] * 11


def test_a_menu_that_differs_in_one_byte_is_another() -> None:
    one = page("", MENU, "")
    for at in range(0, len(MENU), 7):
        other = page("", MENU[:at] + "x" + MENU[at + 1 :], "")
        alone, later = read_twice(other, one)
        assert later == alone


def test_two_menus_one_of_which_begins_as_the_other() -> None:
    short, long = page("", MENU, ""), page("", MENU + "</nav><p>a</p><nav>" + MENU + "<p>b</p>", "")
    for text, other in ((short, long), (long, short)):
        alone, later = read_twice(text, other)
        assert later == alone


def test_ids_are_repeated_in_the_order_of_the_page() -> None:
    menu = f"<b id=a>1</b><b id=b>2</b><b id=b>3</b>{MENU}"
    first, text = page("", menu, ""), page("<p id=b>", menu, "<p id=a><p id=c>")
    alone, later = read_twice(text, first)
    assert later == alone
    assert [one.value for one in later.repeated_ids] == ["b", "b", "a"]
    assert list(later.anchors) == list(alone.anchors) == ["b", "a", "c"]
    assert is_cut(text, first) == 1


def test_a_stand_in_keeps_the_lines_and_the_last_column() -> None:
    for content in (MENU, MENU.replace("\n", "\r\n"), "a" * 300, "a" * 300 + "\r\r\nbcd"):
        written = stand_in(content, form=True)
        assert len((written + "x").splitlines()) == len((content + "x").splitlines())
        assert len((written + "x").splitlines()[-1]) == len((content + "x").splitlines()[-1])


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menus, "_KNOWN", 3)
    monkeypatch.setattr(menus, "_SEEN", 5)
    known = Menus()
    for number in range(20):
        for _ in range(2):
            text = page("", f"{MENU}<p>{number}</p>", "")
            assert read_turbo(text, known) == read_turbo(text, Menus())
    assert len(known._known) == 3
    assert len(known._seen) == 5


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("a</nav>", 1),
        ("<nav></nav></nav>", 11),
        ("<nav><nav></nav></nav></nav>", 22),
        ("a", -1),
        ("<nav></nav>", -1),
        ("<nav><nav></nav>", -1),
    ],
)
def test_closing(text: str, end: int) -> None:
    assert closing(text, "nav", 0) == end


PIECES = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<table>",
            "<tr>", "<td>", "</table>", "<svg>", "</svg>", "<title>", "</title>", "<form>", "</form>", "<nav>", "</nav>",
            "<header>", "</header>", "<main>", "</main>", "<select>", "</select>", "<option>", "<!--", "-->",
            "<script>", "</script>", "<template>", "</template>", "<h1>", "</h1>", "<img alt=y>", "a", " b\n", "\r\n",
            "<p hidden>", "<i id=q>", "</i>", "<button>", "</button>", "<br>", "&amp;", "<body>", "</body>", "<head>",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PIECES, PIECES, PIECES, PIECES, st.sampled_from(["nav", "header", "footer", "aside"]))
def test_any_page_is_read_the_same_after_others(
    before: str, odd: str, after: str, other: str, name: str
) -> None:
    menu = f"{odd}{MENU}{other}"
    first = page("", menu, "", name)
    for text in (f"{before}<{name}>{menu}</{name}>{after}", f"{before}<{name}>{MENU}</{name}>{after}"):
        alone, later = read_twice(text, first, page("", MENU, "", name))
        assert later == alone
        assert list(later.anchors) == list(alone.anchors)
