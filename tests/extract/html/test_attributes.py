"""The tokenizer of one tag."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.html.attributes import attributes, references, tag_end


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<a>", []),
        (
            '<a href=x/ b=\'c&amp;d\' / =e=f g\r\nh = "i" j=k"l>',
            [("href", "x/"), ("b", "c&d"), ("=e", "f"), ("g", ""), ("h", "i"), ("j", 'k"l')],
        ),
        ("<A HREF=X Href=y>", [("href", "X"), ("href", "y")]),
        ("<a/b/c=d/>", [("b", ""), ("c", "d/")]),
        ("<a b= >", [("b", "")]),
        ("<a b=''c>", [("b", ""), ("c", "")]),
        ("<a title='x > y' b>", [("title", "x > y"), ("b", "")]),
        ("<a b='", []),
        ("< a b>", []),
    ],
)
def test_attributes(tag: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.value) for one in attributes(tag, 0)] == expected


def test_the_place_covers_name_and_value() -> None:
    text = "x<a  b = 'c'>"
    (one,) = attributes(text, 1)
    assert text[one.start : one.end] == "b = 'c'"
    assert tag_end(text, 1) == len(text)
    assert tag_end("<a b='>'>c>", 0) == 9


@pytest.mark.parametrize(
    ("written", "attribute", "text"),
    [
        ("&amp;&lt;", "&<", "&<"),
        ("?a=1&copy=2", "?a=1&copy=2", "?a=1©=2"),
        ("&copy2 &copy; &copy", "&copy2 © ©", "©2 © ©"),
        ("&notit; &notin;", "&notit; ∉", "¬it; ∉"),
        ("&#65;&#x41;&#65 &#", "AAA &#", "AAA &#"),
        ("&#0;&#xD800;&#x110000;&#99999999999;", "\ufffd" * 4, "\ufffd" * 4),
        ("&#x80;&#x81;", "€\x81", "€\x81"),
        ("&nosuch; & &;", "&nosuch; & &;", "&nosuch; & &;"),
    ],
)
def test_references(written: str, attribute: str, text: str) -> None:
    assert references(written, in_attribute=True) == attribute
    assert references(written, in_attribute=False) == text


@given(st.text(alphabet="<a/>='\" \n&;#x0b\r", max_size=30))
def test_the_tokenizer_agrees_with_turbohtml(inside: str) -> None:
    import turbohtml

    text = f"<p {inside}>"
    found = turbohtml.parse(text.replace("\r\n", "\n").replace("\r", "\n")).select_one("p")
    if found is None:
        return
    mine: dict[str, str] = {}
    for one in attributes(text, 0):
        mine.setdefault(one.name, one.value)
    assert mine == {name: found.attr(name) or "" for name in found.attrs}
