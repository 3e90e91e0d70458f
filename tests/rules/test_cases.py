"""Runs the cases of tests/rules/*.yml: each is a small site on which one rule passes, fails or is mended."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import seokit
from seokit.score.registry import RULES

HERE = Path(__file__).parent
CASE_KEYS = {"name", "preset", "config", "options", "today", "pass", "fail", "findings", "fix", "with"}


def load_cases() -> dict[str, list[dict[str, Any]]]:
    cases: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(HERE.glob("*.yml")):
        for rule, listed in (yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {}).items():
            assert rule not in cases, f"{rule} has cases in two files"
            cases[rule] = listed
    return cases


CASES = load_cases()


def every_case() -> Iterator[Any]:
    for rule, cases in CASES.items():
        for number, case in enumerate(cases, 1):
            kind = "pass" if "pass" in case else "fail"
            yield pytest.param(rule, case, id=f"{rule}-{number}-{kind}")


def toml(table: dict[str, Any], prefix: str = "") -> str:
    """A config mapping as TOML: scalars and lists first, then tables, then arrays of tables."""
    lines = []
    tables: list[str] = []
    for key, value in table.items():
        if isinstance(value, dict):
            tables.append(f"[{prefix}{key}]\n{toml(value, f'{prefix}{key}.')}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables += [f"[[{prefix}{key}]]\n{toml(item, f'{prefix}{key}.')}" for item in value]
        else:
            lines.append(f"{key} = {json.dumps(value)}")
    return "\n".join([*lines, *tables])


def findings_on(folder: Path, rule: str, files: str | dict[str, str], case: dict[str, Any]) -> list[str]:
    """The rule's findings on the files, as "path:line:column message"."""
    folder.mkdir()
    config = dict(case.get("config", {}))
    config.setdefault("preset", case.get("preset", "generic"))
    if "options" in case:
        config.setdefault("rules", {})[rule] = case["options"]
    (folder / "seokit.toml").write_text(toml(config), "utf-8")
    if isinstance(files, str):
        files = {"page.html" if files.startswith("<") else "page.md": files}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    today = case.get("today", dt.date(2026, 11, 23))
    audit = seokit.audit(folder, select=[rule, *case.get("with", ())], today=today)
    assert not audit.errors, audit.errors
    expected = {rule, *case.get("with", ())}
    assert {finding.rule for finding in audit.findings} <= expected
    return [
        f"{Path(f.path).resolve().relative_to(folder.resolve()).as_posix()}:"
        f"{'' if f.line is None else f.line}:{'' if f.column is None else f.column} {f.message}"
        for f in audit.findings
        if f.rule == rule
    ]


@pytest.mark.parametrize(("rule", "case"), list(every_case()))
def test_case(rule: str, case: dict[str, Any], tmp_path: Path) -> None:
    assert not set(case) - CASE_KEYS, f"unknown keys in a case of {rule}: {set(case) - CASE_KEYS}"
    if "pass" in case:
        assert findings_on(tmp_path / "pass", rule, case["pass"], case) == []
        return
    assert sorted(findings_on(tmp_path / "fail", rule, case["fail"], case)) == sorted(case["findings"])
    assert case["findings"], "a failing case lists its findings"
    if "fix" in case:
        assert findings_on(tmp_path / "fix", rule, case["fix"], case) == []


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_passing_a_failing_and_a_mended_case(rule: str) -> None:
    kinds = {key for case in CASES.get(rule, []) for key in case} & {"pass", "fail", "fix"}
    assert kinds == {"pass", "fail", "fix"}


def test_no_case_is_for_a_rule_that_does_not_exist() -> None:
    assert set(CASES) <= set(RULES)
