"""The plugin for pytest, run by pytest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from seokit import api
from seokit.model import Audit, Failure, Finding, Scores, Settings, Summary
from seokit.pytest_pages import SITE, verdicts_of
from tests.conftest import ROOT, need
from tests.hosts import environment, run

GOOD = "---\ntitle: How long does rye have to rise?\n---\n" + "Rye rises slowly in winter. " * 60
OTHER = GOOD.replace("rye", "oats").replace("Rye rises slowly", "Oats are rolled quickly")
BAD = "---\ntitle: ''\n---\n[x](/gone)\n"


pytest_plugins = ["pytester"]
THERE = any(point.value == "seokit.pytest_plugin" for point in entry_points(group="pytest11"))


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """pytester takes back what a run imported, and numpy cannot be imported twice: so it is there before."""
    file = tmp_path_factory.mktemp("loaded") / "a.md"
    file.write_text(BAD)
    list(verdicts_of(api.audit(file, preset="generic"), ("error",)))


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    for name, text in {
        "content/a.md": GOOD,
        "content/b.md": BAD,
        "content/sub/c.md": OTHER,
        "tests/test_own.py": "def test_own(): pass\n",
    }.items():
        (pytester.path / name).parent.mkdir(parents=True, exist_ok=True)
        (pytester.path / name).write_text(text)
    return pytester.path


class Ran(NamedTuple):
    """What a run of pytest ended with, and said."""

    code: int
    said: str


Suite = Callable[..., Ran]


@pytest.fixture
def suite(folder: Path, pytester: pytest.Pytester) -> Suite:
    """Runs pytest in the folder, in this process: that spares a second each time."""
    plugin = () if THERE else ("-p", "seokit.pytest_plugin")

    def run_suite(*more: str) -> Ran:
        done = pytester.runpytest_inprocess(*plugin, *more)
        return Ran(int(done.ret), done.stdout.str() + done.stderr.str())

    return run_suite


def apart(folder: Path, *more: str) -> Ran:
    """Runs pytest in a process of its own, where the plugin is found as an installed one is."""
    done = run("pytest", *more, cwd=folder)
    return Ran(done.returncode, done.stdout)


def results(done: Ran) -> dict[str, str]:
    """What `-v` says of each test."""
    words = [line.split() for line in done.said.splitlines()]
    return {
        line[0]: line[1]
        for line in words
        if len(line) > 1 and line[1] in ("PASSED", "FAILED") and "::" in line[0]
    }


def test_one_test_a_page(folder: Path, suite: Suite) -> None:
    done = suite("--seokit", "content", "-v")
    assert done.code == 1
    assert "collected 4 items" in done.said
    assert "seokit: content, fails on error\n" in done.said
    assert results(done) == {
        "tests/test_own.py::test_own": "PASSED",
        "content/a.md::seokit": "PASSED",
        "content/b.md::seokit": "FAILED",
        "content/sub/c.md::seokit": "PASSED",
    }
    (_, failure), _ = done.said.split(" content/b.md _"), ""
    assert failure.split("=====")[0].splitlines()[1:] == [
        "content/b.md:2:8 error title-empty title is empty",
        "content/b.md:4:5 error link-broken the link to /gone is broken: no page has this URL",
        "  title-empty: write a title, or remove the key so that the page shows up as missing one."
        " (seokit rule title-empty)",
        "  link-broken: link to a page that exists, or take the link out. (seokit rule link-broken)",
    ]
    assert "FAILED content/b.md::seokit - Failed: content/b.md:2:8 error title-empty" in done.said


def test_severities(folder: Path, suite: Suite) -> None:
    done = suite("--seokit", "content/sub", "content/sub", "--seokit-fail-on", "info")
    assert done.code == 1
    assert "content/sub/c.md: info " in done.said
    assert "content/sub/c.md: warning link-orphan" in done.said
    assert ".md: info " not in suite("--seokit", "content/sub", "--seokit-fail-on", "warning").said
    assert suite("--seokit", "content/sub").code == 0
    done = suite("--seokit", "content", "--seokit-fail-on", "never")
    assert done.code == 4
    assert "--seokit-fail-on: invalid choice: 'never'" in done.said


def test_pytest_s_own_options(folder: Path, suite: Suite) -> None:
    assert "2 passed, 2 deselected" in suite("--seokit=content", "-k", "a.md or c.md").said
    assert "1 failed, 2 passed" in suite("--seokit=content", "-x").said
    listed = suite("--seokit=content", "--collect-only", "-q").said.splitlines()
    assert [line for line in listed if "::" in line] == [
        "tests/test_own.py::test_own",
        "content/a.md::seokit",
        "content/b.md::seokit",
        "content/sub/c.md::seokit",
    ]
    assert "1 failed, 3 passed" in suite("--seokit=content", "-q").said
    assert "1 failed" in suite("--seokit=content", "--lf").said
    assert list(results(suite("--seokit=content", "--lf", "-v"))) == ["content/b.md::seokit"]


def test_as_it_is_installed(folder: Path) -> None:
    done = apart(folder, "--seokit=content", "-v")
    assert done.code == 1
    assert results(done)["content/b.md::seokit"] == "FAILED"
    assert "seokit-cli-0" in done.said


def test_junit(folder: Path, suite: Suite) -> None:
    suite("--seokit=content", "--junit-xml=out.xml")
    cases = {
        f"{one.get('classname')} {one.get('name')}": one
        for one in etree.parse(folder / "out.xml").iter("testcase")
    }
    assert list(cases) == [
        "tests.test_own test_own",
        "content.a.md seokit",
        "content.b.md seokit",
        "content.sub.c.md seokit",
    ]
    assert [name for name, case in cases.items() if len(case)] == ["content.b.md seokit"]


@pytest.mark.parametrize(
    ("named", "ran"),
    [
        (["content/b.md::seokit"], ["content/b.md::seokit"]),
        (["content/b.md"], ["content/b.md::seokit"]),
        (["content/sub"], ["content/sub/c.md::seokit"]),
        (["content/sub", "content/a.md::seokit"], ["content/a.md::seokit", "content/sub/c.md::seokit"]),
        (["tests", "content/sub/"], ["tests/test_own.py::test_own", "content/sub/c.md::seokit"]),
        (["content"], ["content/a.md::seokit", "content/b.md::seokit", "content/sub/c.md::seokit"]),
    ],
)  # fmt: skip
def test_pages_that_the_command_line_names(
    named: list[str], ran: list[str], folder: Path, suite: Suite
) -> None:
    assert list(results(suite("--seokit=content", "-v", *named))) == ran
    (folder / "pytest.ini").write_text("[pytest]\nseokit_paths = content\n")
    assert list(results(suite("-v", *named))) == ran


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_names_and_sentences_cannot_steer_a_terminal(folder: Path, suite: Suite) -> None:
    """The name of a page stood raw in headings and in `FAILED …`, and JUnit's XML was not well-formed."""
    (folder / "content" / "e\x1b[31m.md").write_text(BAD)
    done = suite("--seokit=content", "-vv", "--color=no", "--junit-xml=out.xml")
    assert "\x1b" not in done.said
    assert "FAILED content/e\\x1b[31m.md::seokit" in done.said
    assert " content/e\\x1b[31m.md ___" in done.said
    assert len(etree.parse(folder / "out.xml").findall(".//testcase")) == 5
    assert "\x1b" not in suite("--seokit=content", "--collect-only", "--color=no").said
    (folder / "seokit.toml").write_text('"\\u001b[31mevil" = 1\n')
    done = suite("--seokit=content", "--color=no")
    assert done.code == 4
    assert "\x1b" not in done.said
    assert "seokit.toml:1: \\x1b[31mevil: unknown key" in done.said


def test_other_tests_that_the_command_line_names(folder: Path, suite: Suite) -> None:
    assert len(results(suite("--seokit=content", "-v", "tests"))) == 4
    (folder / "pytest.ini").write_text("[pytest]\nseokit_paths = content\n")
    done = suite("-v", "tests")
    assert list(results(done)) == ["tests/test_own.py::test_own"]
    assert "seokit:" not in done.said
    assert len(results(suite("-v", "."))) == 4
    assert suite("--seokit=content", "content/none.md::seokit").code == 4


def test_the_ini_file(folder: Path, suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pytest.ini").write_text(
        "[pytest]\nseokit_paths = content/sub content/b.md\nseokit_fail_on = warning\nusefixtures = tmp_path\n"
    )
    done = suite("-v")
    assert list(results(done)) == [
        "tests/test_own.py::test_own",
        "content/b.md::seokit",
        "content/sub/c.md::seokit",
    ]
    assert "content/sub/c.md: warning link-orphan" in done.said
    assert ", fails on error" in suite("--seokit-fail-on", "error").said
    done = suite("-o", "seokit_fail_on=bad")
    assert done.code == 4
    assert "ERROR: seokit_fail_on: must be one of error, warning, info, not 'bad'" in done.said
    monkeypatch.chdir(folder / "content")  # paths of an ini file are relative to it
    done = suite("-v")
    assert list(results(done)) == ["b.md::seokit", "sub/c.md::seokit"]  # as pytest shows its own
    assert "seokit: sub, b.md, fails on warning\n" in done.said


def test_a_config(folder: Path, suite: Suite) -> None:
    (folder / "own.toml").write_text('[rules]\nselect = ["title-empty"]\n')
    done = suite("--seokit=content", "--seokit-config=own.toml")
    assert "content/b.md:2:8 error title-empty" in done.said
    assert "link-broken" not in done.said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--seokit=contnet"], "seokit: no such file or folder: contnet (did you mean content?)"),
        (["--seokit=tests"], "seokit: tests holds no page"),
        (["--seokit=content", "--seokit-config=none.toml"], "seokit: --config: none.toml is not a file"),
        (["--seokit=content", "-n2", "--seokit-config=none.toml"], "seokit: --config: none.toml is not a file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence(more: list[str], said: str, folder: Path, suite: Suite) -> None:
    if "-n2" in more:
        need("xdist", find_spec("xdist") is not None, "pytest-xdist is not installed")
    done = apart(folder, *more) if "-n2" in more else suite(*more)
    assert done.code == 4
    assert f"ERROR: {said}" in done.said
    assert "Traceback" not in done.said


def test_what_cannot_be_read_and_what_belongs_to_no_page(folder: Path, suite: Suite) -> None:
    (folder / "content" / "deep.md").write_text("---\ntitle: " + "[" * 5_000 + "\n---\n")
    (folder / "content" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    done = suite("--seokit=content", "-v")
    assert list(results(done)) == [
        "tests/test_own.py::test_own",
        "content/a.md::seokit",
        "content/b.md::seokit",
        "content/deep.md::seokit",
        "content/sub/c.md::seokit",
        "seokit::site",
    ]
    assert "collected 6 items" in done.said
    assert "\ncontent/deep.md: not read: the front matter is nested too deep" in done.said
    assert "\ncontent/robots.txt:2:1 error robots-blocks-all" in done.said
    assert results(done)["content/deep.md::seokit"] == results(done)["seokit::site"] == "FAILED"


@pytest.mark.parametrize("more", [[], ["content/b.md::seokit", "content/sub"], ["tests"]])
def test_shared_out_by_xdist(more: list[str], folder: Path, suite: Suite) -> None:
    need("xdist", find_spec("xdist") is not None, "pytest-xdist is not installed")
    (folder / "pytest.ini").write_text("[pytest]\nseokit_paths = content\n")
    alone = suite("-v", *more)
    shared = apart(folder, "-v", "-n2", "-W", "error", *more)
    lines = [line.split() for line in shared.said.splitlines() if line.startswith("[gw") and "::" in line]
    assert {line[-1]: line[-2] for line in lines} == results(alone)
    assert shared.code == alone.code


@pytest.mark.parametrize("more", [[], ["-n2"]])
def test_the_audit_is_made_once(more: list[str], folder: Path) -> None:
    """Also where workers share the tests out: they get what came of it."""
    need("xdist", find_spec("xdist") is not None, "pytest-xdist is not installed")
    (folder / "conftest.py").write_text(
        "from seokit import api\n\n"
        "real = api.audit\n\n\n"
        "def audit(*arguments, **options):\n"
        "    open('audits', 'a').write('x')\n"
        "    return real(*arguments, **options)\n\n\n"
        "api.audit = audit\n"
    )
    assert apart(folder, "--seokit=content", *more).code == 1
    assert (folder / "audits").read_text() == "x"


def test_whose_findings_are_whose() -> None:
    pages = tuple(Summary(number=number, path=f"{number}.md") for number in range(2))
    findings = tuple(
        Finding(
            severity="error", rule="title-empty", message=message, path=path, page=page, everywhere=everywhere
        )
        for message, path, page, everywhere in [
            ("of one page", "1.md", 1, False),
            ("of all pages", "0.md", 0, True),
            ("of a file that is no page", "robots.txt", -1, False),
        ]
    )
    audit = Audit(
        pages=pages,
        findings=findings,
        skipped=(),
        errors=(Failure("00.md", "no"),),
        scores=Scores(),
        config=Settings(),
    )
    made = {Path(one.path).name: one.text for one in verdicts_of(audit, ("error",))}
    assert list(made) == ["0.md", "00.md", "1.md", SITE]
    assert made["0.md"] == ""
    assert made["00.md"] == "00.md: not read: no"
    assert made["1.md"].startswith("1.md: error title-empty of one page\n")
    assert "of all pages" in made[SITE]
    assert "of a file that is no page" in made[SITE]
    assert not any(one.text for one in verdicts_of(audit, ()) if one.path != str(Path("00.md").absolute()))


def test_a_run_that_does_not_ask_for_it_pays_nothing(folder: Path) -> None:
    code = (
        "import sys, time, pytest\n"
        "begun = time.perf_counter()\n"
        "import seokit.pytest_plugin\n"
        "print(time.perf_counter() - begun)\n"
        "pytest.main(['-q', '-p', 'seokit.pytest_plugin', 'tests'])\n"
        "print(sorted(m for m in sys.modules if m.startswith('seokit') or m in ('msgspec', 'click', 'yaml')))"
    )
    env = {**environment(folder.parent), "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    first, *_, last = done.stdout.splitlines()
    assert last == "['seokit', 'seokit.pytest_plugin']"
    assert float(first) < 0.1  # 1 ms, where the machine is idle
