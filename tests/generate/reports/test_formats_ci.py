"""What CI systems read, each validated by its own schema or reader; hostile content does no harm in any."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import comrak
import jsonschema
import pytest
from bs4 import BeautifulSoup
from junitparser import JUnitXml
from msgspec.structs import replace

from seokit.generate.files import WriteError
from seokit.generate.reports import write_report
from seokit.generate.reports.github import EACH, LEVELS, MESSAGE, SUMMARY, write_summary
from seokit.generate.reports.markdown import COMMENT, cell, code, markdown_report
from seokit.generate.reports.rdjson import Lines
from seokit.generate.reports.sarif import MOST, uri_of
from seokit.generate.reports.worst import worst_first
from seokit.model import Audit, Finding
from tests.conftest import need

ENGINES = Path(__file__).parents[2] / "engines" / "node_modules"
NEW = ("github", "gitlab", "junit", "markdown", "rdjson", "sarif")


def report(audit: Audit, name: str) -> bytes:
    file = io.BytesIO()
    write_report(audit, name, file)
    return file.getvalue()


def many(audit: Audit, count: int) -> Audit:
    findings = tuple(
        replace(audit.findings[number % len(audit.findings)], value=f"v{number}", line=number + 1)
        for number in range(count)
    )
    return replace(audit, findings=findings)


@pytest.fixture
def sarif_schema() -> dict[str, Any]:
    file = ENGINES / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"
    need("sarif", file.is_file(), "the schema of SARIF is not installed (npm install --prefix tests/engines)")
    schema: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return schema


@pytest.fixture(autouse=True)
def _no_github(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


# -- SARIF -----------------------------------------------------------------------------------------


def test_sarif_is_valid(audit: Audit, hostile: Audit, sarif_schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft7Validator(sarif_schema)
    for one in (audit, hostile, replace(audit, findings=(), errors=())):
        log = json.loads(report(one, "sarif"))
        assert [error.message for error in validator.iter_errors(log)] == []
        (run,) = log["runs"]
        assert len(run["results"]) == len(one.findings)
        rules = run["tool"]["driver"]["rules"]
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_says_what_there_is_to_say(audit: Audit) -> None:
    (run,) = json.loads(report(audit, "sarif"))["runs"]
    first = run["results"][0]
    assert first["ruleId"] == "link-broken"
    assert first["level"] == "error"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "content/bread/rye.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 7, "startColumn": 3}
    assert re.fullmatch("[0-9a-f]{32}", first["partialFingerprints"]["seokit/v1"])
    told = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert told["link-broken"]["helpUri"].startswith("https://")
    page = BeautifulSoup(comrak.render_markdown(told["link-broken"]["help"]["markdown"]), "html.parser")
    assert "Fix:" in page.text
    assert len(page.find_all("pre")) == 2  # Bad and Good, as examples
    assert told["no-such-rule"] == {"id": "no-such-rule"}
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "permission denied"


def test_fingerprints_of_sarif_do_not_move_with_the_line(audit: Audit) -> None:
    def names(one: Audit) -> list[str]:
        results = json.loads(report(one, "sarif"))["runs"][0]["results"]
        return [result["partialFingerprints"]["seokit/v1"] for result in results]

    moved = tuple(replace(finding, line=(finding.line or 0) + 5) for finding in audit.findings)
    assert names(audit) == names(replace(audit, findings=moved))
    assert len(set(names(audit))) == len(audit.findings)


def test_sarif_keeps_the_limit_of_results_and_says_so(audit: Audit) -> None:
    (run,) = json.loads(report(many(audit, MOST + 7), "sarif"))["runs"]
    assert len(run["results"]) == MOST
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes[-1] == "7 of 25,007 results are left out: a run has 25,000"
    assert {result["level"] for result in run["results"][:3]} == {"error"}


# -- GitHub ----------------------------------------------------------------------------------------


def test_annotations_keep_githubs_limits_and_the_worst_come_first(audit: Audit) -> None:
    lines = report(many(audit, 500), "github").decode().splitlines()
    kinds = [line.split(" ")[0].strip(":") for line in lines if line.startswith("::")]
    assert [kinds.count(level) for level in LEVELS.values()] == [EACH, EACH, EACH]
    assert lines[-1] == (
        "seokit: 500 findings in 3 pages; the worst 29 are annotations; 1 file could not be read"
    )
    assert lines[0] == "::error file=content/locked.md,title=not read::permission denied"
    assert lines[1] == (
        "::error file=content/bread/rye.md,line=1,col=3,title=link-broken::no page: /bread/oat"
    )


def test_no_content_starts_a_command_of_its_own(audit: Audit, hostile: Audit) -> None:
    evil = "a\n::set-output name=x::y\r\n::error::z%0A,:"
    finding = replace(audit.findings[0], message=evil, path=evil)
    lines = report(replace(hostile, findings=(*hostile.findings, finding)), "github").decode().splitlines()
    assert all(line.startswith(("::error file=", "seokit: ")) for line in lines)
    (line,) = report(replace(audit, findings=(finding,), errors=()), "github").decode().splitlines()[:1]
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert "%2C%3A" in properties
    assert message == "a ::set-output name=x::y  ::error::z%250A,:"


def test_a_long_message_is_cut_by_us_and_not_within_an_escape(audit: Audit) -> None:
    finding = replace(audit.findings[0], message="%" * 5_000, related=())
    line = report(replace(audit, findings=(finding,), errors=()), "github").decode().splitlines()[0]
    assert line.partition("::error ")[2].partition("::")[2] == "%25" * (MESSAGE - 1) + "…"


def test_the_summary_of_the_step_is_appended(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "summary.md"
    file.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    report(many(audit, 20_000), "github")
    text = file.read_text("utf-8")
    assert text.startswith("# Before\n## seokit\n")
    assert "| error | `link-broken` |" in text
    assert len(text.encode()) < 1024 * 1024
    file.write_text("x" * (SUMMARY - 4_000))
    report(many(audit, 20_000), "github")
    assert SUMMARY - 4_000 < file.stat().st_size <= SUMMARY
    file.write_text("x" * SUMMARY)
    report(audit, "github")
    assert file.stat().st_size == SUMMARY
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "gone" / "x"))
    with pytest.raises(WriteError, match="no such file"):
        write_summary(audit)


# -- Markdown --------------------------------------------------------------------------------------


def test_markdown_is_readable_and_fits_a_comment(audit: Audit) -> None:
    text = markdown_report(audit)
    html = comrak.render_markdown(text, extension_options=tables())
    soup = BeautifulSoup(html, "html.parser")
    assert [cell.text for cell in soup.find_all("tr")[1].find_all("td")] == [
        "error", "link-broken", "1", "1", "33.3 %",
    ]  # fmt: skip
    assert "1 files could not be read" in soup.text
    assert len(soup.find_all("li")) == 5
    long = replace(audit, findings=tuple(replace(f, message="x" * 3_000) for f in many(audit, 60).findings))
    assert len(markdown_report(long)) <= COMMENT
    assert "more lines had no room here" in markdown_report(long)


# What GitHub and GitLab link or notify by in the text of the rendered page.
LINKED = re.compile(r"[@#!]\w|\bGH-\d|://\w|\bwww\.|mailto:", re.IGNORECASE)


def tables() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.table = options.autolink = options.strikethrough = True
    return options


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "[a](javascript:b)", "**bold** _x_ ~~y~~ `z`", "a | b", "# head", "- item",
     "@somebody #12", "a@somebody!3", "GH-7", "www.example.org", "WWW.example.org", "mailto:a@example.org",
     "http://a.example", "$x$", "&lt;b&gt;", "1. one", "![i](j)", "\\*", "a\nb", "<!-- c -->", "https://example.org/"],
)  # fmt: skip
def test_content_reaches_the_reader_as_text(text: str) -> None:
    table = f"| a |\n| --- |\n| {cell(text)} |\n"
    soup = BeautifulSoup(comrak.render_markdown(table, extension_options=tables()), "html.parser")
    (found,) = soup.find_all("td")
    assert found.text.replace("\u2060", "") == text.replace("\n", "\\n")
    assert found.find_all(True) == []
    assert not LINKED.search(found.text)
    shown = BeautifulSoup(comrak.render_markdown(f"x {code(text)} y"), "html.parser")
    (inside,) = shown.find_all("code")
    assert inside.text.replace("\\|", "|") == text.replace("\n", "\\n")


# -- GitLab, JUnit, reviewdog ----------------------------------------------------------------------


def test_gitlab_has_what_gitlab_asks_for(audit: Audit, hostile: Audit) -> None:
    for one in (audit, hostile):
        entries = json.loads(report(one, "gitlab"))
        assert len(entries) == len(one.findings)
        for entry in entries:
            assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert entry["location"]["lines"]["begin"] >= 1
            assert isinstance(entry["location"]["path"], str)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_junit_is_read_back_page_by_page(audit: Audit) -> None:
    suites = list(JUnitXml.fromstring(report(audit, "junit")))
    assert [(suite.name, suite.tests, suite.failures, suite.errors) for suite in suites] == [
        ("(top folder)", 1, 0, 0), ("bread", 2, 1, 0), ("not read", 1, 0, 1),
    ]  # fmt: skip
    rye, spelt = suites[1]
    assert (rye.name, rye.classname, spelt.is_passed) == ("content/bread/rye.md", "bread", True)
    assert rye.result[0].message == "1 finding: link-broken"
    assert rye.result[0].text == "content/bread/rye.md:7:3 error link-broken no page: /bread/oat"
    assert "warning description-too-long" in rye.system_out


@pytest.mark.parametrize(("fail_on", "failures"), [("never", 0), ("error", 1), ("warning", 2), ("info", 2)])
def test_junit_fails_by_what_the_audit_fails_by(audit: Audit, fail_on: str, failures: int) -> None:
    file = io.BytesIO()
    write_report(audit, "junit", file, fail_on=fail_on)
    report = JUnitXml.fromstring(file.getvalue())
    assert (report.failures, report.errors) == (failures, 1)


def test_junit_survives_what_xml_cannot_hold(hostile: Audit) -> None:
    suites = list(JUnitXml.fromstring(report(hostile, "junit")))
    assert sum(suite.tests for suite in suites) == 2 * len(hostile.pages)


def test_a_finding_without_a_page_has_its_place(audit: Audit) -> None:
    beside = Finding(severity="error", rule="sitemap-duplicate", message="twice", path="sitemap.xml", line=3)
    one = replace(audit, findings=(beside,))
    suites = {suite.name: suite for suite in JUnitXml.fromstring(report(one, "junit"))}
    assert [case.name for case in suites["site"]] == ["sitemap.xml"]
    for name in NEW:
        assert b"sitemap.xml" in report(one, name)


def test_rdjson_is_what_reviewdog_reads(audit: Audit, hostile: Audit, tmp_path: Path) -> None:
    validator = ENGINES / "@umbrelladocs" / "rdformat-validator" / "bin" / "rdformat-validator.js"
    need(
        "rdformat",
        validator.is_file(),
        "rdformat-validator is not installed (npm install --prefix tests/engines)",
    )
    for number, one in enumerate((audit, hostile)):
        file = tmp_path / f"{number}.json"
        file.write_bytes(report(one, "rdjson"))
        done = subprocess.run(
            ["node", validator, file], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
    first = json.loads(report(audit, "rdjson"))["diagnostics"][0]
    assert first["severity"] == "ERROR"
    assert first["code"]["value"] == "link-broken"
    assert first["location"] == {
        "path": "content/bread/rye.md",
        "range": {"start": {"line": 7}},
    }  # no such file


def test_columns_of_rdjson_are_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: Über Brot [x](/y)\n", "utf-8")
    lines = Lines()
    assert lines.bytes_before(str(file), 2, 12) == 12
    assert lines.bytes_before(str(file), 9, 5) is None
    assert lines.bytes_before(str(file), 1, 50) is None
    assert lines.bytes_before(str(tmp_path / "gone.md"), 1, 5) is None


# -- paths -----------------------------------------------------------------------------------------


def paths_of(audit: Audit) -> set[str]:
    """The path of the first finding as each forge is told it."""
    annotation = next(line for line in report(audit, "github").decode().splitlines() if "link-broken" in line)
    (run,) = json.loads(report(audit, "sarif"))["runs"]
    return {
        annotation.partition("file=")[2].partition(",")[0],
        json.loads(report(audit, "gitlab"))[0]["location"]["path"],
        run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
    }


@pytest.mark.parametrize("top", ["folder", "worktree", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_forges_name_files_from_the_top_of_the_repository(
    top: str, audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "site").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "site")
    if top == "folder":
        (tmp_path / "a" / ".git").mkdir()
    elif top == "worktree":
        (tmp_path / "a" / ".git").write_text("gitdir: elsewhere\n")
    else:  # inside the checkout lies another repository, whose own paths its forge would not find
        (tmp_path / "a" / "site" / ".git").mkdir()
        monkeypatch.setenv(top, str(tmp_path / "a"))
    assert paths_of(audit) == {"site/content/bread/rye.md"}


def test_a_checkout_elsewhere_is_not_asked(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "other"))
    assert paths_of(audit) == {"content/bread/rye.md"}


@pytest.mark.parametrize(
    ("path", "uri"),
    [("c:d.md", "c%3Ad.md"), ("a b/ü.md", "a%20b/%C3%BC.md"), ("a?b#c%.md", "a%3Fb%23c%25.md"),
     ("\udce4.md", "%E4.md"), ("\ud83d.md", "%ED%A0%BD.md"), ("a/b.md", "a/b.md")],
)  # fmt: skip
def test_a_path_is_a_relative_reference(path: str, uri: str) -> None:
    assert uri_of(path) == uri


# -- all of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NEW)
def test_the_same_audit_gives_the_same_bytes(name: str, audit: Audit) -> None:
    assert report(audit, name) == report(replace(audit, duration=9.0), name)
    report(audit, name).decode("utf-8")


def test_the_worst_come_first_and_keep_their_order(audit: Audit) -> None:
    backwards = tuple(reversed(audit.findings))
    assert [f.severity for f in worst_first(backwards)] == ["error", "warning", "warning", "warning", "info"]
    assert worst_first(backwards, 2) == worst_first(backwards)[:2]
