"""Rules about what keeps a page out of the index."""

from __future__ import annotations

from collections.abc import Iterator

from seokit.model import Hit, Page
from seokit.score.context import Context
from seokit.score.rule import rule

NOINDEX = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"


@rule(
    "index-noindex",
    severity="info",
    evidence="documented",
    source=NOINDEX,
    message="{value} asks to keep the page out of the index",
)
def noindex(page: Page) -> Iterator[Hit]:
    """A list of the pages that search engines are asked to leave out, so that none is there by accident.

    What the editor wants counts: any noindex key that is true, whether or not the template reads it
    (see `index-key-unknown`). Such a page counts for no score and is not in the sitemap.

    Fix: nothing, if it is meant so; else take the key out.

    Bad:
        title: How sour is rye?
        noIndex: true
    Good:
        title: How sour is rye?
    """
    if page.noindex:
        yield Hit(page.noindex[0], {"value": page.noindex[0].field})


@rule(
    "index-key-unknown",
    severity="warning",
    evidence="convention",
    source=NOINDEX,
    message="the template does not read {value}, only {read}: the live page is indexed",
)
def key_unknown(page: Page, ctx: Context) -> Iterator[Hit]:
    """The editor switched indexing off with a key that the site's template never looks at.

    Only where the preset or the config states which keys are read (`noindex_read_by_template`), and only
    where none of those is on beside it.

    Fix: rename the key to the one that the template reads.

    Bad:
        title: How sour is rye?
        no_index: true
    Good:
        title: How sour is rye?
        noIndex: true
    """
    read = ctx.section.noindex_read_by_template
    if not page.noindex or not read or any(text.field in read for text in page.noindex):
        return
    for text in page.noindex[:1]:
        yield Hit(text, {"value": text.field, "read": " or ".join(read)})
