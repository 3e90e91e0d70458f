from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.link_faults import address_faults, faults_of, generic_texts


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("http://localhost", ("local",)),
        ("//LOCALHOST:80/x", ("local",)),
        ("https://user@127.9.9.9/", ("local",)),
        ("http://[::1]:8000/x", ("local",)),
        ("file:///c:/rye.html", ("local",)),
        ("http://localhost.example/", ()),
        ("/localhost/", ()),
        ("http://example.org/rye", ("insecure",)),
        ("http://other.example/", ()),
        ("https://example.org/", ()),
        ("http://[", ()),
    ],
)
def test_addresses(href: str, expected: tuple[str, ...]) -> None:
    assert address_faults(href, "https://example.org") == expected


@pytest.mark.parametrize(
    ("href", "text", "rel", "expected"),
    [
        ("/rye", "", "", ("empty",)),
        ("/rye", "Read more »", "", ("generic",)),
        ("/rye", "→", "", ()),
        ("/rye", "Rye", "nofollow", ("nofollow",)),
        ("/rye", "Rye", "my-nofollow", ()),
        ("https://other.example/", "hier", "nofollow", ("generic",)),
        (" JavaScript:void(0)", "", "", ("script",)),
        ("#", "", "", ()),
        ("mailto:a@b.example", "", "", ()),
    ],
)
def test_links(href: str, text: str, rel: str, expected: tuple[str, ...]) -> None:
    assert faults_of(href, text, rel, "https://example.org") == expected


def test_texts_of_nine_languages_are_known() -> None:
    known = generic_texts()
    for text in ("click here", "hier", "en savoir plus", "leer más", "clicca qui", "saiba mais", "lees meer",
                 "czytaj więcej", "läs mer"):  # fmt: skip
        assert text in known
    assert "" not in known


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_link_is_judged(href: str, text: str, rel: str) -> None:
    assert len(set(faults_of(href, text, rel, "https://example.org"))) <= 4
