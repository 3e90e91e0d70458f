"""The structured data of a page: its JSON-LD scripts as nodes with schema.org's names.

Only as much of JSON-LD is understood as pages use: `@graph`, lists, nested nodes, `@id` references inside
the page, contexts that are schema.org's by address, by `@vocab` or by a prefix, and terms that a context
defines itself. What belongs to other vocabularies is left out, since nothing is known about it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from seokit.extract.places import line_and_column
from seokit.model import JsonLd, Page, Span, Text
from seokit.score.jsonplace import find
from seokit.score.schema_org import is_a

MAX_NODES = 5_000  # of a page; what follows is not looked at
MAX_DEPTH = 100  # the reader refuses deeper scripts; of a Page made by hand the rest is not looked at
SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org(?:/docs/jsonldcontext\.jsonl?d?|/|#)?", re.IGNORECASE)
TERM = re.compile(r"https?://(?:www\.)?schema\.org[/#]([^/#]+)", re.IGNORECASE)
Step = str | int


class Terms(Struct, frozen=True):
    """What names mean in a node: the JSON-LD context as far as schema.org is concerned.

    `plain`: names without a prefix are schema.org's. `open`: a context that cannot be read here may define
    further names, so that an unknown one is no fault. `own`: names that the page defines → schema.org's name,
    or "" for another vocabulary's. `prefixes`: those that stand for schema.org.
    """

    plain: bool = False
    open: bool = False
    own: dict[str, str] = {}
    prefixes: frozenset[str] = frozenset({"schema"})

    def name(self, written: str) -> str:
        """schema.org's name for a type or property as written; empty for another vocabulary's."""
        if written in self.own:
            return self.own[written]
        if ":" in written:
            prefix, _, rest = written.partition(":")
            if rest.startswith("//"):
                found = TERM.fullmatch(written)
                return found[1] if found else ""
            return rest if prefix in self.prefixes else ""
        return written if self.plain else ""


NOTHING = Terms()


class Node:
    """A JSON object that describes a thing. `types` and `properties` have schema.org's names."""

    __slots__ = ("data", "id", "open", "parent", "properties", "script", "step", "types", "written")

    def __init__(
        self, data: dict[str, Any], terms: Terms, parent: Node | None, step: tuple[Step, ...]
    ) -> None:
        self.data = data
        self.parent = parent
        self.step = step  # from the parent, or from the script, to here
        self.script: int = parent.script if parent else 0
        named = data.get("@id")
        self.id = named if isinstance(named, str) else ""
        self.written: dict[str, str] = {}  # property → its key, where they differ
        self.open = terms.open
        types = data.get("@type")
        if type(types) is str and terms.plain and ":" not in types and not terms.own:
            self.types: tuple[str, ...] = (types,)
        else:
            self._name_types(types, terms)
        if terms.plain and not terms.own:
            self.properties: dict[str, Any] = {
                key: value for key, value in data.items() if key[:1] != "@" and ":" not in key
            }
            if len(self.properties) == len(data):
                return
        else:
            self.properties = {}
        for key, value in data.items():
            if key[:1] != "@" and key not in self.properties and (name := terms.name(key)):
                self.properties[name] = value
                self.written[name] = key

    def _name_types(self, types: Any, terms: Terms) -> None:
        listed = types if isinstance(types, list) else [types]
        named = [terms.name(one) for one in listed if isinstance(one, str)]
        self.types = tuple([one for one in named if one])
        # Beside a type of another vocabulary anything may stand.
        self.open = self.open or len(self.types) < len(named)

    @property
    def label(self) -> str:
        """The first type, for messages; "a node" without one."""
        return self.types[0] if self.types else "a node without @type"

    @property
    def stub(self) -> bool:
        """Whether the node only names another one by its @id."""
        return bool(self.id) and not self.properties

    @property
    def path(self) -> list[Step]:
        """Keys and list indexes that lead from the script to here."""
        steps: list[Step] = []
        node: Node | None = self
        while node is not None:
            steps[:0] = node.step
            node = node.parent
        return steps

    def field(self, name: str = "") -> str:
        """The dotted name of the node, or of a property of it, for the findings' column."""
        names = [step for step in self.path if isinstance(step, str) and step[:1] != "@"]
        root = self
        while root.parent is not None:
            root = root.parent
        return ".".join([*root.types[:1], *names, *([name] if name else [])])


class Structured:
    """All nodes of a page. `top` are those that no property leads to."""

    def __init__(self, page: Page) -> None:
        self.nodes: list[Node] = []
        self.top: list[Node] = []
        self.scripts: tuple[JsonLd, ...] = page.html.jsonld if page.html else ()
        self.without_context: list[int] = []  # scripts in which no name means anything
        for number, script in enumerate(self.scripts):
            if script.value is not None:
                self._read(number, script.value)
        self._at = {id(node.data): node for node in self.nodes}
        self._named: dict[str, list[Node]] = {}
        for node in self.nodes:
            if node.id:
                self._named.setdefault(node.id, []).append(node)

    def _read(self, number: int, value: Any) -> None:
        roots = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict) and "@context" not in one and named(one) for one in roots):
            self.without_context.append(number)
        # Depth first, in the order of the file, without recursion.
        left: list[tuple[Any, Node | None, tuple[Step, ...], Terms, int]] = [(value, None, (), NOTHING, 0)]
        while left and len(self.nodes) < MAX_NODES:
            one, parent, step, terms, depth = left.pop()
            if depth > MAX_DEPTH:
                continue
            if isinstance(one, list):
                left += [
                    (item, parent, (*step, index), terms, depth + 1)
                    for index, item in enumerate(one)
                    if isinstance(item, dict | list)
                ][::-1]
            elif isinstance(one, dict) and "@value" not in one:
                if "@context" in one:
                    terms = context(one["@context"], terms)
                left += self._below(one, parent, step, terms, depth, number)[::-1]

    def _below(
        self,
        data: dict[str, Any],
        parent: Node | None,
        step: tuple[Step, ...],
        terms: Terms,
        depth: int,
        number: int,
    ) -> list[tuple[Any, Node | None, tuple[Step, ...], Terms, int]]:
        """Make a node of an object; what is to be looked at next."""
        below: list[tuple[Any, Node | None, tuple[Step, ...], Terms, int]] = [
            (data[key], parent, (*step, key), terms, depth + 1)
            for key in ("@graph", "@list", "@set")
            if isinstance(data.get(key), dict | list)
        ]
        node = Node(data, terms, parent, step)
        if parent is None:
            node.script = number
        if node.properties or node.types:
            self.nodes.append(node)
            if parent is None:
                self.top.append(node)
            for name, value in node.properties.items():
                if isinstance(value, dict | list):
                    below.append((value, node, (node.written.get(name, name),), terms, depth + 1))
        return below

    def values(self, node: Node, name: str) -> list[Any]:
        """A property's values: of the node and of all others of its @id; lists opened, empty ones left out."""
        same = self._named.get(node.id) if node.id else None
        found: list[Any] = []
        for one in same or (node,):
            found += opened(one.properties.get(name))
        return found

    def follow(self, value: Any) -> Node | None:
        """The node that a value is, or that it names by @id; None for a text or a node of another page."""
        if not isinstance(value, dict):
            return None
        node = self._at.get(id(value))
        if (node is None or node.stub) and isinstance(value.get("@id"), str):
            whole = [one for one in self._named.get(value["@id"], ()) if not one.stub]
            return whole[0] if whole else None
        return node

    def linked(self, node: Node, name: str) -> list[Node]:
        """The nodes that a property leads to."""
        found = [self.follow(value) for value in self.values(node, name)]
        return [one for one in found if one is not None]

    def of(self, *types: str) -> Iterator[Node]:
        """The nodes of exactly these types, in the order of the file."""
        wanted = set(types)
        return (node for node in self.nodes if not wanted.isdisjoint(node.types))

    def main(self) -> list[Node]:
        """What the page is about: the top nodes and those that they name as such, each @id once."""
        found: list[Node] = []
        seen: set[int | str] = set()
        left = self.top[::-1]
        while left:
            node = left.pop()
            mark = node.id or id(node)
            if mark not in seen and not node.stub:
                seen.add(mark)
                found.append(node)
                for name in ("mainEntity", "breadcrumb", "video"):
                    if name in node.properties:
                        left += self.linked(node, name)[::-1]
        return found

    def place(self, node: Node, name: str = "", value: str = "") -> Text:
        """Where a node, or a property of it, stands in the file; the script where that cannot be told."""
        script = self.scripts[node.script]
        field = node.field(name)
        if script.span is None:
            return Text(value=value, field=field)
        path = [*node.path, *([node.written.get(name, name)] if name in node.properties else [])]
        found = find(script.raw, path)
        if found is None:
            return Text(value=value, span=script.span, field=field)
        start, end = found
        return Text(script.raw[start:end], value, inside(script.span, script.raw, start, end), field)


def inside(outer: Span, raw: str, start: int, end: int) -> Span:
    """The Span in the file of the characters [start, end) of a text that begins at `outer`."""
    line, column = line_and_column(raw, start)
    column += outer.column - 1 if line == 1 else 0
    return Span(outer.line + line - 1, column, outer.start + start, outer.start + end)


def opened(value: Any) -> list[Any]:
    """A value as a list: lists, `@list` and `@set` opened, `@value` unwrapped, empty ones left out."""
    found: list[Any] = []
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += one[::-1]
        elif isinstance(one, dict):
            for key in ("@list", "@set", "@value"):
                if key in one:
                    left.append(one[key])
                    break
            else:
                if one:
                    found.append(one)
        elif one is not None and (not isinstance(one, str) or one.strip()):
            found.append(one)
    return found


def named(data: dict[str, Any]) -> bool:
    """Whether an object wants its names to mean something: it has a @type, or a @graph of such."""
    graph = data.get("@graph")
    inner = graph if isinstance(graph, list) else [graph]
    return any(
        isinstance(one, dict)
        and "@context" not in one
        and any(isinstance(name, str) and ":" not in name for name in opened(one.get("@type")))
        for one in [data, *inner]
    )


def context(written: Any, outer: Terms) -> Terms:
    """The terms that a `@context` gives, within those around it."""
    if isinstance(written, str):
        return _by_address(written, outer)
    if written is None:
        return NOTHING
    terms = outer
    for part in written if isinstance(written, list) else [written]:
        if isinstance(part, str):
            terms = _by_address(part, terms)
        elif part is None:
            terms = NOTHING
        elif isinstance(part, dict):
            terms = _by_definitions(part, terms)
    return terms


def _by_address(address: str, outer: Terms) -> Terms:
    if SCHEMA.fullmatch(address.strip()):
        return PLAIN if outer is NOTHING else Terms(True, outer.open, outer.own, outer.prefixes)
    return Terms(outer.plain, True, outer.own, outer.prefixes)


PLAIN = Terms(plain=True)


def _by_definitions(definitions: dict[str, Any], outer: Terms) -> Terms:
    plain, prefixes = outer.plain, set(outer.prefixes)
    own: dict[str, str] = dict(outer.own)
    if "@vocab" in definitions:
        vocab = definitions["@vocab"]
        plain = isinstance(vocab, str) and SCHEMA.fullmatch(vocab) is not None
    for term, meaning in definitions.items():
        if term[:1] == "@":
            continue
        if isinstance(meaning, dict):
            # {"@type": "@id"} says how a value is read; the name keeps its meaning.
            if "@id" not in meaning and "@reverse" not in meaning:
                continue
            meaning = meaning.get("@id")
        if isinstance(meaning, str) and SCHEMA.fullmatch(meaning):
            prefixes.add(term)
        else:
            prefixes.discard(term)
            own[term] = Terms(prefixes=frozenset(prefixes)).name(meaning) if isinstance(meaning, str) else ""
    return Terms(plain, outer.open, own, frozenset(prefixes))


@lru_cache(maxsize=1_024)
def is_one_of(types: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a node of these types is one of the wanted types, or of a subtype."""
    return any(is_a(types, name) for name in wanted)


def texts(values: Iterable[Any]) -> list[str]:
    """Those of the values that are texts."""
    return [value for value in values if isinstance(value, str)]
