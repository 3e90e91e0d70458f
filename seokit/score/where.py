"""Headings, images and tags as the Text that a Hit points at."""

from __future__ import annotations

from msgspec.structs import replace

from seokit.model import Heading, HeadTag, Image, Page, Settings, Text


def of_heading(page: Page, heading: Heading) -> Text | None:
    """A heading as a Text called `h2`; the whole text where the source does not know the heading's place."""
    if heading.span is None and page.text_field is not None:
        return page.text_field
    return Text(heading.text, heading.text, heading.span, f"h{heading.level}")


def of_image(image: Image) -> Text:
    """An image as a Text called `image`, with its address as value."""
    return Text(image.src, image.src, image.span, "image")


def of_tag(tag: HeadTag) -> Text:
    """What a tag says, at the place of the tag."""
    return replace(tag.value, span=tag.span or tag.value.span)


# Links that may stand in the body too: https://html.spec.whatwg.org/multipage/links.html#body-ok
BODY_OK = frozenset(
    {"dns-prefetch", "modulepreload", "pingback", "preconnect", "prefetch", "preload", "stylesheet"}
)


def is_lost(tag: HeadTag, breaker: Text) -> bool:
    """Whether the element that ended the head has put this tag, which belongs into it, into the body."""
    if tag.in_head or tag.span is None or breaker.span is None or tag.span.start <= breaker.span.start:
        return False
    return tag.attribute != "itemprop" and not (tag.kind == "link" and BODY_OK.issuperset(tag.key.split()))


def said_of_head(page: Page, tag: HeadTag, settings: Settings) -> bool:
    """Whether page-head-broken reports already that this tag stands outside the head."""
    breaker = page.html.head_breaker if page.html else None
    return breaker is not None and "page-head-broken" in settings.rules.severity and is_lost(tag, breaker)
