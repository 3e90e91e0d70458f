"""The command line as a person meets it: what they type, what they read, the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEOKIT = [sys.executable, "-m", "seokit"]
GOOD = """---
title: How do I keep a sourdough starter alive in winter?
description: Feed the starter with equal weights of flour and water, keep it near the oven, and it lives on for years.
keywords: sourdough starter, flour
date: 2025-01-22
---
# How do I keep a sourdough starter alive in winter?

""" + " ".join(["A sourdough starter lives on flour and water, and on somebody who feeds it."] * 20)
BAD = "---\ntitle: ''\n---\nText.\n"


def seokit(
    *args: str, cwd: Path, stdin: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SEOKIT, *args], cwd=cwd, input=stdin, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
    )  # fmt: skip


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "starter.md").write_text(GOOD)
    return tmp_path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "empty.md").write_text(BAD)
    return tmp_path


def test_version(tmp_path: Path) -> None:
    import seokit as package

    assert seokit("--version", cwd=tmp_path).stdout == f"seokit {package.__version__}\n"


def test_exit_codes(bad: Path) -> None:
    assert seokit("audit", "content", cwd=bad).returncode == 1
    assert seokit("audit", "content", "--fail-on", "never", cwd=bad).returncode == 0
    assert seokit("audit", "content", "--select", "title-too-long", cwd=bad).returncode == 0
    assert seokit("audit", "content", "--fail-on", "never", "--min-score", "99", cwd=bad).returncode == 1
    assert seokit("audit", "nowhere", cwd=bad).returncode == 2


def test_warnings_fail_only_when_asked(good: Path) -> None:
    arguments = ("audit", "content", "--select", "title-too-long")
    (good / "content" / "starter.md").write_text(
        GOOD.replace("in winter", "in a cold winter kitchen far from the oven", 1)
    )
    assert seokit(*arguments, cwd=good).returncode == 0
    assert seokit(*arguments, "--fail-on", "warning", cwd=good).returncode == 1


def test_a_path_that_is_not_there_is_named(bad: Path) -> None:
    done = seokit("audit", "contnet", cwd=bad)
    assert done.returncode == 2
    assert "contnet" in done.stderr
    assert "content" in done.stderr.replace("contnet", "")
    assert done.stdout == ""


def test_a_folder_without_a_page_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = seokit("audit", "empty", cwd=tmp_path)
    assert done.returncode == 2
    assert "empty" in done.stderr
    assert "no page" in done.stderr


def test_paths_from_stdin(bad: Path) -> None:
    done = seokit("audit", "-", "--format", "concise", cwd=bad, stdin="content/empty.md\n")
    assert done.returncode == 1
    assert "content/empty.md:2:8 error title-empty" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("audit", "content", "--format", "yaml"), "there is no format 'yaml'"),
        (("audit", "content", "--format", "csv", "--format", "json"), "only one format may go to stdout"),
        (("audit", "content", "--format", "xlsx"), "a workbook needs a file"),
        (("audit", "content", "--format", "csv:a", "--format", "json:a"), "the same file"),
        (("audit", "content", "--format", "csv:a", "--format", "json:./a"), "the same file"),
        (("audit", "content", "--format", "json:r/pages.csv", "--report-dir", "r"), "the same file"),
        (("audit", "content", "--format", "csv:-"), "leave out the colon"),
        (("audit", "content", "--report-dir", ""), "folder is empty"),
        (("audit", "content", "--select", ","), "names no rule"),
        (("audit", "content", "--ignore", "all"), "no rule is left to run"),
        (("audit", "content", "--select", "link", "--ignore", "link"), "no rule is left to run"),
        (("audit", "content", "--min-score", "nan"), "nan is not in the range"),
        (("audit", "content", "--select", "title-to-long"), "title-too-long"),
        (("audit", "content", "--today", "yesterday"), "not a date"),
        (("audit", "content", "--preset", "hugoo"), "hugo"),
        (("audit", "content", "-q", "-v"), "exclude"),
        (("audit", "content", "--min-score", "101"), "101"),
        (("audit", "content", "--config", "none.toml"), "none.toml"),
        (("audit",), "Missing argument"),
        (("audit", "content/" + "x" * 5000), "no such file"),
        (("sitemap", "content", "-o", "out"), "--base-url"),
        (("sitemap", "content", "-o", "", "--base-url", "https://example.org"), "folder is empty"),
        (("rule", "title-to-long"), "title-too-long"),
    ],
)
def test_usage_errors_exit_2_and_say_what_to_do(arguments: tuple[str, ...], words: str, bad: Path) -> None:
    done = seokit(*arguments, cwd=bad)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_cannot_be_read_is_exit_2_after_everything_else_was_written(bad: Path) -> None:
    (bad / "content" / "deep.md").write_text("---\ntitle: " + "[" * 100_000 + "\n---\n")
    done = seokit("audit", "content", "--format", "json", cwd=bad)
    assert done.returncode == 2
    written = json.loads(done.stdout)
    assert len(written["pages"]) == 1
    assert "deep.md" in done.stderr


def test_the_detected_preset_is_said_in_one_line(bad: Path) -> None:
    lines = seokit("audit", "content", cwd=bad).stderr.splitlines()
    assert len(lines) == 1
    assert "preset" in lines[0]
    assert seokit("audit", "content", "-q", cwd=bad).stderr == ""


def test_report_dir_writes_the_five_files(bad: Path) -> None:
    done = seokit("audit", "content", "--report-dir", "reports", cwd=bad)
    assert sorted(path.name for path in (bad / "reports").iterdir()) == [
        "audit.json", "audit.xlsx", "findings.csv", "issues.csv", "pages.csv",
    ]  # fmt: skip
    assert "reports/audit.xlsx" in done.stderr.replace(os.sep, "/")
    assert "title-empty" in done.stdout


def test_report_dir_with_a_kind_writes_only_that(bad: Path) -> None:
    seokit("audit", "content", "--report-dir", "reports", "--format", "json", cwd=bad)
    assert [path.name for path in (bad / "reports").iterdir()] == ["audit.json"]


def test_a_report_never_takes_the_place_of_a_page(bad: Path) -> None:
    done = seokit("audit", "content", "--format", "csv:./content/empty.md", cwd=bad)
    assert done.returncode == 2
    assert "cannot write ./content/empty.md: it is one of the pages audited" in done.stderr
    assert (bad / "content" / "empty.md").read_text() == BAD


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("seokit.toml", "the config"),
        ("known.txt", "the baseline"),
        ("Pages.csv", "the export of Search Console"),
        ("link.csv", "the export of Search Console"),
        ("sitemap.xml", "the sitemap"),
        ("robots.txt", "robots.txt"),
        ("llms.txt", "llms.txt"),
        ("content/empty.md", "one of the pages audited"),
    ],
)
def test_a_report_never_takes_the_place_of_what_was_read(file: str, what: str, bad: Path) -> None:
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
    made = {
        "seokit.toml": 'preset = "hugo"\nbaseline = "known.txt"\n', "sitemap.xml": sitemap, "llms.txt": "# x\n",
        "robots.txt": "User-agent: *\n", "Pages.csv": "Page,Clicks,Impressions,CTR,Position\n/a/,1,2,50%,3\n",
    }  # fmt: skip
    for name, text in made.items():
        (bad / name).write_text(text)
    (bad / "link.csv").symlink_to("Pages.csv")
    assert seokit("baseline", "create", "content", cwd=bad).returncode == 0
    before = (bad / file).read_bytes()
    done = seokit(
        "audit",
        "content",
        "--search-console",
        "Pages.csv",
        "--format",
        "csv:new.csv",
        "--format",
        f"json:{file}",
        cwd=bad,
    )
    assert done.returncode == 2
    assert f"cannot write {file}: it is {what}" in done.stderr
    assert (bad / file).read_bytes() == before
    assert not (bad / "new.csv").exists()


@pytest.mark.parametrize(
    ("file", "what"), [("seokit.toml", "the config"), ("content/empty.md", "one of the pages")]
)
def test_a_merge_plan_never_takes_the_place_of_what_was_read(file: str, what: str, bad: Path) -> None:
    (bad / "seokit.toml").write_text('preset = "hugo"\n')
    before = (bad / file).read_bytes()
    done = seokit("duplicates", "content", "-o", file, cwd=bad)
    assert done.returncode == 2
    assert f"cannot write {file}: it is {what}" in done.stderr
    assert (bad / file).read_bytes() == before


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("duplicates content -o -", "leave the option out"),
        ("duplicates content -o new/", "name of a folder"),
        ("robots -o -", "leave the option out"),
        ("audit content --format json:new/", "name of a folder"),
    ],
)
def test_what_names_no_file_is_not_made_one(command: str, sentence: str, bad: Path) -> None:
    before = sorted(bad.iterdir())
    done = seokit(*command.split(), cwd=bad)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())
    assert sorted(bad.iterdir()) == before


def test_a_report_that_cannot_be_written_keeps_no_other_from_being_written(bad: Path) -> None:
    done = seokit("audit", "content", "--format", "csv:content", "--format", "json:audit.json", cwd=bad)
    assert done.returncode == 2
    assert "cannot write content: it is a folder" in done.stderr
    assert "wrote audit.json" in done.stderr
    assert json.loads((bad / "audit.json").read_text())["findings"]
    assert done.stdout.startswith("Score")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "command",
    ["audit content", "audit content --format json", "rule", "meta content", "config show", "demo", "--help"],
)
def test_a_full_disk_behind_stdout_is_a_sentence(command: str, bad: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [*SEOKIT, *command.split()], cwd=bad, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.endswith("seokit: cannot write to stdout: No space left on device\n")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_workbook_without_room_is_a_sentence(bad: Path) -> None:
    done = seokit("audit", "content", "--format", "xlsx:/dev/full", "-q", cwd=bad)
    assert done.stderr == "seokit: cannot write /dev/full: No space left on device\n"
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("audit content >&-", 1),
        ("audit content 2>&-", 1),
        ("audit content <&- >&- 2>&-", 1),
        ("audit - <&-", 2),
        ("audit none 2>&-", 2),
        ("audit none 2>/dev/full", 2),
        ("audit content 2>/dev/full", 1),
    ],
)
def test_streams_that_are_closed_or_full(command: str, code: int, bad: Path) -> None:
    done = subprocess.run(
        f"{' '.join(SEOKIT)} {command}", cwd=bad, shell=True, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8:strict"])
def test_a_stdout_that_cannot_say_everything(encoding: str, good: Path) -> None:
    (good / "content" / "starter.md").write_text("---\ntitle: Brötchen \u65e5\n---\n", "utf-8")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    def said(*command: str) -> str:
        done = subprocess.run(
            [*SEOKIT, *command], cwd=good, env={**os.environ, **env}, capture_output=True, check=False
        )
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr
        return done.stdout.decode(encoding.partition(":")[0])

    for command in (["rule", "--markdown"], ["meta", "content", "--explain"], ["audit", "content"]):
        said(*command)
    title = "Brötchen &#26085;" if encoding == "latin-1" else "Brötchen 日"
    assert f"<title>{title}</title>" in said("meta", "content")


def test_a_config_cannot_steer_the_terminal(bad: Path) -> None:
    (bad / "seokit.toml").write_text('"\\u001b]0;x\\u0007" = 1\npreset = "\\u001b[31m"\n')
    environment = {"FORCE_COLOR": "1"}  # click takes escapes out where nobody sees them
    done = seokit("audit", "content", cwd=bad, env=environment)
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert r"\x1b]0;x\x07: unknown key" in done.stderr


def test_a_file_name_cannot_steer_the_terminal(good: Path) -> None:
    (good / "content" / "a\x1b[31m\nb--.md").write_text(GOOD.replace("date: 2025", "draft: true\ndate: 2025"))
    done = seokit("meta", "content", "--base-url", "https://example.org", cwd=good)
    assert r"<!-- content/a\x1b[31m\nb- -.md -->" in done.stdout
    done = seokit(
        "sitemap", "content", "--base-url", "https://example.org", "-o", "public", "--explain", cwd=good
    )
    assert r"content/a\x1b[31m\nb--.md: draft" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="there the current folder cannot be removed")
def test_a_current_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    command = f"rmdir ../gone; {' '.join(SEOKIT)} audit ."
    done = subprocess.run(
        command, cwd=tmp_path / "gone", shell=True, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "seokit: the current folder does not exist any more\n")


def test_a_reader_that_goes_away_is_no_fault(bad: Path) -> None:
    for number in range(300):
        (bad / "content" / f"page-{number}.md").write_text(BAD)
    done = subprocess.run(
        f"{' '.join(SEOKIT)} audit content --format concise | head -n 1; echo ${{PIPESTATUS[0]}}",
        cwd=bad, shell=True, executable="/bin/bash", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[1] == "1"
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("baseline show", 0),
        ("compare a.json a.json", 0),
        ("completion bash", 0),
        ("config schema", 0),
        ("duplicates content", 0),
        ("explain content/empty.md title-empty", 0),
        ("meta content", 0),
        ("--help", 0),
        ("audit content --format json", 1),
        ("audit content --format json:/dev/stdout", 1),
        ("audit nowhere", 2),
    ],
)
def test_a_reader_that_has_gone_already_is_no_fault(command: str, code: int, bad: Path) -> None:
    seokit("audit", "content", "--format", "json:a.json", cwd=bad)
    seokit("baseline", "create", "content", cwd=bad)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*SEOKIT, *command.split()], cwd=bad, stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert done.returncode == code, done.stderr
    assert "Broken" not in done.stderr


def test_no_colour_and_no_progress_when_piped(bad: Path) -> None:
    done = seokit("audit", "content", cwd=bad)
    assert "\x1b" not in done.stdout + done.stderr


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to look at worker processes")
@pytest.mark.parametrize("started", [1, 2])
def test_ctrl_c_ends_the_workers_and_leaves_no_half_written_file(tmp_path: Path, started: int) -> None:
    """With one worker started the other is being forked: an interrupt there was lost, or hung the pool."""
    (tmp_path / "content").mkdir()
    for number in range(3000):
        (tmp_path / "content" / f"page-{number}.md").write_text(GOOD)
    process = subprocess.Popen(
        [*SEOKIT, "audit", "content", "--report-dir", "reports", "--jobs", "2"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # A shell starts background jobs deaf to Ctrl-C, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(children(process.pid)) < started and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    workers = children(process.pid)
    assert len(workers) >= started
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip().endswith("interrupted")
    assert "Traceback" not in errors
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert not (tmp_path / "reports").exists() or not list((tmp_path / "reports").iterdir())


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to look at worker processes")
def test_workers_end_when_the_program_is_killed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for number in range(3000):
        (tmp_path / "content" / f"page-{number}.md").write_text(GOOD)
    process = subprocess.Popen(
        [*SEOKIT, "audit", "content", "--jobs", "2"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while (
        len(workers := children(process.pid)) < 2 and process.poll() is None and time.monotonic() < deadline
    ):
        time.sleep(0.001)
    assert len(workers) == 2
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while alive := [worker for worker in workers if Path(f"/proc/{worker}").exists()]:
        assert time.monotonic() < deadline, f"workers {alive} outlive the program"
        time.sleep(0.1)


def test_init_writes_a_config_that_the_audit_accepts(good: Path) -> None:
    done = seokit("init", cwd=good)
    assert done.returncode == 0
    assert (good / "seokit.toml").is_file()
    assert "preset" in done.stdout
    assert seokit("audit", "content", "-q", cwd=good).returncode in (0, 1)
    again = seokit("init", cwd=good)
    assert again.returncode == 2
    assert "seokit.toml" in again.stderr


def test_config_show_is_a_config(good: Path) -> None:
    shown = seokit("config", "show", "content", cwd=good)
    assert shown.returncode == 0
    (good / "seokit.toml").write_text(shown.stdout)
    again = seokit("config", "show", "content", cwd=good)
    assert again.returncode == 0, again.stderr


def test_rule_explains(tmp_path: Path) -> None:
    shown = seokit("rule", "title-too-long", cwd=tmp_path).stdout
    for words in ("convention", "limit", "60", "Bad:", "Good:", "[rules.title-too-long]"):
        assert words in shown
    assert "title-duplicate" in seokit("rule", cwd=tmp_path).stdout


def test_meta_prints_escaped_tags(good: Path) -> None:
    (good / "content" / "starter.md").write_text(
        GOOD.replace("winter?", 'winter & "frost"?', 1)
        .replace("title: ", "title: '", 1)
        .replace('frost"?', "frost\"?'", 1)
    )
    done = seokit("meta", "content", "--base-url", "https://example.org", cwd=good)
    assert done.returncode == 0, done.stderr
    assert "<title>How do I keep a sourdough starter alive in winter &amp; " in done.stdout
    assert "title" in seokit("meta", "content", "content/starter.md", "--explain", cwd=good).stdout
    unknown = seokit("meta", "content", "/nowhere", cwd=good)
    assert unknown.returncode == 2
    assert "/nowhere" in unknown.stderr


def test_sitemap_writes_checks_and_explains(good: Path) -> None:
    (good / "content" / "draft.md").write_text(GOOD.replace("date:", "draft: true\ndate:"))
    arguments = ("sitemap", "content", "--base-url", "https://example.org", "-o", "public")
    missing = seokit(*arguments, "--check", cwd=good)
    assert missing.returncode == 1
    assert not (good / "public").exists()
    done = seokit(*arguments, "--explain", cwd=good)
    assert done.returncode == 0, done.stderr
    assert "draft.md" in done.stdout
    assert "https://example.org/starter" in (good / "public" / "sitemap.xml").read_text()
    assert seokit(*arguments, "--check", cwd=good).returncode == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_robots_txt_without_end_is_never_waited_for(good: Path) -> None:
    arguments = ("sitemap", "content", "--base-url", "https://example.org", "-o", "public")
    (good / "static").mkdir()
    os.mkfifo(good / "static" / "robots.txt")
    assert seokit(*arguments, cwd=good).returncode == 0
    assert seokit(*arguments, "--robots", "/dev/zero", cwd=good).returncode == 0


def test_built_pages_tell_the_base_url(tmp_path: Path) -> None:
    (tmp_path / "public" / "rye").mkdir(parents=True)
    html = '<!doctype html><title>Rye</title><link rel="canonical" href="https://example.org/rye/">'
    (tmp_path / "public" / "rye" / "index.html").write_text(html)
    line = "seokit: base URL https://example.org, from the pages' canonicals\n"
    done = seokit("audit", "public", "--format", "json", cwd=tmp_path)
    assert line in done.stderr
    page = json.loads(done.stdout)["pages"][0]
    assert (page["url"], page["kind"]) == ("https://example.org/rye/", "built")
    assert line not in seokit("audit", "public", "-q", cwd=tmp_path).stderr
    given = seokit("audit", "public", "--base-url", "https://example.com", cwd=tmp_path)
    assert "base URL" not in given.stderr
    done = seokit("sitemap", "public", "-o", "out", cwd=tmp_path)
    assert (done.returncode, line in done.stderr) == (0, True)
    assert "<loc>https://example.org/rye/</loc>" in (tmp_path / "out" / "sitemap.xml").read_text()


def test_a_wrong_export_of_search_console_is_refused_before_the_audit(bad: Path) -> None:
    (bad / "Queries.csv").write_text("Top queries,Clicks,Impressions,CTR,Position\nrye bread,1,2,50%,3\n")
    done = seokit("audit", "content", "--search-console", "Queries.csv", cwd=bad)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith('seokit: Queries.csv:2:1: "rye bread" is no address')
    assert done.stdout == ""


def test_a_profile_goes_to_stderr_and_leaves_the_report_alone(bad: Path) -> None:
    plain = seokit("audit", "content", "--format", "jsonl", "-q", cwd=bad)
    done = seokit("audit", "content", "--format", "jsonl", "-q", "--profile", cwd=bad)
    assert done.stdout == plain.stdout
    assert "  read pages\n" in done.stderr
    assert "  write reports\n" in done.stderr
    assert "title-empty (page rules)" in done.stderr or "title-missing (page rules)" in done.stderr


def test_a_sitemap_outside_is_called_as_it_was_named(bad: Path) -> None:
    done = seokit("audit", "content", "--sitemap", os.devnull, cwd=bad)
    assert (done.returncode, f"seokit: {os.devnull}: is a device" in done.stderr) == (2, True)
