"""Writing files: whole or not at all. Temporary file beside the target, fsync, rename."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, BinaryIO, Literal, TextIO, overload

# What a full or broken disk says while the caller writes; other errors of the caller stay his own.
_DISK = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
# The folders in which the system shows open files under their numbers: /dev/stdout leads there, and `>(command)`.
_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(?P<process>\d+)(?:/task/\d+)?/fd")
_LINKS = 40  # more the system does not follow either


class WriteError(OSError):
    """A file that could not be written; `path` and `reason` say which and why."""

    def __init__(self, path: str | os.PathLike[str], error: OSError | str) -> None:
        reason = error if isinstance(error, str) else (error.strerror or str(error))
        super().__init__(f"cannot write {os.fspath(path)}: {reason}")
        self.path, self.reason = os.fspath(path), reason
        self.errno = None if isinstance(error, str) else error.errno


def refuse_inputs(files: Iterable[str], inputs: Mapping[str, str]) -> None:
    """Raise WriteError if one of the files to write is an input, under whatever name; `inputs`: path → what it is."""
    there = {identity: file for file in files if (identity := _identity(file))}
    for path, what in inputs.items() if there else ():
        if (identity := _identity(path)) and (file := there.get(identity)):
            raise WriteError(file, f"it is {what}")


def _identity(path: str) -> tuple[int, int] | None:
    """What a regular file is known by under all of its names; None for what is no such file, or is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - strings: there are tens of thousands of pages
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def write_atomic(path: str | os.PathLike[str], data: bytes | Iterable[bytes]) -> None:
    """Write `data` to `path`: afterwards the file holds all of it, or is as it was.

    Missing folders are made, an existing file's mode is kept. Raises WriteError; any other exception is
    one of the iterable's.
    """
    with open_atomic(path, "wb") as file:
        if isinstance(data, bytes):
            file.write(data)
        else:
            file.writelines(data)


def write_over(real: str, data: bytes, mode: int) -> None:
    """Replace a regular file by `data`, whole or not at all, with its mode: `write_atomic` for many files.

    `real` is no link. A third of the time of `write_atomic`: the folder is not synced, so that after a power cut
    the file may be as it was. Raises WriteError, also for a file that may not be written to.
    """
    temporary = ""
    try:
        if not os.access(real, os.W_OK):
            os.stat(real)  # noqa: PTH116 - strings: there are tens of thousands of files
            raise WriteError(real, "permission denied")
        folder, name = os.path.split(real)
        temporary = f"{folder}{os.sep}.{name[:60]}.{secrets.token_hex(6)}.tmp"
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, stat.S_IMODE(mode))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, real)  # noqa: PTH105
    except BaseException as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError) and not isinstance(error, WriteError):
            raise WriteError(real, error) from error
        raise


@overload
def open_atomic(
    path: str | os.PathLike[str], mode: Literal["wb"]
) -> contextlib.AbstractContextManager[BinaryIO]: ...
@overload
def open_atomic(
    path: str | os.PathLike[str],
    mode: Literal["w"] = "w",
    *,
    encoding: str = "utf-8",
    newline: str | None = None,
    errors: str = "strict",
) -> contextlib.AbstractContextManager[TextIO]: ...
@contextlib.contextmanager  # type: ignore[misc]
def open_atomic(
    path: str | os.PathLike[str],
    mode: Literal["w", "wb"] = "w",
    *,
    encoding: str = "utf-8",
    newline: str | None = None,
    errors: str = "strict",
) -> Iterator[IO[bytes] | IO[str]]:
    """Open a file that takes its name only when the block ends without an exception (KeyboardInterrupt too).

    A symbolic link is followed: its target is replaced, the link stays. A device or pipe is written directly, and
    so is what is open already (/dev/stdout, /dev/fd/3), be it a file: what stands in that stays before the new.
    Raises WriteError for whatever the file system refuses.
    """
    text = {"encoding": encoding, "newline": newline, "errors": errors} if mode == "w" else {}
    with _reported(path):
        stream = _opened(path)
    if stream is not None:
        with _reported(path, only=_DISK | {errno.EBADF}), os.fdopen(stream, mode, **text) as file:  # type: ignore[call-overload]
            yield file
        return
    with _reported(path):
        target, old = _target(path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        with _reported(path):
            file = target.open(mode, **text)  # type: ignore[call-overload]
        with _reported(path, only=_DISK), file:
            yield file
        return
    with _reported(path):
        descriptor, temporary = _temporary(target)
    try:
        # The descriptor belongs to `file` from here on; fdopen closes it when it fails itself.
        with _reported(path, only=_DISK), os.fdopen(descriptor, mode, **text) as file:  # type: ignore[call-overload]
            yield file
            file.flush()
            if old is not None:
                temporary.chmod(stat.S_IMODE(old.st_mode))
            os.fsync(file.fileno())
        with _reported(path):
            temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


@contextlib.contextmanager
def _reported(path: str | os.PathLike[str], only: frozenset[int] | None = None) -> Iterator[None]:
    """Turn an OSError into a WriteError that names the path (with `only`, just those error numbers)."""
    try:
        yield
    except WriteError:
        raise
    except OSError as error:
        if only is not None and error.errno not in only:
            raise
        raise WriteError(path, error) from error
    except ValueError as error:
        if only is not None or "null" not in str(error):
            raise
        raise WriteError(path, "the name holds a NUL character") from error


def _opened(path: str | os.PathLike[str]) -> int | None:
    """A descriptor that goes on where an open file is written at, if that is what the path or its links lead to."""
    place = os.path.abspath(path)  # noqa: PTH100 - links are looked at one by one
    for _ in range(_LINKS):
        folder, name = os.path.split(place)
        folder = os.path.realpath(folder)
        found = _DESCRIPTORS.fullmatch(folder)
        if found and name.isdigit():
            if found["process"] in (None, str(os.getpid())):
                return os.dup(int(name))  # a second opening would not move the place at which others write
            return os.open(f"{folder}/{name}", os.O_WRONLY | os.O_APPEND)
        place = os.path.join(folder, name)
        if not os.path.islink(place):  # noqa: PTH114
            return None
        place = os.path.join(folder, os.readlink(place))  # noqa: PTH115
    return None


def _target(path: str | os.PathLike[str]) -> tuple[Path, os.stat_result | None]:
    """The file behind symbolic links, its folder made, and what is known of it if it exists."""
    target = Path(os.path.realpath(path))
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
        target.parent.mkdir(parents=True, exist_ok=True)
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise WriteError(path, "it is a folder")
    return target, old


def _temporary(target: Path) -> tuple[int, Path]:
    """A new, empty file beside the target, with the mode that the umask gives."""
    # A name may take 255 bytes; 60 characters leave room whatever they are.
    temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.tmp")
    return os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    ), temporary


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where folders can be opened (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
