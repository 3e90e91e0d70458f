"""Where an audit's time went: seconds by stage, by topic and by rule, for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seokit.model import Audit
from seokit.score.registry import RULES
from seokit.score.stopwatch import part_seconds, stage_seconds

SHOWN = 20  # rules and indexes


def profile_lines(audit: Audit) -> Iterator[str]:
    """The three tables as lines. Stages of the page pass are the sum over all processes."""
    stages = stage_seconds(audit.seconds)
    whole = sum(stages.values())
    yield from table("Stage", stages, whole)
    yield f"{whole:9.3f}  100.0 %  all stages, of all processes; {audit.duration:.3f} s by the clock"
    parts = part_seconds(audit.seconds)
    topics: dict[str, float] = {}
    for name, by_stage in parts.items():
        topic = RULES[name].topic if name in RULES else "indexes"
        topics[topic] = topics.get(topic, 0.0) + sum(by_stage.values())
    yield ""
    yield from table("Topic (rules), and the indexes that rules share", topics, whole, sort=True)
    yield ""
    slowest = {f"{name} ({', '.join(by_stage)})": sum(by_stage.values()) for name, by_stage in parts.items()}
    yield from table(f"Rule or index, the slowest {SHOWN}", slowest, whole, sort=True, most=SHOWN)


def table(
    title: str, seconds: Mapping[str, float], whole: float, *, sort: bool = False, most: int | None = None
) -> Iterator[str]:
    """Seconds, share of `whole` and name, a line each under a header."""
    yield f"{'Seconds':>9}  {'Share':>7}  {title}"
    rows = sorted(seconds.items(), key=lambda row: (-row[1], row[0])) if sort else list(seconds.items())
    for name, value in rows[:most]:
        yield f"{value:9.3f}  {100 * value / whole if whole else 0.0:5.1f} %  {name}"
