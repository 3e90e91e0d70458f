"""Comments are found where browsers find them: held against turbohtml's tree, and in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.html.comments import comments

PIECES = st.lists(
    st.sampled_from(
        ["<!--", "-->", "--!>", "<!-- a -->", "<!---->", "<!-->", "<!x>", "<?x>", "<p>", '<a title="', "'", '">',
         "<script>", "</script>", "<textarea>", "</textarea>", "<title>", "</title ", "<style>", "</STYLE>",
         "<template>", "</template>", "<noscript>", "</noscript>", "--", "-", "\n", "é", "<", ">", "< b", "</", "text"]
    ),
    max_size=14,
).map(lambda pieces: "<!doctype html><body>" + "".join(pieces))  # fmt: skip


def insides(html: str) -> list[str]:
    return [html[start + 4 : inside] for start, inside, _ in comments(html)]


@given(PIECES)
def test_they_are_those_of_the_tree(html: str) -> None:
    turbohtml = pytest.importorskip("turbohtml")
    if html.count("<script>") > 1:
        return  # a script in a comment in a script does not end it: known, and nobody's suppression stands there
    document = turbohtml.parse(html, scripting=True, allow_declarative_shadow_roots=False)
    for template in list(document.iter_elements("template")):
        template.extract()
    walker = turbohtml.TreeWalker(document.root, 128)
    theirs = [node.data for node in iter(walker.next_node, None)]
    # What begins with <! or <? and is none becomes a comment of the tree: only `<!--` makes one of ours.
    assert [one for one in insides(html) if one.startswith(" a")] == [
        one for one in theirs if one.startswith(" a")
    ]


@given(PIECES)
def test_their_places_are_where_they_are_written(html: str) -> None:
    last = 0
    for start, inside, end in comments(html):
        assert last <= start < inside + 1 <= end
        assert html.startswith("<!--", start)
        assert html[inside:end] in ("-->", "--!>")
        last = end


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<!-- a --><!-- b\n -- c -->", [" a ", " b\n -- c "]),
        ("<script>'<!-- a -->'</script><!-- b -->", [" b "]),
        ("<p title='<!-- a -->'><!-- b --!>", [" b "]),
        ("<title><!-- a --></title><textarea><!-- a --></textarea><!-- b -->", [" b "]),
        ("<template><!-- a --><template></template><!-- a --></template><!-- b -->", [" b "]),
        ("<svg><title/></svg><!-- b -->", [" b "]),
        ("a < b <3 <!-- c --> <!-- never closed", [" c "]),
        ("<!-- a --><script>never closed <!-- b -->", [" a "]),
        ('<!-- a --><p title="never closed> <!-- b -->', [" a "]),
        ("<!doctype x '<!-- a -->'><!-- b -->", [" b "]),
        ("<plaintext><!-- a -->", []),
    ],
)
def test_a_comment_is_one_only_where_text_is_none(html: str, found: list[str]) -> None:
    assert insides(html) == found


@pytest.mark.parametrize(
    "bomb", ["<!--", "<!-- -", "<a b=", "<script>", "<template>", "<!", "<", "<!---->", "</p "]
)
def test_a_megabyte_of_one_thing_takes_no_time(bomb: str) -> None:
    html = bomb * (1_000_000 // len(bomb))
    begun = time.perf_counter()
    sum(1 for _ in comments(html))
    assert time.perf_counter() - begun < 10
