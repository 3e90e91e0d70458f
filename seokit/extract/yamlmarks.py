"""YAML front matter with the place of each value: composed once by PyYAML's C loader, constructed here.

The C loader kills the process on deep nesting, and its own construction lets alias bombs expand and one bad
scalar end the file; so depth is checked before, expansion on the node graph, and scalars one by one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from seokit.extract.files import Unreadable
from seokit.extract.places import BOM
from seokit.extract.scalars import FIRST, MAP, SEQ, STR, tag_of
from seokit.extract.yamltree import MAX_DEPTH, Broken, Tree, problem_at
from seokit.model import Entry, Problem

try:
    from yaml._yaml import CParser
except ImportError as missing:  # pragma: no cover - needs a PyYAML built without libyaml
    raise ImportError(
        "PyYAML is installed without its C loader (libyaml), which seokit needs: "
        "install a wheel of it, `pip install --force-reinstall --only-binary :all: PyYAML`"
    ) from missing

_SHALLOW = MAX_DEPTH // 4
LIBYAML_LIMIT = "exceeded maximum nesting depth"

# Block nesting needs columns: two levels a column at most (a list at the column of its key), and the columns
# before a nested block are made of these characters only. Flow nesting needs brackets that begin a token.
_DEEP_BLOCK = re.compile(rf"\n[ \t\-?:]{{{_SHALLOW}}}")
_DEEP_BLOCK_ANY = re.compile(rf"[\n\r\x85\u2028\u2029][ \t\-?:]{{{_SHALLOW}}}")
_FLOW = re.compile(r"(?<=[\s\x85\ufeff\[{,:?])[\[{]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = (
    ("mapping values are not allowed", "put the value in quotes, because a colon and a space stand in it"),
    ("tab character", "indent with spaces, not with tabs"),
    ("cannot start any token", "put the value in quotes"),
    ("end of stream", "close the quote or bracket that is open"),
    ("escape", "double the backslash, or use single quotes"),
    ("undefined alias", "put the value in quotes if the * is meant as text"),
    ("another document", "keep one document between the fences"),
    ("expected key", "check quotes and indentation here and on the line above"),
    ("',' or", "close the bracket, or put the value in quotes"),
    ("could not find expected ':'", "check quotes and indentation here and on the line above"),
)

Leaves = tuple[dict[str, Any], tuple[Entry, ...], tuple[Problem, ...]]


class _Composer(CParser):
    """The C parser with a resolver of our own: the same tags as CSafeLoader's, in half the time."""

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that is written without one."""
        if kind is ScalarNode:
            return tag_of(value) if implicit[0] and (not value or value[0] in FIRST) else STR
        return SEQ if kind is SequenceNode else MAP

    def descend_resolver(self, _parent: object, _index: object) -> None:
        """Nothing: no path resolvers are used."""

    def ascend_resolver(self) -> None:
        """Nothing, likewise."""


def read_yaml(text: str, start: int, end: int, path: str) -> Leaves:
    """The values, leaves and problems of the YAML in the characters [start, end) of a file's text.

    Equal to what `yaml.load` gives with CSafeLoader, made JSON-plain (see scalars.plain; keys become text,
    sets mappings of null, unknown tags are reported and dropped). A leaf that an alias brings in carries the
    span of its anchor; if the alias is the leaf itself, `raw` is `*name`: compare raw with the text of the
    span before splicing. Raises Unreadable where the nesting is too deep.
    """
    while text.startswith(BOM, start, end):  # libyaml drops a leading one without counting it
        start += 1
    block = text[start:end]
    problems: list[Problem] = []
    try:
        try:
            root = _compose(block, path)
        except (yaml.reader.ReaderError, UnicodeEncodeError):
            found = _FORBIDDEN.search(block)
            at = start + (found.start() if found else 0)
            name = f"U+{ord(text[at]):04X}"
            problems.append(
                problem_at(text, at, f"the character {name} may not stand in YAML: remove it", name)
            )
            block = _FORBIDDEN.sub("\ufffd", block)
            text = text[:start] + block + text[end:]
            root = _compose(block, path)
        if root is None:
            return {}, (), tuple(problems)
        if type(root) is not MappingNode:
            what = "a list" if type(root) is SequenceNode else "a text"
            reason = f"the front matter is {what}, not a mapping of `key: value` lines"
            raise Broken(problem_at(text, start + root.start_mark.index, reason))
        tree = Tree(text, start, end, root, problems)
        values = tree.leaves(root, "", 1)
    except yaml.MarkedYAMLError as error:
        return {}, (), (*problems, _yaml_problem(text, start, end, error))
    except Broken as broken:
        return {}, (), (*problems, broken.args[0])
    return values, tuple(tree.entries), tuple(problems)


def _compose(block: str, path: str) -> Node | None:
    """The node graph of a block. Raises Unreadable where it is too deep for the composer's recursion."""
    if too_deep(block):
        raise Unreadable(path, f"the front matter is nested too deep (more than {MAX_DEPTH} levels)")
    return _Composer(block).get_single_node()


def too_deep(block: str) -> bool:
    """Whether YAML nests deeper than MAX_DEPTH. Counts first what bounds the depth, parses only in doubt."""
    if block.count("[") + block.count("{") < _SHALLOW or len(_FLOW.findall(block)) < _SHALLOW:
        ends = "\x85" in block or "\u2028" in block or "\u2029" in block or "\r" in block
        if not (_DEEP_BLOCK_ANY if ends else _DEEP_BLOCK).search("\n" + block):
            return False
    depth = 0
    parser = _Composer(block)  # its events come one by one: nothing here recurses
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as error:
        # libyaml has a limit of its own since PyYAML 6.0.4, and meets it while it looks ahead, before any event.
        return error.problem == LIBYAML_LIMIT
    except (yaml.YAMLError, UnicodeEncodeError):
        pass  # no deeper up to the error, at which the composer stops as well
    return False


def _yaml_problem(text: str, start: int, end: int, error: yaml.MarkedYAMLError) -> Problem:
    """The parser's sentence, where it gave up and what to do there."""
    said = error.problem or "the YAML cannot be read"
    if error.context:
        said = f"{said}, {error.context}"
    mark = error.problem_mark or error.context_mark
    at = min(start + mark.index, max(start, end - 1)) if mark else start
    advice = next((advice for words, advice in _HINTS if words in said), "mend the YAML here or just above")
    return problem_at(text, at, f"{said}: {advice}")
