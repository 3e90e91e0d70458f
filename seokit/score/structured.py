"""The structured data of a page: its JSON-LD scripts as nodes with schema.org's names.

Only as much of JSON-LD is understood as pages use: `@graph`, lists, nested nodes, `@id` references inside
the page, contexts that are schema.org's by address, by `@vocab` or by a prefix, and terms that a context
defines itself. What belongs to other vocabularies is left out, since nothing is known about it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from seokit.extract.html.jsonld import MAX_DEPTH
from seokit.extract.places import line_and_column
from seokit.model import JsonLd, Page, Span, Text
from seokit.score.jsonplace import JsonPlaces, Step
from seokit.score.schema_org import is_a
from seokit.score.terms import NOTHING, Terms, context, plain_names

MAX_NODES = 5_000  # of a page; what follows is not looked at
MAX_NAMES, MAX_NAME = 200, 100  # of a node, and characters of one: caches keep them
CONTAINERS = ("@graph", "@list", "@set")
CONTAINED = frozenset({"@list", "@set", "@value"})
LEADING = ("mainEntity", "breadcrumb", "video")  # from a page to what it is about
NO_NAMES: dict[str, str] = {}


class Node:
    """A JSON object that describes a thing. `types` and `names` (of its properties) are schema.org's."""

    __slots__ = ("data", "id", "names", "open", "parent", "script", "step", "types", "written")

    def __init__(
        self, data: dict[str, Any], terms: Terms, parent: Node | None, step: tuple[Step, ...], script: int
    ) -> None:
        self.data = data
        self.parent = parent
        self.step = step  # from the parent, or from the script, to here
        self.script = script
        named = data.get("@id")
        self.id: str = named if type(named) is str else ""
        self.open = terms.open
        self.names: tuple[str, ...] = ()
        self.written: dict[str, str] = NO_NAMES  # property → its key, where they differ
        types = data.get("@type")
        small = len(data) <= MAX_NAMES and max(map(len, data), default=0) <= MAX_NAME
        plain = plain_names(tuple(data)) if small and terms.simple else None
        if plain is not None and type(types) is str and ":" not in types and len(types) <= MAX_NAME:
            self.types: tuple[str, ...] = (types,)
            self.names = plain
            return
        self._name_types(types, terms)
        keys = {
            name: key
            for key in islice(data, MAX_NAMES)
            if key[:1] != "@" and len(key) <= MAX_NAME and (name := terms.name(key))
        }
        self.names = tuple(keys)
        self.written = {name: key for name, key in keys.items() if name != key}

    def _name_types(self, types: Any, terms: Terms) -> None:
        listed = types if isinstance(types, list) else [types]
        named = [
            terms.name(one) for one in listed[:MAX_NAMES] if isinstance(one, str) and len(one) <= MAX_NAME
        ]
        self.types = tuple([one for one in named if one])
        # Beside a type of another vocabulary anything may stand.
        self.open = self.open or len(self.types) < len(named)

    def get(self, name: str) -> Any:
        """What is written for a property; None where there is nothing, and for names that are no property."""
        return self.data.get(self.written.get(name, name)) if name in self.names else None

    @property
    def label(self) -> str:
        """The first type, for messages; "a node" without one."""
        return self.types[0] if self.types else "a node without @type"

    @property
    def stub(self) -> bool:
        """Whether the node only names another one by its @id."""
        return bool(self.id) and not self.names

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
        self._places: dict[int, JsonPlaces] = {}
        self._at: dict[int, Node] = {}
        self._named: dict[str, list[Node]] = {}
        self._of_type: dict[str, list[Node]] = {}
        for number, script in enumerate(self.scripts):
            if script.value is not None:
                self._read(number, script.value)

    def _read(self, number: int, value: Any) -> None:
        if not isinstance(value, dict | list):
            return
        roots = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict) and "@context" not in one and named(one) for one in roots):
            self.without_context.append(number)
        self._walk(value, None, (), NOTHING, number, MAX_DEPTH)

    def _walk(
        self, value: Any, parent: Node | None, step: tuple[Step, ...], terms: Terms, script: int, depth: int
    ) -> None:
        """Make nodes of a value and of all below it, in the order of the file, `depth` levels deep."""
        if not depth or len(self.nodes) >= MAX_NODES:
            return
        if type(value) is list:
            for index, item in enumerate(value):
                if type(item) is dict or type(item) is list:
                    self._walk(item, parent, (*step, index), terms, script, depth - 1)
            return
        if "@value" in value:
            return
        if "@context" in value:
            terms = context(value["@context"], terms)
        node = Node(value, terms, parent, step, script)
        if node.names or node.types:
            self._keep(node)
            for name in node.names:
                key = node.written.get(name, name)
                inner = value[key]
                if type(inner) is dict or type(inner) is list:
                    self._walk(inner, node, (key,), terms, script, depth - 1)
        for key in CONTAINERS:
            if key in value and isinstance(value[key], dict | list):
                self._walk(value[key], parent, (*step, key), terms, script, depth - 1)

    def _keep(self, node: Node) -> None:
        self.nodes.append(node)
        self._at[id(node.data)] = node
        if node.parent is None:
            self.top.append(node)
        if node.id:
            self._named.setdefault(node.id, []).append(node)
        for name in node.types:
            self._of_type.setdefault(name, []).append(node)

    @property
    def whole(self) -> bool:
        """Whether all nodes of the page were looked at."""
        return len(self.nodes) < MAX_NODES

    def values(self, node: Node, name: str) -> list[Any]:
        """A property's values: of the node and of all others of its @id; lists opened, empty ones left out."""
        if not node.id:
            return opened(node.get(name))
        same = self._named[node.id]
        if len(same) < 2:
            return opened(node.get(name))
        return [value for one in same for value in opened(one.get(name))]

    def has(self, node: Node, name: str) -> bool:
        """Whether a property has a value that is not empty."""
        value = node.get(name)
        kind = type(value)
        if (kind is str and value[:1] > " ") or kind is int or (kind is dict and "@id" in value):
            return True  # as most are
        return (value is not None or bool(node.id)) and bool(self.values(node, name))

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

    def of(self, name: str) -> Sequence[Node]:
        """The nodes of exactly this type, in the order of the file."""
        return self._of_type.get(name, ())

    @cached_property
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
                for name in LEADING:
                    if name in node.names:
                        left += self.linked(node, name)[::-1]
        return found

    def place(self, node: Node, name: str = "", value: str = "") -> Text:
        """Where a node, or a property of it, stands in the file; the script where that cannot be told."""
        script = self.scripts[node.script]
        field = node.field(name)
        if script.span is None:
            return Text(value=value, field=field)
        path = [*node.path, *([node.written.get(name, name)] if name in node.names else [])]
        if not path:  # the whole script, as it mostly is
            start, end = len(script.raw) - len(script.raw.lstrip()), len(script.raw.rstrip())
            return Text(script.raw[start:end], value, inside(script.span, script.raw, start, end), field)
        if node.script not in self._places:
            self._places[node.script] = JsonPlaces(script.raw)
        found = self._places[node.script].find(path)
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
    if type(value) is str:  # as most are
        return [value] if value and (value[0] > " " or value.strip()) else []
    if value is None:
        return []
    if type(value) is dict and CONTAINED.isdisjoint(value):
        return [value] if value else []
    found: list[Any] = []
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += one[::-1]
        elif isinstance(one, dict):
            inner = next((key for key in CONTAINED if key in one), "")
            if inner:
                left.append(one[inner])
            elif one:
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


@lru_cache(maxsize=1_024)
def kinds(types: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the wanted types that a node of these types is, itself or by a supertype."""
    return tuple(name for name in wanted if is_a(types, name))


def texts(values: Iterable[Any]) -> list[str]:
    """Those of the values that are texts."""
    return [value for value in values if isinstance(value, str)]
