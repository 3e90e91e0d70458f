from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit import urls
from seokit.urls import UrlError, absolute, check_loc, internal, key, site_url, slug, slugify

BASE = "https://example.org"
ANY = st.text(st.characters(codec=None), max_size=40)
PATHS = st.text("abcXYZ019-_.~/%é ?#&'\"|[]\\@:;\ud800\x00\n", max_size=30)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a-b/c", "/a-b/c"),
        ("/a-b/c/", "/a-b/c"),
        ("https://example.org/a-b/c#part", "/a-b/c"),
        ("http://EXAMPLE.org:80/a-b/c", "/a-b/c"),
        ("/a/index.html", "/a"),
        ("/index.html", "/"),
        ("", "/"),
        ("https://example.org", "/"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/%61%2Db", "/a-b"),
        ("/a%2Fb", "/a%2Fb"),
        ("a//b", "/a/b"),
        ("/x/../a", "/a"),
        ("/a?page=2", "/a?page=2"),
        ("https://example.com/a/", "https://example.com/a"),
        ("https://example.org.evil.com/a", "https://example.org.evil.com/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("http://[", "http://["),
    ],
)
def test_key(url: str, expected: str) -> None:
    assert key(url, BASE) == expected


def test_key_of_a_path_needs_no_base_url() -> None:
    assert key("/a/index.html") == "/a"
    assert key("/caf\u00e9/") == key("/caf%C3%A9") == "/caf%C3%A9"


def test_keys_of_a_site_in_a_folder() -> None:
    base = "https://example.org/docs/"
    assert key("/a", base) == key("/docs/a/", base) == key("https://example.org/docs/a", base) == "/docs/a"
    assert key("/docsx", base) == "/docs/docsx"
    assert internal("https://example.org/elsewhere", "/a", base) is None
    assert internal("../elsewhere", "https://example.org/docs/a", base) is None


@given(PATHS)
def test_key_is_idempotent_and_ignores_how_it_is_written(path: str) -> None:
    found = key("/" + path, BASE)
    if found.startswith("/"):
        assert key(found, BASE) == found
        assert key(site_url(BASE, found), BASE) == found
        assert found.isascii() or found == ("/" + path).strip()  # what cannot be parsed is its own key


@given(ANY, ANY)
def test_nothing_crashes(href: str, page: str) -> None:
    for base in ("", BASE, BASE + "/docs"):
        assert isinstance(key(href, base), str)
        assert isinstance(site_url(base, href), str)
        found = internal(href, page, base)
        assert found is None or found.startswith("/")
        slug(href)
        for function in (check_loc, lambda url: absolute(url, page, "")):
            message = ""
            try:
                assert function(href).startswith(("http://", "https://"))
            except UrlError as error:
                message = str(error)
            assert message.isprintable()


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/x", "/x"),
        ("/x/?ref=mail#part", "/x"),
        ("x", "/learn/x"),
        ("../x", "/x"),
        ("?q", "/learn/a"),
        (" /x\n", "/x"),
        ("http://example.org/x", "/x"),
        ("//example.org/x", "/x"),
        ("/version-1.0", "/version-1.0"),
        ("/x.html", "/x.html"),
        *[
            (href, None)
            for href in (
                "",
                "#part",
                "mailto:a@example.org",
                "tel:+1",
                "javascript:alert(1)",
                "data:text/plain,x",
                "https://example.com/x",
                "//example.com/x",
                "/a.png",
                "/a.PDF?download",
                "other.md",
                "http://[",
                "/\ud800",
            )
        ],
    ],
)
def test_internal(href: str, expected: str | None) -> None:
    assert internal(href, BASE + "/learn/a", BASE) == expected


def test_internal_without_a_base_url_knows_paths_only() -> None:
    assert internal("../x", "/learn/a", "") == "/x"
    assert internal("https://example.org/x", "/learn/a", "") is None


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        (BASE, "/a b", BASE + "/a%20b"),
        (BASE, "a", BASE + "/a"),
        (BASE, "", BASE + "/"),
        (BASE, "https://example.com/\u00e9", "https://example.com/%C3%A9"),
        (BASE + "/docs", "/a", BASE + "/docs/a"),
        (BASE + "/docs", "/docs/a", BASE + "/docs/a"),
        (BASE + "/docs/", "/docs", BASE + "/docs"),
        ("", "/a b", "/a%20b"),
        ("", "a", "/a"),
        (BASE, "//[", "//["),
        (BASE, "/\\example.com/a", "https://example.com/a"),
        (BASE, "/\t/example.com/a", "https://example.com/a"),
        (BASE + "/docs", "//example.org/a", BASE + "/a"),
    ],
)
def test_site_url(base: str, path: str, expected: str) -> None:
    assert site_url(base, path) == expected


@pytest.mark.parametrize(
    "base", ["example.org", "ftp://example.org", "https://example.org/?a", "https://u:p@h.org", "https://["]
)
def test_a_bad_base_url_is_refused(base: str) -> None:
    with pytest.raises(UrlError):
        site_url(base, "/a")


@pytest.mark.parametrize(
    ("url", "loc"),
    [
        ("https://example.org/a-b/c", "https://example.org/a-b/c"),
        (
            'https://example.org/a b/\u00e9?q=a b&c="x"#f',
            "https://example.org/a%20b/%C3%A9?q=a%20b&c=%22x%22",
        ),
        ("https://example.org/caf%c3%a9", "https://example.org/caf%C3%A9"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a|b[c]", "https://example.org/a%7Cb%5Bc%5D"),
        ("HTTPS://Example.ORG:443/a/../b", "https://example.org/b"),
        ("https://b\u00fccher.example/a", "https://xn--bcher-kva.example/a"),
        (" https://example.org ", "https://example.org/"),
    ],
)
def test_check_loc(url: str, loc: str) -> None:
    assert check_loc(url) == loc
    assert check_loc(loc) == loc  # percent-encoded once


@pytest.mark.parametrize(
    ("url", "base", "reason"),
    [
        ("/a", BASE, "not an absolute"),
        ("ftp://example.org/abc", "", "not an absolute"),
        ("https://example.com/a", BASE, "other host than example.org"),
        ("http://example.org/a", BASE, "other scheme"),
        ("https://example.org/other", BASE + "/docs", "outside /docs/"),
        ("https://u:p@example.org/", BASE, "password"),
        ("http://a.b/", "", "11 characters"),
        (BASE + "/" + "a" * 2048, BASE, "2068 characters"),
        (BASE + "/" + "\u00e9" * 500, BASE, "3020 characters"),
        ("https://exa mple.org/", "", "not a valid URL"),
        ("https://example.org/\ud800", BASE, "not a valid URL"),
    ],
)
def test_check_loc_refuses(url: str, base: str, reason: str) -> None:
    with pytest.raises(UrlError) as caught:
        check_loc(url, base)
    assert reason in caught.value.reason


@given(
    st.one_of(PATHS.map(lambda path: BASE + "/" + path), st.from_regex(urls.loc_pattern(""), fullmatch=True))
)
def test_the_fast_path_agrees_with_the_slow_one(url: str) -> None:
    def outcome() -> str:
        try:
            return check_loc(url)
        except UrlError as error:
            return error.reason

    fast = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "loc_pattern", lambda base_url: re.compile("(?!)"))
        assert outcome() == fast
    if fast.startswith("http"):
        assert check_loc(fast) == fast
        assert not set(fast) & set('<>"\\^`{|} \n\t#')


def test_slugs() -> None:
    assert slug("https://example.org/learn/caf%C3%A9/") == "caf\u00e9"
    assert slug("/learn/a.html?x=1") == "a"
    assert slug("https://example.org/") == slug("/") == ""
    assert slug("/%ff") == "%FF"
    assert slugify("What's \u00dcn\u00efcode \u2014 it\u2019s a_test?") == "whats-unicode-its-a-test"
    assert slugify("\u65e5\u672c\u8a9e 1") == "\u65e5\u672c\u8a9e-1"


@given(st.text(st.characters(exclude_characters="/"), min_size=1))
def test_the_path_of_a_file_names_just_that_file(name: str) -> None:
    path = urls.file_path(f"a/{name}.html")
    assert path.isascii()
    assert urls.site_url("", path) == path
    encoded = name.encode("utf-8", "replace").decode()
    assert urls.unescape(path) == f"/a/{encoded}.html"
