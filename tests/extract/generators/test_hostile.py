"""Configs and data files that nobody wrote by hand: they say nothing, raise nothing, and take no time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from seokit.extract.generators import NAMES, Asked, Sites, generator_of

DATA = {
    "empty": b"",
    "nul": b"\0" * 1000,
    "no utf-8": b"\xff\xfe\xff" * 1000,
    "brackets": b"[" * 250_000,
    "objects": b'{"a":' * 50_000,
    "nested": b'{"tags": ' + b"[" * 400 + b"]" * 400 + b', "permalink": ' + b"[" * 300 + b"]" * 300 + b"}",
    "numbers": b'{"permalink": 5, "nav": 5, "path": 5, "dir": 5, "draft": [], "date": {}, "pagination": 1e999}',
    "quotes": b"'\\" * 120_000,
    "comment": b"/*" * 120_000,
    "permalink": b'{"permalink": "' + b"{{" * 400 + b'"}',
    "loop": b'{"permalink": "{% for a in x %}{% for b in x %}{{ x }}{% endfor %}{% endfor %}", "x": "' + b"x" * 9000 + b'"}',
    "python": b"PATH = 5\nARTICLE_PATHS = 5\nPAGE_PATHS = [5, 'a']\nARTICLE_URL = 5\nSLUG_REGEX_SUBSTITUTIONS = [5, (1, 2), ('(', '')]\n"
    b"EXTRA_PATH_METADATA = 5\nDEFAULT_METADATA = [1]\nDEFAULT_LANG = {}\nAUTHOR = []\nFILENAME_METADATA = '('\n",
    "patterns": b"exclude_docs: |\n  " + b"*a" * 20 + b"\n  [z-a]\n  !\nnav: [[[[{a: {b: [c.md]}}]]]]\ndocs_dir: [a]\n",
    "far": b"docs_dir: ../../../..\nPATH = '/'\n",
    "large": b'{"a": "' + b"x" * 3_000_000 + b'"}',
}  # fmt: skip


def ask(preset: str, path: Path, root: Path) -> None:
    located = Sites().locate(preset, str(path), str(root))
    assert located
    _, rules, name = located
    if not rules.left_out(name):
        rules.place(Asked(name, {"title": "Rye", "slug": ["a"], "date": "x", "lang": 5, "id": {}}))


@pytest.mark.parametrize("preset", NAMES)
@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_they_say_nothing_and_take_no_time(preset: str, data: bytes, tmp_path: Path) -> None:
    generator = generator_of(preset)
    assert generator
    folder = tmp_path / generator.folders[0] / "blog"
    folder.mkdir(parents=True)
    begun = time.process_time()
    for mark in generator.marks[:1]:
        (tmp_path / mark).write_bytes(data)
    for name in ("versions.json", ".eleventyignore", *(f"blog/{name}" for name in ("blog.json", "a.11tydata.js", "a.json"))):  # fmt: skip
        (tmp_path / generator.folders[0] / name).write_bytes(data)
    (tmp_path / "versions.json").write_bytes(data)
    ask(preset, folder / "a.md", tmp_path)
    ask(preset, folder / ("a" * 200 + ".md"), tmp_path)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("preset", NAMES)
def test_what_is_no_file_is_no_config(preset: str, tmp_path: Path) -> None:
    generator = generator_of(preset)
    assert generator
    folder = tmp_path / generator.folders[0]
    folder.mkdir()
    for name in (*generator.marks, "versions.json", ".eleventyignore"):
        (tmp_path / name).mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "a.json")
        os.mkfifo(folder / "a.11tydata.js")
    ask(preset, folder / "a.md", tmp_path)


@pytest.mark.parametrize("preset", NAMES)
def test_deep_folders_raise_nothing(preset: str, tmp_path: Path) -> None:
    deep = tmp_path / "src" / "/".join("a" * 1500) / "a.md"
    ask(preset, deep, tmp_path)
