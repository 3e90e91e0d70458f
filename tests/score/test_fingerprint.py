"""Findings are recognised by what they say, not by where it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from seokit.model import Finding
from seokit.score.fingerprint import fingerprints

FINDING = Finding(
    severity="error",
    rule="title-duplicate",
    message="",
    path="content/a.md",
    line=2,
    field="title",
    value="Tea",
)


def of(*findings: Finding) -> list[str]:
    return list(fingerprints(findings, os.curdir))


@pytest.mark.parametrize(
    "change", [{"line": 9}, {"column": 4}, {"message": "other words"}, {"value": " TEA "}]
)
def test_what_does_not_make_it_another(change: dict[str, object]) -> None:
    assert of(FINDING) == of(replace(FINDING, **change))


@pytest.mark.parametrize(
    "change", [{"rule": "title-empty"}, {"path": "content/b.md"}, {"field": "seo.title"}, {"value": "Rye"}]
)
def test_what_makes_it_another(change: dict[str, object]) -> None:
    assert of(FINDING) != of(replace(FINDING, **change))


def test_a_number_says_how_bad_a_fault_is_and_not_which() -> None:
    words = replace(FINDING, value=87, field="")
    assert of(words) == of(replace(words, value=140))
    assert of(words) == of(replace(words, value=0.5, group="/a"))
    assert len(set(of(words, replace(words, value=140)))) == 2


def test_the_same_fault_twice_has_two_names() -> None:
    assert len(set(of(FINDING, FINDING))) == 2


def test_the_current_folder_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    above = list(fingerprints([FINDING], str(tmp_path)))
    monkeypatch.chdir(tmp_path / "content")
    assert list(fingerprints([replace(FINDING, path="a.md")], str(tmp_path))) == above


def test_a_lone_surrogate_has_one_too() -> None:
    assert of(replace(FINDING, value="\ud800"))


def test_a_base_url_that_is_set_later_changes_nothing() -> None:
    """Regression: with a base URL, every canonical-needed of a baseline was gone and came back as a new one."""
    before = replace(FINDING, url="/a", value="/learn/b")
    after = replace(FINDING, url="https://example.org/a", value="https://example.org/learn/b")
    assert of(before) == of(after)
    elsewhere = replace(after, value="https://example.org.evil/learn/b")
    assert of(after) != of(elsewhere)
    assert of(replace(after, value="https://example.org")) == of(replace(before, value="https://example.org"))
