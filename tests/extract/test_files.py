"""Reading files: encodings, and everything that is no readable file."""

from __future__ import annotations

import codecs
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.files import MAX_BYTES, Unreadable, read_source
from seokit.model import Problem


def read(folder: Path, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    path = folder / "page.md"
    path.write_bytes(data)
    return read_source(str(path))


def test_utf8_is_read_as_it_is(tmp_path: Path) -> None:
    text = "---\r\ntitle: Brötchen \U0001f956\r\n---\r"
    assert read(tmp_path, text.encode()) == (text, ())
    assert read(tmp_path, b"") == ("", ())


def test_a_byte_order_mark_stays_and_is_reported(tmp_path: Path) -> None:
    text, problems = read(tmp_path, codecs.BOM_UTF8 + b"---\n")
    assert text == "\ufeff---\n"
    assert [problem.rule for problem in problems] == ["field-encoding"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_decoded_by_their_mark(tmp_path: Path, codec: str) -> None:
    data = ("" if codec in ("utf-16", "utf-32") else "\ufeff") + "---\ntitle: Brötchen\n---\n"
    text, problems = read(tmp_path, data.encode(codec))
    assert text == "---\ntitle: Brötchen\n---\n"
    assert [problem.rule for problem in problems] == ["field-encoding"]
    assert codec[:6].upper() in problems[0].message


def test_a_bad_byte_is_placed_and_the_rest_is_read(tmp_path: Path) -> None:
    text, (problem,) = read(tmp_path, "---\ntitle: é caf".encode() + b"\xe9 \x80 \x81 " + "é\n".encode())
    assert text == "---\ntitle: é café € \x81 é\n"
    assert problem.span is not None
    assert (problem.rule, problem.value) == ("field-encoding", "0xE9")
    assert (problem.span.line, problem.span.column, problem.span.start) == (2, 13, 16)
    assert text[problem.span.start : problem.span.end] == "é"
    assert "offset 17" in problem.message


def test_nul_is_reported_and_replaced(tmp_path: Path) -> None:
    text, (problem,) = read(tmp_path, b"---\na: b\0c\0\n---\n")
    assert text == "---\na: b\ufffdc\ufffd\n---\n"
    assert problem.span is not None
    assert (problem.rule, problem.span.line, problem.span.column) == ("field-parse-error", 2, 5)


@given(st.binary(max_size=60))
def test_any_bytes_become_text_that_can_be_written(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    text, problems = read(tmp_path_factory.getbasetemp(), data)
    for part in (text, *(problem.message + problem.value for problem in problems)):
        part.encode()
    assert "\0" not in text
    if not problems:
        assert text.encode() == data


def unreadable(path: object) -> str:
    with pytest.raises(Unreadable) as caught:
        read_source(str(path))
    assert caught.value.path == str(path)
    return caught.value.reason


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
        assert unreadable("socket.md") == "is a socket, not a file"
    assert unreadable("pipe.md") == "is a named pipe, not a file"
    assert unreadable(tmp_path) == "is a directory, not a file"
    assert unreadable("/dev/zero") == "is a device, not a file"
    assert unreadable("gone.md") == "cannot be read: no such file or directory"
    assert "null" in unreadable("a\0b")
    Path("loop.md").symlink_to("loop.md")
    assert "symbolic links" in unreadable("loop.md")


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES)
    assert len(read_source(str(path))[0]) == MAX_BYTES
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert unreadable(path) == "has 50,000,000 bytes, more than 10,000,000"


def test_a_file_without_a_size_is_read_to_its_end() -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("there is no /proc here, whose files say that they are empty")
    assert "Name:" in read_source(str(path))[0]


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nobody: Callable[[], None]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("locked.md").write_text("x")
    Path("locked.md").chmod(0)
    nobody()
    assert unreadable("locked.md") == "cannot be read: permission denied"
