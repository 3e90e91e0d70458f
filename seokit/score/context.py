"""What a rule may know beside its page: the clock, the section's mapping, the analysed text, the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from seokit.model import Page, SectionSettings, Settings

if TYPE_CHECKING:
    from seokit.score.prose import Prose


class Context:
    """The surroundings of one page, for page rules and indexes. Analyses are made once, when first asked for."""

    def __init__(self, page: Page, settings: Settings, section: SectionSettings) -> None:
        self.page = page
        self.settings = settings
        self.section = section
        self.today: dt.date = settings.today

    @cached_property
    def prose(self) -> Prose:
        """Words, stems, sentences and shingles of the page's scored text."""
        from seokit.score.prose import Prose

        return Prose(self.page)

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


class SiteContext:
    """What a site rule may know beside its facts: settings and how many pages there are."""

    def __init__(self, settings: Settings, section_sizes: Mapping[str, int]) -> None:
        self.settings = settings
        self.section_sizes = section_sizes
        self.pages = sum(section_sizes.values())
