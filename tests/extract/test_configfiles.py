"""Config files as data: nothing of them is run, and what cannot be read says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from seokit.extract import configfiles
from seokit.extract.configfiles import (
    first_file,
    json_values,
    python_values,
    text_of,
    toml_values,
    yaml_values,
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_python_is_not_run() -> None:
    Path("conf.py").write_text(
        "import os\n"
        "open('ran', 'w')\n"
        "A = 'a'\nB: str = 'b'\nC = ('x', ['y'])\nD = os.environ['X']\nE = A + 'x'\nF = 1\nF = f()\n"
        "if True:\n    G = 'g'\nH, I = 1, 2\nJ.k = 3\nK = -5\n"
    )
    assert python_values("conf.py") == {
        "A": "a",
        "B": "b",
        "C": ("x", ["y"]),
        "D": None,
        "E": None,
        "F": None,
        "K": -5,
    }
    assert not Path("ran").exists()


def test_tags_of_yaml_are_passed_over() -> None:
    Path("mkdocs.yml").write_text(
        "a: 1\nb: !ENV [X, y]\nc: !!python/object/apply:os.system ['touch ran']\nd: {e: !!python/name:os.getcwd }\n"
    )
    values = yaml_values("mkdocs.yml")
    assert values["a"] == 1
    assert not Path("ran").exists()


@pytest.mark.parametrize("read", [toml_values, yaml_values, json_values, python_values])
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"[", b"{" * 50_000, b"a: &a [*a]", b"\0", b"5", b"a = " + b"[" * 50_000, b"((" * 5_000],
)  # fmt: skip
def test_what_cannot_be_read_says_nothing(read: object, data: bytes) -> None:
    Path("config").write_bytes(data)
    assert isinstance(read("config"), dict)  # type: ignore[operator]
    assert read("not there") == {}  # type: ignore[operator]


def test_a_config_is_no_book(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.json").write_text('{"a": "0123456789"}')
    assert json_values("a.json") == {"a": "0123456789"}
    monkeypatch.setattr(configfiles, "MAX_CONFIG", 10)
    assert text_of("a.json") == ""
    assert json_values("a.json") == {}


def test_a_byte_order_mark_is_none_of_it() -> None:
    Path("a.json").write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert json_values("a.json") == {"a": 1}


def test_only_a_file_is_one() -> None:
    Path("a.json").mkdir()
    Path("b.json").write_text("{}")
    assert first_file(".", ("a.json", "b.json")) == "./b.json"
    assert first_file(".", ("a.json",)) == ""
