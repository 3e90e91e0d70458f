"""Rules about robots.txt, as `seokit robots --check` and an audit hold it against them."""

from __future__ import annotations

from collections.abc import Iterator

from seokit.extract.robotsfile import ROBOTS_BYTES
from seokit.model import Hit, Spot
from seokit.score.robots_faults import INVALID, NO_SITEMAP, SHUTS, RobotsFile
from seokit.score.rule import rule

SPEC = "https://developers.google.com/crawling/docs/robots-txt/robots-txt-spec"
SITEMAPS = "https://www.sitemaps.org/protocol.html#submit_robots"


def hits(robots: RobotsFile, name: str) -> Iterator[Hit]:
    """The faults of one rule, each at its line."""
    for fault in robots.of(name):
        line = fault.line
        spot = Spot(robots.path, line.number if line else None, line.column if line else None)
        yield Hit(spot, {"value": fault.value, "reason": fault.message})


@rule(
    "robots-invalid-line",
    severity="warning",
    evidence="documented",
    source=SPEC,
    checked="2026-11-26",
    message="{reason}",
    record="robots",
)
def invalid_line(robots: RobotsFile) -> Iterator[Hit]:
    """Crawlers skip a line that they do not understand, without a word: what it should forbid stays open.

    Found are slips in the names of directives, lines without a colon, paths without their slash, lines before the
    first user-agent, and directives that no crawler of today obeys, such as `Noindex`.

    Fix: write the line as RFC 9309 has it, or take it out.

    Bad:
        --- file: robots.txt
        User-agent: *
        Dissallow: /search/
        --- file: page.md
        title: Why do cats purr?
    Good:
        --- file: robots.txt
        User-agent: *
        Disallow: /search/
        --- file: page.md
        title: Why do cats purr?
    """
    return hits(robots, INVALID)


@rule(
    "robots-blocks-all",
    severity="error",
    evidence="documented",
    source=SPEC,
    checked="2026-11-26",
    message="{reason}",
    record="robots",
)
def blocks_all(robots: RobotsFile) -> Iterator[Hit]:
    """A site that is shut for Googlebot drops out of its results. This comes from staging, and stays by mistake.

    Fix: remove `Disallow: /`, or name what is to stay shut.

    Bad:
        --- file: robots.txt
        User-agent: *
        Disallow: /
        --- file: page.md
        title: Why do cats purr?
    Good:
        --- file: robots.txt
        User-agent: *
        Disallow: /drafts/
        --- file: page.md
        title: Why do cats purr?
    """
    return hits(robots, SHUTS)


@rule(
    "robots-sitemap-missing",
    severity="info",
    evidence="documented",
    source=SITEMAPS,
    checked="2026-11-26",
    message="{reason}",
    record="robots",
)
def sitemap_missing(robots: RobotsFile) -> Iterator[Hit]:
    """A sitemap that robots.txt names is found by every crawler, not only by those that it was handed to.

    Fix: add a line such as `Sitemap: https://example.org/sitemap.xml`.

    Bad:
        --- file: robots.txt
        User-agent: *
        Disallow:
        --- file: page.md
        title: Why do cats purr?
    Good:
        --- file: robots.txt
        User-agent: *
        Disallow:
        Sitemap: https://example.org/sitemap.xml
        --- file: page.md
        title: Why do cats purr?
    """
    return hits(robots, NO_SITEMAP)


@rule(
    "robots-too-large",
    severity="warning",
    evidence="documented",
    source=SPEC,
    checked="2026-11-26",
    message="the file is larger than the {limit:,} bytes of it that Google reads",
    record="robots",
)
def too_large(robots: RobotsFile, *, limit: int = ROBOTS_BYTES) -> Iterator[Hit]:
    """Google reads the first 500 KiB of robots.txt, and ignores the rules behind them.

    Fix: write fewer and more general rules: `Disallow: /archive/` in place of a line a page.

    Bad:
        config: rules.robots-too-large.limit = 40
        --- file: robots.txt
        User-agent: *
        Disallow: /archive/2001/
        Disallow: /archive/2002/
        --- file: page.md
        title: Why do cats purr?
    Good:
        config: rules.robots-too-large.limit = 40
        --- file: robots.txt
        User-agent: *
        Disallow: /archive/
        --- file: page.md
        title: Why do cats purr?
    """
    if robots.size > limit:
        yield Hit(Spot(robots.path), {"value": robots.size})
