"""Completion as the shells ask for it: the protocol, the scripts, and what it costs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from seokit.cli import cli
from seokit.cli_completion import rule_names
from seokit.generate.reports import FORMATS
from seokit.presets import PRESETS
from seokit.score.registry import RULES
from tests.conftest import ROOT, need

SEOKIT = f'{sys.executable} -m seokit "$@"'
HEAVY = ("pandas", "numpy", "turbohtml", "bs4", "comrak", "jinja2", "rich", "xlsxwriter", "yaml", "ada_url")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """PATH with a `seokit` that is this one."""
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "seokit"
    script.write_text(f"#!/bin/sh\nexec {SEOKIT}\n")
    script.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
    }


def asked(words: str, environment: dict[str, str]) -> list[str]:
    """What bash is told for a line: type,value a line; the word that is being typed is the last."""
    done = subprocess.run(
        ["seokit"],
        env={
            **environment,
            "_SEOKIT_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_formats_presets_commands(environment: dict[str, str]) -> None:
    assert asked("seokit audit --format ", environment) == [f"plain,{name}" for name in FORMATS]
    assert asked("seokit audit --format sar", environment) == ["plain,sarif"]
    assert asked("seokit audit --preset ", environment) == [f"plain,{name}" for name in PRESETS]
    assert asked("seokit comp", environment) == ["plain,compare", "plain,completion"]
    assert asked("seokit completion ", environment) == ["plain,bash", "plain,zsh", "plain,fish"]


def test_rules(environment: dict[str, str]) -> None:
    assert set(asked("seokit rule title-too-l", environment)) == {"plain,title-too-long"}
    many = asked("seokit audit --ignore title-too-long,link-broken", environment)
    assert {"plain,title-too-long,link-broken"} <= set(many)
    assert "plain,title" in asked("seokit audit --select tit", environment)


def test_files(environment: dict[str, str]) -> None:
    assert asked("seokit audit cont", environment) == ["file,cont"]
    assert asked("seokit meta content --config se", environment) == ["file,se"]


def test_the_names_are_those_of_the_registry() -> None:
    assert sorted(rule_names()) == sorted(RULES)


def parameters(command: click.Command, name: str = "seokit") -> Iterator[tuple[str, click.Parameter]]:
    for parameter in command.params:
        yield name, parameter
    if isinstance(command, click.Group):
        for sub, below in command.commands.items():
            yield from parameters(below, f"{name} {sub}")


def test_every_option_that_takes_a_file_completes_files() -> None:
    lacking = [
        f"{name} {'/'.join(parameter.opts)}"
        for name, parameter in parameters(cli)
        if set((parameter.metavar or "").strip(".[]").split("-")) & {"FILE", "DIR", "PATH", "TARGET"}
        if not parameter.shell_complete(click.Context(cli), "x")
    ]
    assert lacking == [], "give them shell_complete=files"


def test_nothing_heavy_is_loaded(environment: dict[str, str]) -> None:
    code = (
        "import sys\n"
        "from seokit.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    for words in ("seokit audit --select ti", "seokit audit --format s", "seokit audit x --preset h"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={
                **environment,
                "_SEOKIT_COMPLETE": "bash_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(len(words.split()) - 1),
            },
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert done.stdout.startswith("plain,")
        assert done.stderr.strip() == "[]"


def shell(name: str, script: str, environment: dict[str, str]) -> str:
    need(name, shutil.which(name) is not None, f"{name} is not installed")
    done = subprocess.run(
        [name, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_bash_completes(environment: dict[str, str]) -> None:
    script = """
        eval "$(seokit completion bash)"
        COMP_WORDS=(seokit audit --format sar); COMP_CWORD=3
        _seokit_completion seokit
        printf '%s\\n' "${COMPREPLY[@]}"
        complete -p seokit
    """
    assert shell("bash", script, environment).splitlines() == [
        "sarif",
        "complete -o nosort -F _seokit_completion seokit",
    ]


def test_zsh_completes(environment: dict[str, str]) -> None:
    script = """
        autoload -Uz compinit && compinit -u
        eval "$(seokit completion zsh)"
        print -r -- ${_comps[seokit]}
        words=(seokit audit --format sar); CURRENT=4
        compadd() { print -rl -- $completions; }
        _seokit_completion
    """
    assert shell("zsh", script, environment).splitlines() == ["_seokit_completion", "sarif"]


def test_fish_completes(environment: dict[str, str]) -> None:
    script = 'seokit completion fish | source; complete --do-complete "seokit audit --format sar"'
    assert shell("fish", script, environment).splitlines() == ["sarif"]


def test_an_unknown_shell_is_a_sentence(environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["seokit", "completion", "ksh"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "'bash', 'zsh', 'fish'" in done.stderr
