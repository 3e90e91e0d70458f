"""The file /llms.txt: Markdown for language models, whose links lead to the site's best pages.

https://llmstxt.org/ (checked 2026-11-26)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seokit import urls
from seokit.model import Settings, Spot, Summary
from seokit.score.there import There

LINK = re.compile(r"\[[^\]\n]{0,1000}\]\(\s*<?([^()\s<>]{1,2048})>?[^()\n]{0,1000}\)")


class LlmsRecord:
    """The text of llms.txt, or that there is none (`text` is None), and the pages that were audited."""

    def __init__(self, path: str, text: str | None, pages: tuple[Summary, ...], settings: Settings) -> None:
        self.path, self.text, self.settings = path, text, settings
        self.there = There(pages, settings)

    def broken(self) -> Iterator[tuple[Spot, str, str]]:
        """The links within the site that lead nowhere: their places, addresses, and why."""
        base = self.settings.base_url
        for number, line in enumerate((self.text or "").splitlines(), 1):
            for found in LINK.finditer(line):
                address = urls.joined(found[1], "/llms.txt", base)
                elsewhere = found[1].startswith("#") or not urls.key(address, base).startswith("/")
                reason = "" if elsewhere else self.there.absent(address)
                if reason:
                    yield Spot(self.path, number, found.start(1) + 1), found[1], reason
