from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from seokit.generate.files import WriteError
from seokit.generate.reports import FORMATS, write_folder, write_report
from seokit.model import Audit


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_goes_to_a_file_twice_with_the_same_bytes(
    audit: Audit, tmp_path: Path, name: str
) -> None:
    write_report(audit, name, tmp_path / "one")
    write_report(audit, name, str(tmp_path / "two"))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes() != b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "concise"])
def test_streams_get_what_a_file_gets(audit: Audit, tmp_path: Path, name: str) -> None:
    write_report(audit, name, tmp_path / "file")
    text, raw = io.StringIO(newline=""), io.BytesIO()
    layered = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    write_report(audit, name, text)
    write_report(audit, name, layered)
    layered.flush()
    assert text.getvalue().encode() == raw.getvalue() == (tmp_path / "file").read_bytes()


def test_machine_formats_are_utf_8_below_any_text_layer(hostile: Audit) -> None:
    raw = io.BytesIO()
    layered = io.TextIOWrapper(raw, encoding="ascii", newline="\r\n")
    write_report(hostile, "json", layered)
    assert json.loads(raw.getvalue())["version"] == 1
    binary = io.BytesIO()
    write_report(hostile, "json", binary)
    assert binary.getvalue() == raw.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_content_breaks_no_format(hostile: Audit, tmp_path: Path, name: str) -> None:
    write_report(hostile, name, tmp_path / "out")
    assert (tmp_path / "out").stat().st_size > 0


def test_only_text_formats_obey_max_findings(audit: Audit) -> None:
    lines = {}
    for name in ("concise", "jsonl"):
        stream = io.StringIO()
        write_report(audit, name, stream, max_findings=2)
        lines[name] = len(stream.getvalue().splitlines())
    assert lines == {"concise": 2, "jsonl": 5}


def test_what_cannot_be_written_is_said(audit: Audit, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no report is called 'pdf'"):
        write_report(audit, "pdf", tmp_path / "x")
    with pytest.raises(ValueError, match="xlsx needs a file"):
        write_report(audit, "xlsx", io.BytesIO())
    with pytest.raises(ValueError, match="not pdf"):
        write_folder(audit, tmp_path / "reports", ["csv", "pdf"])
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(WriteError):
        write_report(audit, "csv", tmp_path)


def test_a_folder_holds_the_kinds_that_were_asked_for(audit: Audit, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "reports"
    names = ["pages.csv", "findings.csv", "issues.csv", "audit.xlsx", "audit.json"]
    assert write_folder(audit, folder) == [folder / name for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert write_folder(audit, tmp_path / "b", ["json"]) == [tmp_path / "b" / "audit.json"]
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["audit.json"]


def test_a_failed_report_leaves_the_old_one(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seokit.generate.reports import xlsx

    write_report(audit, "xlsx", tmp_path / "audit.xlsx")
    before = (tmp_path / "audit.xlsx").read_bytes()

    def fail(*_: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(xlsx, "_keywords", fail)
    with pytest.raises(RuntimeError, match="half way"):
        write_report(audit, "xlsx", tmp_path / "audit.xlsx")
    assert (tmp_path / "audit.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["audit.xlsx"]


def test_no_format_loads_pandas() -> None:
    code = (
        "import sys, io, datetime; from seokit.model import *; from seokit.generate.reports import *\n"
        "audit = Audit(pages=(), findings=(), skipped=(), errors=(), scores=Scores(), config=Settings())\n"
        "for name in ('text', 'concise', 'json', 'jsonl', 'csv'): write_report(audit, name, io.StringIO())\n"
        "assert 'xlsxwriter' not in sys.modules\n"
        "from seokit.generate.reports.xlsx import write_workbook; write_workbook(audit, io.BytesIO())\n"
        "assert 'pandas' not in sys.modules and 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
