"""What is wrong with a BreadcrumbList."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from seokit.score.structured import Node, Structured, texts

FEWEST = 2  # items: https://developers.google.com/search/docs/appearance/structured-data/breadcrumb


class Fault(Struct, frozen=True):
    """The first fault of a list: at which node and property, and why."""

    node: Node
    name: str
    value: str
    reason: str


def breadcrumb_fault(structured: Structured, trail: Node) -> Fault | None:
    """The first fault of a breadcrumb; None where it has none, or has no items to judge."""
    items = structured.linked(trail, "itemListElement")
    listed = structured.values(trail, "itemListElement")
    if not listed:
        return None  # that it lacks them is said by schema-required-missing
    if len(listed) < FEWEST:
        return Fault(trail, "itemListElement", str(len(listed)), f"it has {len(listed)} item, not {FEWEST}")
    if len(items) < len(listed) and structured.whole:
        return Fault(trail, "itemListElement", "", "it has an item that is no ListItem")
    if len(items) < len(listed):
        return None  # nobody has looked at the rest
    places = [_position(structured, item) for item in items]
    for number, (item, place) in enumerate(zip(items, places, strict=True), 1):
        if place is None:
            return Fault(item, "position", "", f"item {number} has no position")
    # Items may stand in any order: the positions tell.
    ordered = sorted(
        zip(places, range(len(items)), items, strict=True), key=lambda one: (one[0] or 0, one[1])
    )
    for number, (place, _, item) in enumerate(ordered, 1):
        if place != number:
            return Fault(item, "position", str(place), f"item {number} has position {place}")
        if fault := _item_fault(structured, item, number, number == len(ordered)):
            return fault
    return None


def _item_fault(structured: Structured, item: Node, number: int, last: bool) -> Fault | None:
    things = structured.values(item, "item")
    nodes = structured.linked(item, "item")
    names = structured.values(item, "name") or [
        name for node in nodes for name in structured.values(node, "name")
    ]
    if not texts(names):
        return Fault(item, "name", "", f"item {number} has no name")
    addresses = [url for thing in things if (url := _address(thing))]
    if not addresses:
        return None if last else Fault(item, "item", "", f"item {number} has no URL")
    for url in addresses:
        if not url.lower().startswith(("https://", "http://")):
            return Fault(item, "item", url, f"the URL of item {number}, {url}, is not absolute")
    return None


def _position(structured: Structured, item: Node) -> int | None:
    for value in structured.values(item, "position"):
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
            return int(value)
    return None


def _address(thing: Any) -> str:
    found = (thing.get("@id") or thing.get("url")) if isinstance(thing, dict) else thing
    return found.strip() if isinstance(found, str) else ""
