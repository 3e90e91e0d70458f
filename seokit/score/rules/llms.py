"""Rules about llms.txt, a proposal that some sites follow: https://llmstxt.org/."""

from __future__ import annotations

from collections.abc import Iterator

from seokit.model import Hit, Spot
from seokit.score.llms import LlmsRecord
from seokit.score.rule import rule

PROPOSAL = "https://llmstxt.org/"


@rule(
    "llms-missing",
    severity="info",
    evidence="convention",
    source=PROPOSAL,
    checked="2026-11-26",
    message="the site has no llms.txt",
    record="llms",
    default=False,
)
def missing(llms: LlmsRecord) -> Iterator[Hit]:
    """A page in Markdown that leads language models to what matters. Off by default: no search engine asks for it.

    Fix: write /llms.txt: a heading, a sentence about the site, lists of links.

    Bad:
        title: Rye
        url: /rye
    Good:
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: llms.txt
        # Bread
        - [Rye](/rye): How long it rises
    """
    if llms.text is None:
        yield Hit(Spot(llms.path))


@rule(
    "llms-broken-link",
    severity="warning",
    evidence="convention",
    source=PROPOSAL,
    checked="2026-11-26",
    message="the link to {value} is broken: {reason}",
    record="llms",
)
def broken_link(llms: LlmsRecord) -> Iterator[Hit]:
    """A list of the best pages that names pages which are gone helps nobody.

    Links within the site are judged: where a built site is audited, a page or a file, such as the Markdown copy of
    a page (`/rye.md`), must be there; where only sources are, a URL is missed where others of its folder are known.

    Fix: name the page's address of today, or take the link out.

    Bad:
        --- file: rye.html
        <title>How sour is rye?</title>
        --- file: llms.txt
        # Bread
        - [Rye](/gone): How long it rises
    Good:
        --- file: rye.html
        <title>How sour is rye?</title>
        --- file: llms.txt
        # Bread
        - [Rye](/rye.html): How long it rises
    """
    for spot, href, reason in llms.broken():
        yield Hit(spot, {"value": href, "reason": reason})
