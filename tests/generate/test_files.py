from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from seokit.generate.files import WriteError, open_atomic, write_atomic


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_bytes_and_makes_parents(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a" / "b" / "c.txt", [b"one ", b"two"])
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"one two"
    assert names(tmp_path / "a" / "b") == ["c.txt"]


def test_a_new_file_gets_the_umask_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o640)
    before = os.umask(0o022)
    try:
        write_atomic(old, b"x")
        write_atomic(new, b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == 0o644


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, error: type[BaseException]) -> None:
    def data() -> Iterator[bytes]:
        yield b"half"
        raise error

    target = tmp_path / "file"
    target.write_bytes(b"whole")
    with pytest.raises(error):
        write_atomic(target, data())
    assert target.read_bytes() == b"whole"
    assert names(tmp_path) == ["file"]


def test_text_keeps_line_ends_as_asked(tmp_path: Path) -> None:
    with open_atomic(tmp_path / "a.csv", "w", newline="") as file:
        file.write("a\r\n\u00e9\n")
    assert (tmp_path / "a.csv").read_bytes() == "a\r\n\u00e9\n".encode()


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("made")
    write_atomic(tmp_path / "link", b"new")
    write_atomic(tmp_path / "dangling", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "dangling").is_symlink()
    assert (tmp_path / "real").read_bytes() == (tmp_path / "made").read_bytes() == b"new"


def test_what_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    for path, reason in (
        (tmp_path, "it is a folder"),
        (tmp_path / "file" / "below", "Not a directory"),
        (tmp_path / ("n" * 300), "File name too long"),
        (tmp_path / "loop", "symbolic links"),
        (tmp_path / "nul\0", "NUL"),
    ):
        with pytest.raises(WriteError, match="cannot write") as caught:
            write_atomic(path, b"x")
        assert reason in str(caught.value)
        assert os.fspath(path) in str(caught.value)
    assert names(tmp_path) == ["file", "loop"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not here")
def test_a_full_disk_and_a_device() -> None:
    write_atomic(os.devnull, b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    with pytest.raises(WriteError, match="No space left"):
        write_atomic("/dev/full", b"x")


def test_errors_of_the_block_stay_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, open_atomic(tmp_path / "a") as file:
        file.write((tmp_path / "absent").read_text())
    assert not isinstance(caught.value, WriteError)
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="/dev/stdout is not here")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_a_log_is_written_on_and_not_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    log = tmp_path / "log"
    log.write_text("precious\n")
    script = (
        "import sys; from seokit.generate.files import write_atomic\n"
        "write_atomic(sys.argv[1], b'report\\n'); print('done')"
    )
    for mode, before in (("a", "precious\n"), ("w", "")):
        with log.open(mode) as file:
            subprocess.run([sys.executable, "-c", script, name], stdout=file, cwd=tmp_path, check=True)
        assert log.read_text() == f"{before}report\ndone\n"
    assert names(tmp_path) == ["link", "log"]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="/dev/fd is not here")
def test_a_pipe_without_a_name_is_written_to() -> None:
    reading, writing = os.pipe()
    try:
        with open_atomic(f"/dev/fd/{writing}") as file:
            file.write("x")
        assert os.read(reading, 9) == b"x"
        with pytest.raises(WriteError, match="Bad file descriptor"):
            write_atomic(f"/dev/fd/{reading}", b"x")
    finally:
        os.close(reading)
        os.close(writing)
    with pytest.raises(WriteError, match="Bad file descriptor"):
        write_atomic("/dev/fd/987", b"x")
