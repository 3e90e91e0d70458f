"""From a YAML node graph to values and leaves with their places; see yamlmarks for what comes before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from seokit.extract.places import BOM, Places, line_and_column, line_at, span_of
from seokit.extract.scalars import KNOWN, MAP, MAX_BITS, MERGE, SEQ, STR, VALUE, python_value, typed
from seokit.model import Entry, Problem, Span

MAX_DEPTH = 200  # of nesting; the C loader dies somewhere above 20,000
MAX_NAME = 256  # characters of the names before a key's own: a long key over many leaves must not multiply
MAX_PROBLEMS = 100  # of one front matter
SLACK = 100_000  # characters that aliases may add, beside four times what is written

_BLOCK_STYLES = frozenset("|>")
_ALIAS = re.compile(r"[ \t]*:?\s*(\*[^\s,\]}]+)")
_SEQUENCES = frozenset((SEQ, "tag:yaml.org,2002:omap", "tag:yaml.org,2002:pairs"))
_MAPPINGS = frozenset((MAP, "tag:yaml.org,2002:set"))

Pairs = Iterable[tuple[str, tuple[Any, Any]]]  # name, (key's node, value's node)


class Broken(Exception):  # noqa: N818 - it never leaves this package
    """Front matter of which nothing can be taken; its one argument is the Problem."""


def problem_at(text: str, at: int, reason: str, value: str | None = None) -> Problem:
    """A parse error at an offset; its value is the line that stands there."""
    line = line_at(text, at) if value is None else value
    return Problem("field-parse-error", reason, span_of(text, at, at), value=line)


class Tree:
    """The node graph of one front matter on its way to values and leaves."""

    def __init__(self, text: str, start: int, end: int, root: Node, problems: list[Problem]) -> None:
        self.text = text
        self.base = start
        self.root = root
        self.entries: list[Entry] = []
        self.problems = problems
        self.size = end - start
        self.first_line = line_and_column(text, start)[0]
        # The composer counts these as line ends, we do not; and columns from the end of a byte order mark.
        odd = "\x85" in text or "\u2028" in text or "\u2029" in text or text.endswith(BOM, 0, start)
        self.exact = Places(text).span if odd else None
        self.last = -1  # the furthest start of a leaf; one that does not go on from there is an alias
        self.checked = False

    def leaves(self, node: Any, prefix: str, depth: int) -> dict[str, Any]:
        """The values of a mapping; its leaves are added to `entries`."""
        values: dict[str, Any] = {}
        add, text, base = self.entries.append, self.text, self.base
        line, exact = self.first_line, self.exact
        for name, (key, value) in self.pairs(node, prefix, depth):
            kind = type(value)
            if kind is ScalarNode:
                mark = value.start_mark
                start = mark.index + base
                end = value.end_mark.index + base
                raw = text[start:end]
                sort, made = "text", value.value
                if value.tag != STR:
                    sort, made = typed(value.tag, made)
                    if value.tag not in KNOWN:
                        self.unknown_tag(value, prefix + name)
                if value.style in _BLOCK_STYLES:
                    raw = _trimmed(raw)
                    end = start + len(raw)
            elif kind is MappingNode and value.value:
                values[name] = self.leaves(value, f"{(prefix + name)[:MAX_NAME]}.", depth + 1)
                continue
            else:
                sort = "list" if kind is SequenceNode else "mapping"
                made = self.value(value, prefix + name, depth + 1)
                mark = value.start_mark
                start = mark.index + base
                raw = text[start : base + _end(value)].rstrip(" \t\r\n")
                end = start + len(raw)
            if start > self.last:
                self.last = start
            else:
                if kind is ScalarNode:  # of others `value` has looked at the items
                    self.check(value)
                if start < key.start_mark.index + base:
                    alias = _ALIAS.match(text, key.end_mark.index + base)
                    raw = alias[1] if alias else raw
            values[name] = made
            place = exact(start, end) if exact else Span(mark.line + line, mark.column + 1, start, end)
            add(Entry(prefix + name, sort, raw, made, place))
        return values

    def value(self, node: Any, name: str, depth: int) -> Any:
        """The JSON-plain value of a node inside a list, or of an empty mapping."""
        kind = type(node)
        if kind is ScalarNode or not node.value:
            start = node.start_mark.index + self.base
            if start <= self.last:
                self.check(node)
            else:
                self.last = start
        if kind is ScalarNode:
            if node.tag == STR:
                return node.value
            if node.tag not in KNOWN:
                self.unknown_tag(node, name)
            return typed(node.tag, node.value)[1]
        if depth > MAX_DEPTH:
            self.refuse(node, f"aliases nest deeper than {MAX_DEPTH} levels")
        if kind is SequenceNode:
            if node.tag not in _SEQUENCES:
                self.unknown_tag(node, name)
            return [self.value(item, name, depth + 1) for item in node.value]
        pairs = self.pairs(node, name + ".", depth)
        return {key: self.value(value, f"{name[:MAX_NAME]}.{key}", depth + 1) for key, (_, value) in pairs}

    def pairs(self, node: Any, prefix: str, depth: int) -> Pairs:
        """The keys of a mapping as text, with their nodes: merged ones first, each once, the last wins."""
        if depth > MAX_DEPTH:
            self.refuse(node, f"aliases nest deeper than {MAX_DEPTH} levels")
        pairs = node.value
        names = [key.value for key, _ in pairs if key.tag == STR and type(key) is ScalarNode]
        if node.tag not in _MAPPINGS:
            self.unknown_tag(node, prefix[:-1])
        if len(set(names)) == len(pairs):
            return zip(names, pairs, strict=True)
        if any(key.tag == MERGE for key, _ in pairs):
            self.check(node)  # before the merge, which multiplies
        merged = [(self.key(key, prefix), key, value) for key, value in self.flat(node, depth)[0]]
        own = [(self.key(key, prefix), key, value) for key, value in pairs if key.tag != MERGE]
        self.report_duplicates(own, prefix)
        # As in a dict of PyYAML's: 1 and true are one key, and 1 and "1" are two until they become text.
        keys: dict[Any, tuple[str, tuple[Any, Any]]] = {}
        for key, key_node, value in (*merged, *own):
            before = keys.get(key)
            keys[key] = (before[0] if before else str(key), (key_node, value))
        return dict(keys.values()).items()

    def flat(self, node: Node, depth: int) -> tuple[list[Any], list[Any]]:
        """The pairs that a mapping's `<<` keys bring in, in PyYAML's order, and its own."""
        if depth > MAX_DEPTH:
            self.refuse(node, f"merge keys nest deeper than {MAX_DEPTH} levels")
        merged: list[Any] = []
        for key, value in node.value:
            if key.tag != MERGE:
                continue
            sources = list(reversed(value.value)) if type(value) is SequenceNode else [value]
            for source in sources:
                if type(source) is not MappingNode:
                    self.refuse(value, "`<<` merges mappings only: name a mapping, or a list of them")
                above, own = self.flat(source, depth + 1)
                merged += above + own
        return merged, [pair for pair in node.value if pair[0].tag != MERGE]

    def key(self, node: Node, prefix: str) -> Any:
        """A key as Python has it; a list or mapping, which PyYAML refuses as a key, as it is written."""
        if type(node) is ScalarNode:
            if node.tag not in KNOWN:
                self.unknown_tag(node, prefix[:-1])
            made = python_value(node.tag, node.value) if node.tag not in (STR, VALUE) else node.value
            return node.value if isinstance(made, int) and made.bit_length() > MAX_BITS else made
        start, end = self.base + node.start_mark.index, self.base + node.end_mark.index
        self.report(
            "field-parse-error", start, "a key is a list or a mapping: keys must be plain", prefix[:-1]
        )
        return " ".join(self.text[start:end].split())

    def report_duplicates(self, own: list[tuple[Any, Any, Node]], prefix: str) -> None:
        """Say once for each repeated key where it stands for the last time, and where for the first."""
        places: dict[Any, list[tuple[Any, Node]]] = {}
        for key, key_node, value in own:
            places.setdefault(key, []).append((key_node, value))
        for key, seen in places.items():
            if len(seen) > 1 and len(self.problems) < MAX_PROBLEMS:
                (first, _), (last, value) = seen[0], seen[-1]
                line, _ = line_and_column(self.text, self.base + first.start_mark.index)
                times = f"{len(seen)} times in one mapping, first on line {line}"
                reason = f"the key {str(key)[:MAX_NAME]} stands {times}: the last one wins, keep one"
                start, end = self.base + value.start_mark.index, self.base + value.end_mark.index
                at = self.base + last.start_mark.index
                self.report(
                    "field-duplicate-key", at, reason, f"{prefix}{key}", self.text[start:end].strip()[:200]
                )

    def unknown_tag(self, node: Node, name: str) -> None:
        """A tag that a safe loader has no constructor for, or that does not fit what it stands before."""
        reason = f"the tag {node.tag} is not known to YAML loaders: remove it"
        self.report("field-parse-error", self.base + node.start_mark.index, reason, name, node.tag)

    def report(self, rule: str, at: int, reason: str, name: str = "", value: str = "") -> None:
        """Add a Problem, up to MAX_PROBLEMS."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(rule, reason, span_of(self.text, at, at + 1), name, value))

    def refuse(self, node: Node, reason: str) -> None:
        """Give the whole front matter up."""
        raise Broken(problem_at(self.text, self.base + node.start_mark.index, reason))

    def check(self, node: Node) -> None:
        """Once, when the first alias is met: refuse what would expand beyond four times what is written."""
        if self.checked:
            return
        self.checked = True
        most = 4 * self.size + SLACK
        size = self.expanded(self.root, {})
        if size > most:
            self.refuse(
                node,
                f"aliases expand the front matter to {min(size, 10**30):,} characters (at most {most:,})",
            )

    def expanded(self, node: Node, sizes: dict[int, int]) -> int:
        """Characters of a node when each alias is written out. Anchors precede aliases, so one pass does."""
        known = sizes.get(id(node))
        if known is not None:
            if known < 0:
                self.refuse(node, "an alias stands inside its own anchor: the value would never end")
            return known
        if type(node) is ScalarNode:
            size = 1 + len(node.value)
        else:
            sizes[id(node)] = -1
            parts = (
                (part for pair in node.value for part in pair) if type(node) is MappingNode else node.value
            )
            size = 1 + sum(self.expanded(part, sizes) for part in parts)
        sizes[id(node)] = size
        return size


def _trimmed(raw: str) -> str:
    """A block scalar as written, without the blank lines and the indentation that its span takes along."""
    short = raw.rstrip("\r\n")
    if not short.endswith((" ", "\t")):
        return short
    content = len(short.rstrip(" \t\r\n"))
    ends = [end for end in (short.find("\n", content), short.find("\r", content)) if end >= 0]
    return short[: min(ends, default=len(short))]  # spaces that end the last line belong to it


def _end(node: Any) -> int:
    """Where a list or mapping ends: its last part's end, since a block's own mark takes comments along."""
    while type(node) is not ScalarNode and not node.flow_style and node.value:
        if type(node) is MappingNode:
            before, last = node.value[-1]
        else:
            before, last = node.value[-2] if len(node.value) > 1 else None, node.value[-1]
        least = before.end_mark.index if before else node.start_mark.index
        if last.start_mark.index < least:  # an alias: its anchor stands before
            break
        node = last
    return int(node.end_mark.index)
