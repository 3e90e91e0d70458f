"""Where an audit's time goes: seconds by stage, and within the stages by rule and index.

Measured always, around the work on 64 pages at a time, which costs less than a thousandth; shown by
`seokit audit --profile`. Stages of the page pass are added up over all processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

# Stages in the order in which they happen.
DISCOVER, READ, TEXT, RULES, SUMMARY, INDEXES = (
    "find files", "read pages", "words and sentences", "page rules", "summaries", "facts for indexes"
)  # fmt: skip
GATHER, PREPARE, SITE_RULES, FINISH, REPORTS = (
    "gather results", "prepare indexes", "site rules", "sort and score", "write reports"
)  # fmt: skip
STAGES = (
    DISCOVER, READ, TEXT, RULES, SUMMARY, INDEXES, GATHER, PREPARE, SITE_RULES, FINISH, REPORTS,
)  # fmt: skip


class Stopwatch(dict[str, float]):
    """Seconds by name: a stage, or a stage with what was done in it, as in "page rules/title-too-long"."""

    def __missing__(self, name: str) -> float:
        return 0.0

    def add(self, since: float, stage: str, part: str = "") -> float:
        """Add the time since `since` (of perf_counter) to a stage, or a part of it; returns the time now."""
        now = perf_counter()
        self[f"{stage}/{part}" if part else stage] += now - since
        return now

    def take(self, others: Mapping[str, float]) -> None:
        """Add what another process measured."""
        for name, seconds in others.items():
            self[name] += seconds


def stage_seconds(seconds: Mapping[str, float]) -> dict[str, float]:
    """Seconds of each stage that took any, its parts included, in the order of STAGES."""
    found = dict.fromkeys(STAGES, 0.0)
    for name, value in seconds.items():
        found[name.partition("/")[0]] += value
    return {stage: value for stage, value in found.items() if value}


def part_seconds(seconds: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Rule or index → stage → seconds."""
    found: dict[str, dict[str, float]] = {}
    for name, value in seconds.items():
        stage, slash, part = name.partition("/")
        if slash:
            found.setdefault(part, {})[stage] = value
    return found
