"""The short cuts read nothing that the rules would read otherwise."""

from __future__ import annotations

import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.html.attributes import attributes, decoded, tag_end
from seokit.extract.html.plain import HEADING, LINK, PAIR, TAG, read_tag
from seokit.extract.spaces import lines, stripped_lines

PIECES = ["href", "class", "id", "rel", "name", "content", "=", '"', "'", " ", "  ", "\n", ">", "/", "/>", "x", "A", "&amp;", "<", "</a>", "</h2>", "b c"]  # fmt: skip
INSIDES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
NAMES = st.sampled_from(["a", "h2", "meta", "link", "A"])
PLAIN = st.lists(
    st.tuples(
        st.sampled_from(["href", "class", "id", "rel", "name"]), st.text(alphabet="ab &;>'=\n", max_size=4)
    ),
    max_size=3,
).map(lambda pairs: "".join(f' {name}="{value}"' for name, value in pairs) + ">text</a>")


@given(NAMES, INSIDES | PLAIN)
def test_a_plain_tag_is_what_the_rules_make_of_it(name: str, inside: str) -> None:
    text = f"<{name} {inside.lstrip()}>"
    end = tag_end(text, 0)
    values: dict[str, str] = {}
    for one in attributes(text, 0):
        values.setdefault(one.name, one.value)
    for pattern, group in ((TAG, 0), (LINK, 2), (HEADING, 1), (PAIR, 0)):
        found = pattern.match(text)
        if found:
            assert found.end(group) == end
    tag = read_tag(text, 0)
    if end >= 0:
        assert (tag.values, tag.end) == (values, end)
    for one, (start, stop) in tag.places.items():
        assert text[start:stop].lower().startswith(one)


@given(INSIDES | PLAIN)
def test_a_plain_link_says_what_its_element_says(inside: str) -> None:
    text = f"<a {inside.lstrip()}"
    found = LINK.match(text)
    if found:
        element = turbohtml.parse(text).select_one("a")
        assert element is not None
        assert decoded(found[1]) == element.attr("href")
        if found[3] is not None:
            assert found[3] == " ".join(element.text.split())


@given(st.lists(st.text(alphabet="ab \n\t\xa0\u2028é", min_size=1, max_size=6)))
def test_stripped_lines_are_lines(parts: list[str]) -> None:
    parts = [part.strip() for part in parts if part.strip()]
    assert stripped_lines(parts) == lines("\0".join(parts), "\0")
