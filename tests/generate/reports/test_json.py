from __future__ import annotations

import io
import json

import msgspec

from seokit import __version__
from seokit.generate.reports.json import write_json, write_jsonl
from seokit.generate.reports.tables import FINDING_COLUMNS
from seokit.model import Audit


def whole(audit: Audit) -> bytes:
    file = io.BytesIO()
    write_json(audit, file.write)
    return file.getvalue()


def test_the_object_has_everything(audit: Audit) -> None:
    report = json.loads(whole(audit))
    assert list(report) == [
        "version",
        "seokit",
        "pages",
        "findings",
        "suppressed",
        "errors",
        "skipped",
        "scores",
        "baselined",
        "changed",
        "searched",
        "config",
    ]
    assert (report["version"], report["seokit"]) == (1, __version__)
    assert [len(report[key]) for key in ("pages", "findings", "errors", "skipped")] == [
        3,
        5,
        1,
        1,
    ]
    assert report["scores"]["site"] == 70.0
    assert report["errors"] == [{"path": "content/locked.md", "message": "permission denied"}]
    assert report["config"]["rules"]["description-too-long"] == {"severity": "warning", "limit": 155}
    assert report["config"]["today"] == "2026-11-23"


def test_a_finding_has_the_columns_with_their_types(audit: Audit) -> None:
    findings = json.loads(whole(audit))["findings"]
    assert all(tuple(finding) == (*FINDING_COLUMNS, "fingerprint") for finding in findings)
    assert (findings[0]["line"], findings[2]["line"]) == (7, None)
    assert findings[2]["related"] == ["/draft", "/a b"]
    assert (findings[2]["value"], findings[1]["limit"]) == (0.9, 155)


def test_jsonl_is_one_finding_a_line(audit: Audit) -> None:
    file = io.BytesIO()
    write_jsonl(audit, file.write)
    lines = file.getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == json.loads(whole(audit))["findings"]


def test_neither_duration_nor_machine_is_in_it(audit: Audit) -> None:
    data = whole(audit)
    assert data == whole(msgspec.structs.replace(audit, duration=99.0))
    assert b"somebody" not in data
    assert b"duration" not in data


def test_hostile_content_is_valid_json(hostile: Audit) -> None:
    report = json.loads(whole(hostile))
    for finding, page, source in zip(report["findings"], report["pages"], hostile.findings, strict=True):
        plain = source.message.encode("utf-8", "backslashreplace").decode()
        assert finding["message"] == page["title"] == plain
    file = io.BytesIO()
    write_jsonl(hostile, file.write)
    assert file.getvalue().count(b"\n") == len(hostile.findings)


def test_an_empty_audit(audit: Audit) -> None:
    empty = msgspec.structs.replace(audit, pages=(), findings=(), errors=(), skipped=())
    assert json.loads(whole(empty))["pages"] == []
