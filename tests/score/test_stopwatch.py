"""Seconds are added up by stage and part, over all processes."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

import seokit
from seokit.score import stopwatch
from seokit.score.registry import RULES
from seokit.score.stopwatch import READ, STAGES, Stopwatch, part_seconds, stage_seconds
from seokit.score.stopwatch import RULES as PAGE_RULES


def test_a_stage_is_the_sum_of_its_parts() -> None:
    seconds = {f"{PAGE_RULES}/a": 1.0, f"{PAGE_RULES}/b": 2.0, READ: 4.0}
    assert stage_seconds(seconds) == {READ: 4.0, PAGE_RULES: 3.0}
    assert part_seconds(seconds) == {"a": {PAGE_RULES: 1.0}, "b": {PAGE_RULES: 2.0}}


def test_time_is_added_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, begun = Stopwatch(), perf_counter()
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: begun + 2.0)
    assert watch.add(begun, READ) == begun + 2.0
    watch.add(begun + 1.0, READ)
    watch.take({READ: 1.0, PAGE_RULES: 5.0})
    assert watch == {READ: 4.0, PAGE_RULES: 5.0}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_audit_knows_where_its_time_went(jobs: int, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.md").write_text("---\ntitle: A title\n---\nSome text. [a](/b)\n")
    audit = seokit.audit(tmp_path, jobs=jobs)
    stages = stage_seconds(audit.seconds)
    assert set(stages) == set(STAGES) - {"write reports"}
    assert all(value > 0 for value in stages.values())
    ran = part_seconds(audit.seconds)
    assert {"title-too-short", "title-duplicate", "by_url"} <= set(ran)
    assert {name for name in ran if name in RULES} <= set(audit.config.rules.severity)
    if jobs == 1:
        assert sum(stages.values()) <= audit.duration
