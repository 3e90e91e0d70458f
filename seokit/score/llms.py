"""The file /llms.txt: Markdown for language models, whose links lead to the site's best pages.

https://llmstxt.org/ (checked 2026-11-26)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seokit import urls
from seokit.model import Settings, Spot, Summary
from seokit.score.by_url import home_and_entries
from seokit.score.link_faults import folders

LINK = re.compile(r"\[[^\]\n]{0,1000}\]\(\s*<?([^()\s<>]{1,2048})>?[^()\n]{0,1000}\)")


class LlmsRecord:
    """The text of llms.txt, or that there is none (`text` is None), and the pages that were audited."""

    def __init__(self, path: str, text: str | None, pages: tuple[Summary, ...], settings: Settings) -> None:
        self.path, self.text, self.settings = path, text, settings
        self.built = any(page.kind != "source" for page in pages)
        base = settings.base_url
        keys = {urls.key(page.url, base) for page in pages if page.url}
        self.there = keys | home_and_entries(settings) | (frozenset() if self.built else folders(list(keys)))

    def broken(self) -> Iterator[tuple[Spot, str]]:
        """The links within the site that lead to no page, and their places."""
        for number, line in enumerate((self.text or "").splitlines(), 1):
            for found in LINK.finditer(line):
                key = urls.internal(found[1], "/", self.settings.base_url)
                if key is not None and key not in self.there:
                    yield Spot(self.path, number, found.start(1) + 1), found[1]
