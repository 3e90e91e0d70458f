"""What a rule may know beside its page: the clock, the section's mapping, the analysed text, the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seokit.model import HeadTag, Page, SectionSettings, Settings
from seokit.score.graphemes import length

if TYPE_CHECKING:
    from seokit.score.prose import Prose
    from seokit.score.structured import Structured


class Context:
    """The surroundings of one page, for page rules and indexes. Analyses are made once, when first asked for."""

    def __init__(self, page: Page, settings: Settings, section: SectionSettings) -> None:
        self.page = page
        self.settings = settings
        self.section = section
        self.today: dt.date = settings.today
        self._files: dict[str, str | None] = {}

    @cached_property
    def prose(self) -> Prose:
        """Words, stems, sentences and shingles of the page's scored text."""
        from seokit.score.prose import Prose

        return Prose(self.page)

    @cached_property
    def structured(self) -> Structured:
        """The nodes of the page's JSON-LD."""
        from seokit.score.structured import Structured

        return Structured(self.page)

    @cached_property
    def title_width(self) -> int:
        """Pixels of the published title in Arial 20 px."""
        from seokit.score.width import TITLE_SIZE, text_width

        return text_width(self.page.title_published or "", TITLE_SIZE)

    @cached_property
    def description_width(self) -> int:
        """Pixels of the published meta description in Arial 14 px."""
        from seokit.score.width import DESCRIPTION_SIZE, text_width

        return text_width(self.page.description_published or "", DESCRIPTION_SIZE)

    @cached_property
    def metas(self) -> dict[str, list[HeadTag]]:
        """The metas of a built page by their name or property, in the order of the file.

        Microdata (itemprop) and http-equiv are other vocabularies, which share words such as "description".
        """
        found: dict[str, list[HeadTag]] = {}
        for tag in self.page.html.tags if self.page.html else ():
            if tag.kind == "meta" and tag.attribute in ("name", "property"):
                found.setdefault(tag.key, []).append(tag)
        return found

    def limit_of(self, rule: str) -> Any:
        """The option `limit` of a rule that runs here; None where it does not run."""
        return self.settings.rules.options.get(rule, {}).get("limit")

    def says_too_long(self, rule: str, text: str) -> bool:
        """Whether another rule, which runs here, says already that a text is too long: one fault, one finding."""
        limit = self.limit_of(rule)
        return limit is not None and length(text) > limit

    def file_of(self, href: str) -> str | None:
        """The path of the file behind an address of the site; None where none is found on this disk."""
        if href not in self._files:
            from seokit.extract.localfile import local_file

            self._files[href] = local_file(href, self.page, self.settings)
        return self._files[href]

    def meta(self, *keys: str) -> str:
        """The content of the first meta of one of these names that says anything; empty without one."""
        for key in keys:
            for tag in self.metas.get(key, ()):
                if not tag.value.blank:
                    return tag.value.value.strip()
        return ""


class SiteContext:
    """What a site rule may know beside its facts: settings and how many pages there are.

    Where sources and built pages are audited together, it is called for each kind by itself. `kind` says which;
    empty: all pages at once. The sources then know what only templates make: `built` are the keys of the built
    pages' URLs, `built_links` those that a built page links to, not counting links to itself.
    """

    def __init__(self, settings: Settings, section_sizes: Mapping[str, int], kind: str = "") -> None:
        self.settings = settings
        self.section_sizes = section_sizes
        self.pages = sum(section_sizes.values())
        self.kind = kind
        # Page number → links to it, pages that link to it; for rules of an index that comes after `by_url`.
        self.inlinks: Mapping[int, tuple[int, int]] = {}
        self.built: frozenset[str] = frozenset()
        self.built_links: frozenset[str] = frozenset()
