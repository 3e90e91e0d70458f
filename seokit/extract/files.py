"""Reading one file of the site into text, whatever it turns out to be, in bounded memory."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator

from seokit.extract.places import BOM, line_and_column, span_of
from seokit.model import Problem, Span

MAX_BYTES = 10_000_000  # of a file; a page of ours has about 5,000

# Never wait for a FIFO's writer, never become a terminal's process, no newline translation on Windows.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_KINDS = (
    (stat.S_ISDIR, "is a directory, not a file"),
    (stat.S_ISFIFO, "is a named pipe, not a file"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)
_MARKS = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Each undecodable byte as surrogateescape keeps it → what Windows-1252 (where empty: Latin-1) means by it.
_WESTERN = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1")
    for byte in range(0x80, 0x100)
}


class Unreadable(Exception):  # noqa: N818 - a state of a file, as `Skip` is
    """A file that cannot be read at all: an error of the audit, not a finding. `path`, and the `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def kind_of(mode: int) -> str:
    """What a file that is no regular file is, as the end of a sentence; empty for a regular file."""
    if stat.S_ISREG(mode):
        return ""
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "is not a regular file")


def read_source(path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file and what is odd about its encoding (`field-encoding`; NUL: `field-parse-error`).

    A byte order mark of UTF-8 stays in the text, so that offsets fit the file; the text of UTF-16 and
    UTF-32 comes without it. A byte that is not UTF-8 is read as Windows-1252. NUL becomes U+FFFD, one
    for one.

    Raises Unreadable: no permission, gone, no regular file, over MAX_BYTES.
    """
    data = read_bytes(path)
    try:
        text = data.decode("utf-8")
        problems: tuple[Problem, ...] = ()
    except UnicodeDecodeError as error:
        text, problem = other_encoding(data, error)
        problems = (problem,)
    if text.startswith(BOM):
        problems += (
            Problem(
                "field-encoding",
                "the file begins with a byte order mark; save it as UTF-8 without one",
                Span(1, 1, 0, 1),
                value="U+FEFF",
            ),
        )
    if "\0" in text:
        at = text.index("\0")
        reason = (
            "a NUL character stands in the file: remove it (a file full of them is UTF-16 without its mark)"
        )
        problems += (Problem("field-parse-error", reason, span_of(text, at, at + 1), value="U+0000"),)
        text = text.replace("\0", "\ufffd")
    return text, problems


def read_bytes(path: str) -> bytes:
    """The bytes of a regular file of at most MAX_BYTES. Raises Unreadable for anything else."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise Unreadable(path, _open_failure(path, error)) from error
    return _all_of(descriptor, path)[0]


def read_unlinked(path: str) -> tuple[bytes, int] | None:
    """The same of a file that is itself, no link to another, and its mode; None for a link."""
    if not hasattr(os, "O_NOFOLLOW") and os.path.islink(path):  # noqa: PTH114
        return None
    try:
        descriptor = os.open(path, _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and os.path.islink(path):  # noqa: PTH114
            return None
        raise Unreadable(path, _open_failure(path, error)) from error
    return _all_of(descriptor, path)


def _all_of(descriptor: int, path: str) -> tuple[bytes, int]:
    """The bytes of an open file, which is closed, and its mode."""
    try:
        status = os.fstat(descriptor)
        kind = kind_of(status.st_mode)
        if kind:
            raise Unreadable(path, kind)
        if status.st_size > MAX_BYTES:
            raise Unreadable(path, f"has {status.st_size:,} bytes, more than {MAX_BYTES:,}")
        data = os.read(descriptor, status.st_size + 1)
        if len(data) != status.st_size:
            data += _rest(descriptor, path, len(data))
        return data, status.st_mode
    except OSError as error:
        raise Unreadable(path, f"cannot be read: {reason_of(error)}") from error
    finally:
        os.close(descriptor)


def read_start(path: str, most: int) -> bytes:
    """The first bytes of a regular file of any size, at most so many. Raises Unreadable for anything else."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise Unreadable(path, _open_failure(path, error)) from error
    try:
        status = os.fstat(descriptor)
        kind = kind_of(status.st_mode)
        if kind:
            raise Unreadable(path, kind)
        return os.read(descriptor, min(most, max(status.st_size, 4096)))
    except OSError as error:
        raise Unreadable(path, f"cannot be read: {reason_of(error)}") from error
    finally:
        os.close(descriptor)


def stream(path: str, size: int) -> Iterator[bytes]:
    """The bytes of a regular file of any size, `size` at a time. Raises Unreadable for anything else."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise Unreadable(path, _open_failure(path, error)) from error
    try:
        kind = kind_of(os.fstat(descriptor).st_mode)
        if kind:
            raise Unreadable(path, kind)
        while part := os.read(descriptor, size):
            yield part
    except OSError as error:
        raise Unreadable(path, f"cannot be read: {reason_of(error)}") from error
    finally:
        os.close(descriptor)


def _rest(descriptor: int, path: str, already: int) -> bytes:
    """What follows a short read: the file grew, or its size is not known (as in /proc)."""
    parts = []
    while part := os.read(descriptor, 1 << 20):
        already += len(part)
        if already > MAX_BYTES:
            raise Unreadable(path, f"has more than {MAX_BYTES:,} bytes")
        parts.append(part)
    return b"".join(parts)


def _open_failure(path: str, error: OSError | ValueError) -> str:
    """Why a file could not be opened; a socket says only "no such device" until it is looked at."""
    if isinstance(error, OSError):
        try:
            kind = kind_of(os.stat(path).st_mode)  # noqa: PTH116 - as os.open has it
        except OSError:
            kind = ""
        return kind or f"cannot be read: {reason_of(error)}"
    return f"cannot be read: {error}"


def reason_of(error: OSError) -> str:
    """The system's sentence for an error, without its number and path."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def other_encoding(data: bytes, error: UnicodeDecodeError) -> tuple[str, Problem]:
    """Text that is not UTF-8, decoded as far as it can be, and the Problem that names the first bad byte."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            reason = f"the file is {name}; save it as UTF-8"
            return data.decode(codec, "replace"), Problem(
                "field-encoding", reason, Span(1, 1, 0, 0), value=name
            )
    text = data.decode("utf-8", "surrogateescape").translate(_WESTERN)
    at = len(data[: error.start].decode("utf-8"))
    line, column = line_and_column(text, at)
    byte = f"0x{data[error.start]:02X}"
    reason = (
        f"byte {byte} at offset {error.start} is not UTF-8 ({error.reason}); it was read as Windows-1252: "
        "save the file as UTF-8"
    )
    return text, Problem("field-encoding", reason, Span(line, column, at, at + 1), value=byte)
