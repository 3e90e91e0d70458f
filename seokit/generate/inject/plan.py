"""Decides by the policy what is written into a page and what is taken out of it.

A tag is known by its key, whatever its case and its quotes: title, canonical, a meta by its name or property, a
hreflang alternate by its language. An image's tags (og:image with its :alt, :width …) are one: they describe the
same file. JSON-LD is known node by node, by @id or by type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from seokit.generate.head import Head, Tag, tag_key
from seokit.generate.inject.document import Element

Policy = Literal["keep", "replace", "error"]
POLICIES: tuple[Policy, ...] = ("keep", "replace", "error")

# The tags of one image: their key is that of the image.
_IMAGES = ("meta og:image", "meta twitter:image")
# Types of which a page has one; each is the same statement as the one behind it.
# https://schema.org/Article, …/Organization, …/WebPage: "More specific Types"
_SAME = {
    **dict.fromkeys(
        (
            "AdvertiserContentArticle",
            "BlogPosting",
            "NewsArticle",
            "Report",
            "SatiricalArticle",
            "ScholarlyArticle",
            "SocialMediaPosting",
            "TechArticle",
        ),
        "Article",
    ),
    **dict.fromkeys(
        (
            "AboutPage",
            "CheckoutPage",
            "CollectionPage",
            "ContactPage",
            "FAQPage",
            "ItemPage",
            "MedicalWebPage",
            "ProfilePage",
            "QAPage",
            "RealEstateListing",
            "SearchResultsPage",
        ),
        "WebPage",
    ),
    **dict.fromkeys(
        (
            "Corporation",
            "EducationalOrganization",
            "LocalBusiness",
            "NGO",
            "NewsMediaOrganization",
            "OnlineBusiness",
            "OnlineStore",
            "SportsOrganization",
        ),
        "Organization",
    ),
}


class Conflict(Struct, frozen=True, gc=False):
    """A tag of the page that says something else than ours: its key, its place, both values."""

    key: str
    offset: int
    theirs: str
    ours: str


class Present:
    """What a page has already: its tags by their groups, its scripts of JSON-LD, the names of their nodes."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.groups: dict[str, list[Element]] = {}
        self.scripts: list[Script] = []
        for element in elements:
            if element.key == "jsonld":
                self.scripts.append(Script(element))
            else:
                self.groups.setdefault(group(element.key), []).append(element)
        # The image that X shows is og:image where it has none of its own: our alternative text is of another image.
        image = _IMAGES if _IMAGES[0] in self.groups else ()
        self.kept = frozenset([*self.groups, *image])  # groups that "keep" adds nothing to
        self.known = frozenset([name for script in self.scripts for node in script.nodes for name in node])


class Plan(Struct, frozen=True):
    """What is written (a Head without what the page has) and what is taken out; or the conflicts."""

    head: Head
    removed: tuple[tuple[int, int], ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def make_plan(made: Head, there: Present, policy: Policy) -> Plan:
    """Hold our head against the tags of a page.

    keep: what the page has stays, we add the rest. replace: what we have a tag for goes. error: as keep, and
    the tags whose values differ are conflicts.
    """
    if policy == "replace":
        ours = {tag_group(tag) for tag in made.tags}
        removed = [element for key, found in there.groups.items() if key in ours for element in found]
        graph, covered = replaced_graph(made.graph, there.scripts)
        removed += covered
        return Plan(Head(made.tags, graph), tuple([(element.start, element.end) for element in removed]))
    conflicts = tuple(differing(made.tags, there.groups)) if policy == "error" else ()
    tags = tuple([tag for tag in made.tags if tag_group(tag) not in there.kept])
    return Plan(Head(tags, without(made.graph, there.known)), (), conflicts)


def group(key: str) -> str:
    """The key, or that of the image which the tag describes."""
    if ":image:" in key:
        for image in _IMAGES:
            if key.startswith(image + ":"):
                return image
    return key


def tag_group(tag: Tag) -> str:
    """The group of one of our tags."""
    return group(key_of_tag(tag))


def remaining(made: Head, there: Present) -> Plan:
    """The plan for a head that was decided with what is there in mind: only nodes of its graph may be too many."""
    return Plan(Head(made.tags, without(made.graph, there.known)))


def following(made: Head, canonical: str) -> Head:
    """The head under another address: that of the canonical which the page keeps, so that all say the same."""
    ours = next((tag.content for tag in made.tags if tag.name == "canonical"), "")
    if not ours or ours == canonical:
        return made
    tags = [
        msgspec.structs.replace(tag, content=canonical)
        if tag.name == "og:url" and tag.content == ours
        else tag
        for tag in made.tags
    ]
    return Head(tuple(tags), moved(made.graph, ours, canonical))


def moved(value: Any, old: str, new: str) -> Any:
    """JSON in which an address, and what is named by it with a fragment, is another."""
    if isinstance(value, dict):
        return {key: moved(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [moved(item, old, new) for item in value]
    if isinstance(value, str) and (value == old or value.startswith(f"{old}#")):
        return new + value[len(old) :]
    return value


def key_of_tag(tag: Tag) -> str:
    """The key of one of our tags, as `document.Element` has it."""
    return tag_key(tag.kind, tag.name, tag.hreflang)


def differing(tags: Iterable[Tag], there: dict[str, list[Element]]) -> Iterator[Conflict]:
    """The tags of the page that say something else than ours of the same key, in the order of ours."""
    ours: dict[str, list[str]] = {}
    for tag in tags:
        ours.setdefault(key_of_tag(tag), []).append(tag.content)
    for key, values in ours.items():
        for element in there.get(group(key), ()):
            if element.key == key and " ".join(element.value.split()) not in values:
                yield Conflict(key, element.start, element.value, values[0])


# -- JSON-LD ---------------------------------------------------------------------------------------


class Script:
    """A JSON-LD script of the page and the names of its nodes; one that cannot be read has none."""

    def __init__(self, element: Element) -> None:
        self.element = element
        try:
            value = msgspec.json.decode(element.value)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            value = None
        self.nodes = [names(node) for node in nodes_of(value)]


def nodes_of(value: Any) -> list[dict[str, Any]]:
    """The nodes at the top of a script: of an object, a list of objects, or a @graph."""
    found: list[dict[str, Any]] = []
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, dict):
            graph = item.get("@graph")
            if isinstance(graph, list | dict):
                found += [
                    node for node in (graph if isinstance(graph, list) else [graph]) if isinstance(node, dict)
                ]
            else:
                found.append(item)
    return found


def names(node: dict[str, Any]) -> frozenset[str]:
    """What a node is known by: its @id and its types, a type that says more under the name of the common one."""
    types = node.get("@type")
    found = {
        _SAME.get(kind, kind)
        for kind in (short(kind) for kind in (types if isinstance(types, list) else [types]))
        if kind
    }
    name = node.get("@id")
    return frozenset(found | {f"@{name}"} if isinstance(name, str) else found)


def short(kind: Any) -> str:
    """A type without the address of the vocabulary."""
    if not isinstance(kind, str):
        return ""
    return kind if kind.isalnum() else kind.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def without(graph: dict[str, Any] | None, known: frozenset[str]) -> dict[str, Any] | None:
    """The graph without the nodes of these names; None when nothing is left."""
    if graph is None or not known:
        return graph
    nodes = [node for node in graph["@graph"] if known.isdisjoint(names(node))]
    return {**graph, "@graph": nodes} if nodes else None


def replaced_graph(
    graph: dict[str, Any] | None, scripts: Iterable[Script]
) -> tuple[dict[str, Any] | None, list[Element]]:
    """Our graph, and the scripts that it stands for: those of which we write every node.

    A script that says more than we know stays, and then what it says is not said again.
    """
    if graph is None:
        return None, []
    ours = frozenset().union(*(names(node) for node in graph["@graph"]))
    covered, stay = [], frozenset[str]()
    for script in scripts:
        if script.nodes and all(not node.isdisjoint(ours) for node in script.nodes):
            covered.append(script.element)
        else:
            stay = stay.union(*script.nodes)
    return without(graph, stay), covered
