"""Which charset a page is read with, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.files import MAX_BYTES, Unreadable
from seokit.extract.html import decode
from seokit.extract.html.decode import Decoded, codec_of, declared, decode_page, read_page
from seokit.extract.places import line_and_column


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("<p>é".encode(), "<p>é", "utf-8"),
        (b'<meta charset="utf-8"><p>\xc3\xa9', '<meta charset="utf-8"><p>é', "utf-8"),
        (b"<meta charset=latin1>\xe9", "<meta charset=latin1>é", "cp1252"),
        (b"<meta charset=ISO-8859-1>\x80", "<meta charset=ISO-8859-1>€", "cp1252"),
        (b"<meta charset=iso-8859-15>\xa4", "<meta charset=iso-8859-15>€", "iso8859-15"),
        (b"<META CHARSET = 'Windows-1251'>\xe9", "<META CHARSET = 'Windows-1251'>й", "cp1251"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">日本'.encode("shift_jis"),
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">日本',
            "cp932",
        ),
        (b"<meta charset=latin1>\x81", "<meta charset=latin1>\x81", "cp1252"),
        (b"<meta charset=latin1>plain", "<meta charset=latin1>plain", "cp1252"),
        (b"<meta charset=iso-2022-jp>\x1b$BF|\x1b(B", "<meta charset=iso-2022-jp>日", "iso2022_jp"),
        (b"\xef\xbb\xbf<meta charset=latin1>\xc3\xa9", "\ufeff<meta charset=latin1>é", "utf-8"),
    ],
)
def test_a_page_that_is_what_it_says(data: bytes, text: str, encoding: str) -> None:
    found = decode_page(data)
    assert found == Decoded(text, encoding, len(data))


@pytest.mark.parametrize(
    ("data", "encoding", "said", "offset"),
    [
        (b"<meta charset=utf-8>\xe9", "cp1252", "0xE9 at offset 20 is not UTF-8", 20),
        (b"<p>\xe9", "cp1252", "0xE9 at offset 3 is not UTF-8", 3),
        ("<meta charset=latin1>é".encode(), "utf-8", "declares latin1, but its bytes are UTF-8", 6),
        ("<meta charset=shift_jis>é".encode(), "utf-8", "declares shift_jis, but its bytes are UTF-8", 6),
        (b"<meta charset=nonsense>x", "utf-8", "'nonsense', which no browser knows", 6),
        (b"<meta charset=utf-16>x", "utf-8", "declares utf-16, but its bytes are UTF-8", 6),
        (b"<meta charset=utf-7>x", "utf-8", "'utf-7', which no browser knows", 6),
        (b"<meta charset=gbk>\xff\xff", "gb18030", "0xFF at offset 18 is not gbk", 18),
        ("<p>é".encode("utf-16"), "utf-16", "the file is UTF-16", 0),
        ("<p>é".encode("utf-32"), "utf-32", "the file is UTF-32", 0),
    ],
)
def test_a_page_that_lies_says_so(data: bytes, encoding: str, said: str, offset: int) -> None:
    found = decode_page(data)
    (problem,) = found.problems
    assert problem.rule == "field-encoding"
    assert said in problem.message
    assert found.encoding == encoding
    assert problem.span.start == offset
    assert (problem.span.line, problem.span.column) == line_and_column(found.text, offset)


def test_nul_is_replaced_and_named() -> None:
    found = decode_page(b"<p>\n\0a\0")
    assert found.text == "<p>\n\ufffda\ufffd"
    (problem,) = found.problems
    assert (problem.rule, problem.span.line, problem.span.column) == ("field-parse-error", 2, 1)


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (b"<!-- <meta charset=a> --><meta charset=b>", "b"),
        (b"<!-- <meta charset=a>", ""),
        (b"<!--><meta charset=b>", "b"),
        (b'<p title="<meta charset=a>"><meta charset=b>', "b"),
        (b"<metal charset=a><meta charset=b>", "b"),
        (b"</p charset=a><!x charset=a><? charset=a><meta/charset=b>", "b"),
        (b"<meta content='text/html;charset=a'><meta charset=b>", "b"),
        (b"<meta content='charset = \"b\"' http-equiv=CONTENT-TYPE>", "b"),
        (b"<meta charset=a charset=b>", "a"),
        (b"< meta charset=a>", ""),
        (b" " * 1024 + b"<meta charset=a>", ""),
        (b"<meta charset", ""),
        (b"<meta charset=''>", ""),
    ],
)
def test_the_declaration_is_found_as_browsers_find_it(data: bytes, label: str) -> None:
    assert declared(data) == label


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        (" UTF8\n", "utf-8"),
        ("ascii", "cp1252"),
        ("l5", "cp1254"),
        ("gb2312", "gb18030"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("rot13", ""),
        ("utf-32", ""),
        ("base64", ""),
        ("\0", ""),
        ("x" * 10_000, ""),
    ],
)
def test_labels_mean_what_they_mean_on_the_web(label: str, codec: str) -> None:
    assert codec_of(label) == codec


def test_a_page_over_the_cap_is_refused_with_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"x" * 30_000_000)  # in one line
    with pytest.raises(Unreadable, match=f"30,000,000 bytes, more than {MAX_BYTES:,}"):
        read_page(str(path))
    path.write_bytes(b"<b>" * 400_000)
    monkeypatch.setattr(decode, "MAX_TAGS", 300_000)
    with pytest.raises(Unreadable, match="400,000 tags, more than 300,000"):
        read_page(str(path))


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from([b"<meta ", b"charset=", b"utf-8", b"latin1", b">", b'"', b"\xe9", b"<!--", b"\0"])
    ).map(b"".join)
)
def test_any_bytes_are_read(data: bytes) -> None:
    found = decode_page(data)
    assert "\0" not in found.text
    found.text.encode()
    for problem in found.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(found.text)


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.sampled_from(["cp1252", "iso8859-15", "cp1251", "gb18030", "koi8-r"]),
)
def test_a_declared_charset_is_read_back(text: str, codec: str) -> None:
    label = {"cp1252": "windows-1252", "iso8859-15": "iso-8859-15", "cp1251": "windows-1251"}.get(
        codec, codec
    )
    try:
        data = f"<meta charset={label}>{text}".encode(codec)
    except UnicodeEncodeError:
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert decode_page(data).text == f"<meta charset={label}>{text}"
