"""The plain renderer prints what the template prints."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from seokit.generate.head import Head, Tag, render_head
from seokit.generate.templates import render

TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["a & b", "<b>", "'", '"', "&amp;", "日本", "\u2028"]
)
TAGS = st.builds(
    Tag,
    kind=st.sampled_from(["title", "meta", "link"]),
    attribute=st.sampled_from(["name", "property", "rel", ""]),
    name=TEXT,
    content=TEXT,
    source=st.just("s"),
    hreflang=st.just("") | TEXT,
)
GRAPHS = st.none() | st.builds(lambda name: {"@graph": [{"name": name}]}, TEXT)


@given(st.lists(TAGS, max_size=6), GRAPHS)
def test_the_same_as_the_template(tags: list[Tag], graph: dict[str, object] | None) -> None:
    made = Head(tuple(tags), graph)
    printed = render("head.html.j2", {"tags": made.tags, "jsonld": made.script}).removesuffix("\n")
    assert render_head(made) == printed
    if graph is not None:
        script = render_head(made).rpartition('<script type="application/ld+json">')[2]
        assert msgspec.json.decode(script.removesuffix("</script>")) == graph
