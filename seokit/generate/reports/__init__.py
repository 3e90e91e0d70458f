"""Writes an audit in every format. One file a format; nothing heavy is imported before it is needed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, TextIO, cast

from seokit.generate.files import open_atomic
from seokit.model import Audit

Target = str | Path | IO[str] | IO[bytes]

TERMINAL = ("text", "concise")  # for people: they speak the encoding of the stream
FORMATS = (
    *TERMINAL, "json", "jsonl", "csv", "xlsx", "github", "gitlab", "junit", "markdown", "rdjson", "sarif",
)  # fmt: skip
FOLDER_KINDS = ("csv", "xlsx", "json")


def write_report(
    audit: Audit, name: str, target: Target, *, max_findings: int | None = None, fail_on: str = "error"
) -> None:
    """Write one format of FORMATS to a path, atomically, or to an open stream.

    `text` and `concise` speak the stream's encoding, and only they obey `max_findings`; the others are UTF-8 on
    every stream. In `junit` a page fails that has a finding as bad as `fail_on`, a severity or "never". `github`
    also appends to the summary of the step, see its module. Raises ValueError for an unknown format, or `xlsx` to a
    stream, and WriteError for what the file system refuses.
    """
    if name not in FORMATS:
        raise ValueError(f"no report is called {name!r}; there are {', '.join(FORMATS)}")
    if name in TERMINAL:
        _write_terminal(audit, name, target, max_findings)
    elif name == "xlsx":
        if not isinstance(target, str | Path):
            raise ValueError("xlsx needs a file: --format xlsx:audit.xlsx")
        _write_workbook(audit, Path(target))
    else:
        with _bytes(target) as write:
            _writer(name, fail_on)(audit, write)


def write_folder(audit: Audit, folder: str | Path, kinds: Sequence[str] = FOLDER_KINDS) -> list[Path]:
    """Write the reports of these kinds into a folder, which is made if need be; returns the paths written.

    `csv` is pages.csv, findings.csv and issues.csv, `xlsx` audit.xlsx, `json` audit.json. Raises ValueError
    for another kind, before anything is written, and WriteError for what the file system refuses.
    """
    unknown = [kind for kind in kinds if kind not in FOLDER_KINDS]
    if unknown:
        raise ValueError(f"a folder of reports has {', '.join(FOLDER_KINDS)}, not {', '.join(unknown)}")
    folder = Path(folder)
    written: list[Path] = []
    if "csv" in kinds:
        from seokit.generate.reports import csv

        tables = {"pages": csv.write_pages, "findings": csv.write_findings, "issues": csv.write_issues}
        for table, write_table in tables.items():
            written.append(folder / f"{table}.csv")
            with _bytes(written[-1]) as write:
                write_table(audit, write)
    for kind in ("xlsx", "json"):
        if kind in kinds:
            written.append(folder / f"audit.{kind}")
            write_report(audit, kind, written[-1])
    return written


def _writer(name: str, fail_on: str) -> Callable[[Audit, Callable[[bytes], object]], None]:
    """The function that writes a format as bytes; each is imported where it is asked for."""
    if name == "junit":
        from seokit.generate.reports.junit import write_junit

        return partial(write_junit, fail_on=fail_on)
    if name == "csv":
        from seokit.generate.reports.csv import write_findings as found
    elif name == "gitlab":
        from seokit.generate.reports.gitlab import write_gitlab as found
    elif name == "rdjson":
        from seokit.generate.reports.rdjson import write_rdjson as found
    elif name == "sarif":
        from seokit.generate.reports.sarif import write_sarif as found
    elif name == "json":
        from seokit.generate.reports.json import write_json as found
    elif name == "jsonl":
        from seokit.generate.reports.json import write_jsonl as found
    elif name == "github":
        return _write_github
    else:
        return _write_markdown
    return found


def _write_github(audit: Audit, write: Callable[[bytes], object]) -> None:
    from seokit.generate.reports.github import github_lines, write_summary

    write("".join(f"{line}\n" for line in github_lines(audit)).encode("utf-8", "backslashreplace"))
    write_summary(audit)


def _write_markdown(audit: Audit, write: Callable[[bytes], object]) -> None:
    from seokit.generate.reports.markdown import markdown_report

    write(markdown_report(audit).encode("utf-8", "backslashreplace"))


def _write_workbook(audit: Audit, path: Path) -> None:
    from seokit.generate.reports.xlsx import write_workbook

    with open_atomic(path, "wb") as file:
        write_workbook(audit, file)


def _write_terminal(audit: Audit, name: str, target: Target, max_findings: int | None) -> None:
    if isinstance(target, str | Path):
        with open_atomic(target, "w", encoding="utf-8", newline="\n") as file:
            _print(audit, name, file, max_findings, duration=False)
    else:
        _print(audit, name, cast(TextIO, target), max_findings, duration=True)


def _print(audit: Audit, name: str, stream: TextIO, max_findings: int | None, *, duration: bool) -> None:
    if name == "text":
        from seokit.generate.reports.text import write_text

        write_text(audit, stream, max_findings=max_findings, duration=duration)
    else:
        from seokit.generate.reports.concise import concise_lines

        stream.writelines(concise_lines(audit, max_findings, getattr(stream, "encoding", None) or "utf-8"))


@contextmanager
def _bytes(target: Target) -> Iterator[Callable[[bytes], object]]:
    """A function that writes UTF-8 bytes to a path, a binary stream, or below or through a text stream."""
    if isinstance(target, str | Path):
        with open_atomic(target, "wb") as file:
            yield file.write
        return
    buffer = getattr(target, "buffer", None)
    if buffer is not None:  # below the text layer: no newline translation, no other encoding
        target.flush()
        yield buffer.write
        buffer.flush()
    elif isinstance(target, io.TextIOBase):
        yield lambda data: target.write(data.decode("utf-8"))
    else:
        yield cast(BinaryIO, target).write
