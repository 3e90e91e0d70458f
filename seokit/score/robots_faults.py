"""Checks a robots.txt: lines that crawlers skip, a site that is shut, a missing sitemap. protego is the judge.

Source: https://developers.google.com/crawling/docs/robots-txt/robots-txt-spec
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from seokit import urls
from seokit.extract.robotsfile import ROBOTS_BYTES
from seokit.score.robots import ROBOT, SOMEWHERE, parsed

if TYPE_CHECKING:
    from protego import Protego

# Directives of RFC 9309 and of sitemaps.org, and those that only some crawlers know.
KNOWN = ("user-agent", "allow", "disallow", "sitemap")
ELSEWHERE = (
    "crawl-delay",
    "host",
    "clean-param",
    "request-rate",
    "visit-time",
    "content-signal",
    "content-usage",
)
SLIPS = {
    "useragent": "user-agent", "user agent": "user-agent", "dissallow": "disallow", "dissalow": "disallow",
    "disalow": "disallow", "diasllow": "disallow", "disallaw": "disallow", "site-map": "sitemap",
    "sitemaps": "sitemap", "noindex": "", "nofollow": "",
}  # fmt: skip
INVALID, SHUTS, NO_SITEMAP = "robots-invalid-line", "robots-blocks-all", "robots-sitemap-missing"
MOST = 1_000  # lines that are tried, each against all others; robots.txt has a few
SHUT = ("/", "/*", "*")  # paths that are the whole site


class Line(Struct, frozen=True):
    """A line that says something: number from 1, column of its first character, name in lower case, value.

    `colon`: whether one parts name and value.
    """

    number: int
    column: int
    name: str
    value: str
    colon: bool


class RobotsFault(Struct, frozen=True):
    """What is wrong: the rule that says so, in which words, where, and the word or crawler that it is about."""

    rule: str
    message: str
    line: Line | None = None
    value: str = ""


class RobotsFile(Struct, frozen=True):
    """A robots.txt as its rules judge it. `path` is how findings name the file."""

    path: str
    size: int  # bytes
    faults: tuple[RobotsFault, ...]

    def of(self, rule: str) -> Iterator[RobotsFault]:
        """The faults that are a rule's to report, in the order of the lines."""
        return (fault for fault in self.faults if fault.rule == rule)


def read_faults(data: bytes, path: str) -> RobotsFile:
    """All that is wrong with a robots.txt."""
    return RobotsFile(path, len(data), tuple(faults(data)))


def faults(data: bytes) -> Iterator[RobotsFault]:
    """Each fault of the file."""
    if len(data) > ROBOTS_BYTES:
        # The line that is cut is not judged by its half.
        data = data[:ROBOTS_BYTES].rpartition(b"\n")[0] or data[:ROBOTS_BYTES]
    text = data.decode("utf-8-sig", "replace")
    listed = list(lines(text))
    if "\0" in text or text.lstrip()[:1] == "<":
        yield RobotsFault(INVALID, "the file is no robots.txt, but HTML or binary")
        return
    grouped = False
    for line in listed:
        # Google, and protego with it, reads a group without the colon too.
        begun = line.name if line.colon else line.name.split(None, 1)[0]
        grouped = grouped or "user-agent" in (begun, SLIPS.get(begun))
        reason = fault(line, grouped)
        if reason:
            yield RobotsFault(INVALID, reason, line, line.name)
    rules = parsed(text)
    if not rules.can_fetch(SOMEWHERE + "/", ROBOT) and not reachable(rules, listed, ROBOT):
        shutting = [line for line in listed if line.name == "disallow" and line.value in SHUT]
        line_of = shutting[0] if shutting else None
        yield RobotsFault(SHUTS, f"{ROBOT} is kept from the whole site", line_of, ROBOT)
    if not any(True for _ in rules.sitemaps):
        yield RobotsFault(NO_SITEMAP, "no line names a sitemap")


def reachable(rules: Protego, listed: list[Line], robot: str) -> bool:
    """Whether an Allow leaves something of the site open."""
    allowed = [line.value for line in listed if line.name == "allow" and line.value][:MOST]
    return any(rules.can_fetch(SOMEWHERE + one.replace("*", "x").rstrip("$"), robot) for one in allowed)


def lines(text: str) -> Iterator[Line]:
    """The lines of a robots.txt but blank ones and comments."""
    for number, raw in enumerate(text.splitlines(), 1):
        said = raw.partition("#")[0]
        if not said.strip():
            continue
        column = len(said) - len(said.lstrip()) + 1
        name, colon, value = said.partition(":")
        yield Line(number, column, name.strip().lower(), value.strip(), bool(colon))


def fault(line: Line, grouped: bool) -> str:
    """Why crawlers skip or misread a line; empty where they do not."""
    if not line.name:
        return "the line names no directive"
    if not line.colon:
        return f"the line {urls.printable(line.name)} has no colon"
    meant = SLIPS.get(line.name)
    if meant:
        return f"{line.name} is a slip: write {meant}"
    if line.name not in KNOWN and line.name not in ELSEWHERE:
        why = ", Google ended its support in 2019: use a robots meta" if meant == "" else ""
        return f"{urls.printable(line.name)} is no directive{why}"
    if line.name in ("allow", "disallow"):
        if not grouped:
            return f"{line.name} stands before the first user-agent, and is for nobody"
        if line.value and not line.value.startswith(("/", "*")):
            return f"the path {urls.printable(line.value)} does not begin with /"
    if line.name == "user-agent" and not line.value:
        return "user-agent names nobody"
    if line.name == "sitemap" and not line.value.lower().startswith(("http://", "https://")):
        return f"the sitemap {urls.printable(line.value)} is not an absolute address"
    return ""
