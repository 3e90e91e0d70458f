"""Headings, images and tags as the Text that a Hit points at."""

from __future__ import annotations

from msgspec.structs import replace

from seokit.model import Heading, HeadTag, Image, Page, Text


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
