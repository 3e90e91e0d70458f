"""Two audits side by side: what is new, fixed, gone with its page, and what cannot be compared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

import seokit
from seokit.generate.compare import CompareError, Comparison, Line, compare, read_report
from seokit.generate.reports import write_report
from seokit.generate.reports.compare import comparison_json, comparison_markdown, comparison_text
from seokit.model import Failure

RULES = ["title-too-short", "link-broken"]


def audited_pages(folder: Path, pages: dict[str, str]) -> Path:
    content = folder / "content"
    content.mkdir(exist_ok=True)
    for old in content.rglob("*.md"):
        old.unlink()
    for page, title in pages.items():
        file = content / page
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\ntitle: {title}\nurl: /{page}\n---\n[x](/gone)\n")
    return content


def audited(folder: Path, name: str, pages: dict[str, str], rules: list[str] = RULES) -> str:
    write_report(seokit.audit(audited_pages(folder, pages), select=rules), "json", folder / name)
    return str(folder / name)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    monkeypatch.chdir(tmp_path)
    old = audited(tmp_path, "old.json", {"a.md": "Rye", "b.md": "Oat", "s/c.md": "Corn"})
    new = audited(
        tmp_path,
        "new.json",
        {"a.md": "How long does a loaf of rye have to rise?", "b.md": "Oats", "d.md": "Figs"},
    )
    return compare(read_report(old), read_report(new))


def test_every_finding_is_counted_once(found: Comparison) -> None:
    assert places(found.new) == [("content/d.md", "link-broken"), ("content/d.md", "title-too-short")]
    assert places(found.fixed) == [("content/a.md", "title-too-short")]
    assert places(found.page_gone) == [
        ("content/s/c.md", "link-broken"),
        ("content/s/c.md", "title-too-short"),
    ]
    assert found.unchanged == 3  # Oat became Oats, and is too short all the same
    short, broken = found.by_rule["title-too-short"], found.by_rule["link-broken"]
    assert (short.new, short.fixed, short.page_gone, short.unchanged) == (1, 1, 1, 1)
    assert (broken.new, broken.fixed, broken.page_gone, broken.unchanged) == (1, 0, 1, 2)
    assert (found.by_section["s"].page_gone, found.by_section[""].new) == (2, 2)


def places(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(line.path, line.rule) for line in lines]


@pytest.mark.parametrize(
    ("fail_on", "worse"),
    [
        ([], False),
        (["never"], False),
        (["error"], True),
        (["warning"], True),
        (["info"], True),
        (["score"], False),
        (["score", "error"], True),
    ],
)
def test_what_counts_as_a_regression(fail_on: list[str], worse: bool, found: Comparison) -> None:
    assert found.worse(fail_on) is worse


def test_a_severity_counts_no_lower_one(found: Comparison) -> None:
    only_info = replace(found, new=tuple(line for line in found.new if line.severity == "info"))
    assert [only_info.worse([kind]) for kind in ("error", "warning", "info")] == [False, False, True]
    assert replace(found, after=replace(found.after, site=-1.0), new=()).worse(["score"])


def test_an_audit_is_no_regression_of_itself(tmp_path: Path) -> None:
    one = read_report(audited(tmp_path, "one.json", {"a.md": "Rye"}))
    same = compare(one, one)
    assert (same.new, same.fixed, same.unchanged) == ((), (), 2)
    assert not same.worse(["error", "info", "score"])
    assert "0 new, 0 fixed, 2 unchanged" in list(comparison_text(same))


def test_rules_that_ran_once_are_named_and_not_compared(tmp_path: Path) -> None:
    old = audited(tmp_path, "old.json", {"a.md": "Rye"}, ["title-too-short"])
    new = audited(tmp_path, "new.json", {"a.md": "Rye"}, ["link-broken"])
    found = compare(read_report(old), read_report(new))
    assert (found.new, found.fixed) == ((), ())
    assert (found.not_before, found.not_now) == (("link-broken",), ("title-too-short",))
    assert "rule not run before: link-broken" in list(comparison_text(found))


def test_rules_that_compare_two_kinds_of_pages_run_only_where_there_are_both(tmp_path: Path) -> None:
    rules = ["drift-title", "title-too-short"]
    old = read_report(audited(tmp_path, "old.json", {"a.md": "Rye"}, rules))
    public = tmp_path / "public"
    public.mkdir()
    (public / "a.html").write_text("<!doctype html><title>Barley</title><h1>Barley</h1>")
    audit = seokit.audit([tmp_path / "content", public], select=rules)
    write_report(audit, "json", tmp_path / "new.json")
    found = compare(old, read_report(str(tmp_path / "new.json")))
    assert found.not_before == ("drift-title",)


def test_a_file_that_could_not_be_read_is_not_mended(tmp_path: Path) -> None:
    old = audited(tmp_path, "old.json", {"a.md": "Rye", "b.md": "Oat"})
    (tmp_path / "content" / "a.md").write_text("---\ntitle: " + "[" * 5_000 + "\n---\n")
    write_report(seokit.audit(tmp_path / "content", select=RULES), "json", tmp_path / "new.json")
    found = compare(read_report(old), read_report(str(tmp_path / "new.json")))
    assert (found.new, found.fixed, found.page_gone, found.unchanged) == ((), (), (), 2)
    assert any(line.startswith("not compared, since not read: ") for line in comparison_text(found))


def test_what_lies_in_a_folder_that_could_not_be_read_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old = read_report(audited(tmp_path, "old.json", {"a.md": "Rye", "s/b.md": "Oat"}))
    new = read_report(audited(tmp_path, "new.json", {"a.md": "Rye"}))
    assert len(compare(old, new).page_gone) == 2
    locked = replace(new, errors=[Failure("content/s", "the folder cannot be read: permission denied")])
    found = compare(old, locked)
    assert (found.page_gone, found.unread, found.unchanged) == ((), ("content/s",), 2)


def test_an_audit_that_left_something_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old = audited(tmp_path, "old.json", {"a.md": "Rye"})
    seokit.make_baseline(seokit.audit("content", select=RULES), "known.txt")
    write_report(seokit.audit("content", select=RULES, baseline="known.txt"), "json", tmp_path / "new.json")
    found = compare(read_report(old), read_report("new.json"))
    assert found.partial == ("NEW",)
    assert any("NEW holds a part of the findings" in line for line in comparison_markdown(found))


def test_the_three_formats(found: Comparison) -> None:
    text = list(comparison_text(found))
    assert "2 new (1 error, 1 info), 1 fixed, 2 gone with their pages, 3 unchanged" in text
    assert max(map(len, text[: text.index("New:")])) <= 80
    assert any(line.startswith("content/d.md:5:5 error link-broken") for line in text)
    markdown = list(comparison_markdown(found))
    assert "| title\\-too\\-short | 1 | 1 | 1 | 1 |" in markdown
    told = json.loads(comparison_json(found))
    assert (told["version"], len(told["new"]), len(told["fixed"]), len(told["page_gone"])) == (1, 2, 1, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON object"),
        ("severity,rule\n", "no JSON object"),
        ("[" * 5_000, "no JSON object"),
        ('{"rule": "x"}\n{"rule": "y"}\n', "JSON lines"),
        ('{"version": 2}', "version 2 of audit.json, and this seokit reads version 1"),
        ('{"version": "2.1.0", "runs": []}', "JSON, but no audit.json"),
        ('{"version": 1}', "no audit.json of this seokit"),
        ('{"version": 1, "pages": [', "ends in the middle"),
        ('{"version": 1, "pages": ' + "[" * 50_000, "audit.json"),
        ('{"version": 1}}', "trailing"),
    ],
)
def test_other_files_are_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(CompareError, match=said):
        read_report(str(tmp_path / "x.json"))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for name, said in (("y.json", "no such file"), (".", "is a directory"), (os.devnull, "no JSON object")):
        with pytest.raises(CompareError, match=said):
            read_report(str(tmp_path / name))


def test_a_hundred_thousand_findings_take_less_than_two_seconds(tmp_path: Path) -> None:
    audit = seokit.audit(audited_pages(tmp_path, {"a.md": "Rye"}), select=["title-too-short"])
    (finding,), (page,) = audit.findings, audit.pages
    for name, shift in (("old.json", 0), ("new.json", 5_000)):
        paths = [f"content/{number}.md" for number in range(shift, shift + 10_000)]
        large = replace(
            audit,
            pages=tuple(replace(page, path=path, number=number) for number, path in enumerate(paths)),
            findings=tuple(
                replace(finding, path=path, value=f"{number}") for path in paths for number in range(10)
            ),
        )
        write_report(large, "json", tmp_path / name)
    begun = time.process_time()
    found = compare(read_report(str(tmp_path / "old.json")), read_report(str(tmp_path / "new.json")))
    list(comparison_text(found))
    assert time.process_time() - begun < 2
    assert (len(found.new), len(found.page_gone), found.unchanged) == (50_000, 50_000, 50_000)


def test_a_file_that_is_cut_short_while_it_is_read_does_not_end_the_process(tmp_path: Path) -> None:
    """It was mapped into memory, and the process died of SIGBUS."""
    pages = {f"{number}.md": f"Page {number}" for number in range(40)}
    data = Path(audited(tmp_path, "old.json", pages)).read_bytes()
    assert len(data) > 20_000  # several pages of memory
    program = (
        "import os, msgspec\n"
        "from seokit.cli import cli\n"
        "decode = msgspec.json.decode\n"
        "def late(*given, **more):\n"
        "    os.truncate('old.json', 100)\n"
        "    return decode(*given, **more)\n"
        "msgspec.json.decode = late\n"
        "cli(['compare', 'old.json', 'new.json'])\n"
    )
    (tmp_path / "new.json").write_bytes(data)
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    again = [sys.executable, "-m", "seokit", "compare", "old.json", "new.json"]
    told = subprocess.run(again, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "old.json: the file ends in the middle of the audit" in told.stderr


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    old = audited(tmp_path, "old.json", {"a.md": "Rye"})
    marked = tmp_path / "new.json"
    marked.write_bytes(b"\xef\xbb\xbf" + Path(old).read_bytes())
    assert compare(read_report(old), read_report(str(marked))).unchanged == 2


@pytest.mark.parametrize("folder", ["content", "content/s", "elsewhere"])
def test_a_page_is_the_same_from_another_folder(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was mended there counted as gone with its page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "seokit.toml").write_text('preset = "generic"\nbase_url = "https://example.org"\n')
    old = audited(tmp_path, "old.json", {"a.md": "Rye", "b.md": "Oat", "s/b.md": "Corn", "s/c.md": "Figs"})
    content = audited_pages(tmp_path, {"a.md": "Rye", "b.md": "Oat", "s/c.md": "Figs"})
    for page in ("a.md", "s/c.md"):
        (content / page).write_text((content / page).read_text().replace("[x](/gone)", ""))
    monkeypatch.chdir(tmp_path / folder)
    there = os.path.relpath(content)
    settings = seokit.audit(there).config
    write_report(seokit.audit(there, select=RULES), "json", tmp_path / "new.json")
    assert settings.root == str(tmp_path)
    found = compare(read_report(old), read_report(str(tmp_path / "new.json")))
    assert places(found.fixed) == [("content/a.md", "link-broken"), ("content/s/c.md", "link-broken")]
    assert {path for path, _ in places(found.page_gone)} == {"content/s/b.md"}
    assert found.new == ()


def test_a_page_that_moved_is_not_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old = audited(tmp_path, "old.json", {"a.md": "Rye"})
    content = audited_pages(tmp_path, {"a.md": "Rye"})
    (content / "s").mkdir(exist_ok=True)
    (content / "a.md").rename(content / "s" / "a.md")
    write_report(seokit.audit("content", select=RULES), "json", tmp_path / "new.json")
    found = compare(read_report(old), read_report("new.json"))
    assert (len(found.fixed), len(found.page_gone), len(found.new)) == (0, 2, 2)
