"""Literals of a JavaScript config: texts, numbers and truth values under the keys of its objects.

A tokenizer that knows strings, comments and brackets, and no grammar: `dir: { input: "src" }` is found under
("dir", "input") wherever it stands. Where two say different things of one name, nobody can tell which holds.
"""

from __future__ import annotations

import json
import re
from typing import Any

from msgspec import Struct

MAX_DEPTH = 50

_TOKEN = re.compile(
    # What is never closed is one token up to its end, so that nobody looks for that again and again. A short one
    # may be a quote in a regular expression.
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)
    |(?P<open>['"](?:[^\\\n]|\\.){200,}|`.*)
    |(?P<word>[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*)
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<sign>[{}\[\]():,;=?&|+])""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(r"\\(u\{?[0-9A-Fa-f]+\}?|x[0-9A-Fa-f]{2}|\n|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_ABSENT = object()


class Literals(Struct, frozen=True):
    """`values`: by the keys of the objects around; `calls`: (name of a function, its first text)."""

    values: dict[tuple[str, ...], Any]
    calls: tuple[tuple[str, str], ...]

    def text(self, *keys: str) -> str:
        """The text under these keys; empty without one."""
        value = self.values.get(keys)
        return value if isinstance(value, str) else ""

    def below(self, *keys: str) -> dict[str, Any]:
        """The values directly under these keys, wherever those stand: (…, *keys, name) → value."""
        size = len(keys) + 1
        return {path[-1]: value for path, value in self.values.items() if path[-size:-1] == keys}


def literals(text: str) -> Literals:
    """The literals of a program."""
    values: dict[tuple[str, ...], Any] = {}
    calls: list[tuple[str, str]] = []
    path: list[str] = []  # of each open bracket the key that it is the value of, "" without one
    tokens = [found for found in _TOKEN.finditer(text) if found.lastgroup != "comment"]
    key = callee = ""
    for at, token in enumerate(tokens):
        sign = token[0]
        after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
        before = tokens[at - 1][0] if at else ""
        if sign in ("{", "[", "("):
            if len(path) >= MAX_DEPTH:
                break
            path.append(key)
            key = ""
        elif sign in ("}", "]", ")"):
            if path:
                path.pop()
            key = ""
        elif token.lastgroup in ("word", "text") and after == ":" and before in ("{", ","):
            key = _text(sign) if token.lastgroup == "text" else sign
        elif sign in (",", ";", "?"):  # of what a condition chooses, nobody can tell
            key = ""
        elif before == ":" and key:
            value = _value(token)
            if value is not _ABSENT and after in (",", "}"):
                name = (*filter(None, path), key)
                values[name] = value if values.get(name, value) == value else None
        elif token.lastgroup == "word":
            callee = re.sub(r"\s+", "", sign)
        if token.lastgroup == "text" and before == "(" and tokens[at - 2].lastgroup == "word":
            calls.append((callee, _text(sign)))
    return Literals(values, tuple(calls))


def _value(token: re.Match[str]) -> Any:
    """The value of a literal; `_ABSENT` for what is none, a text with a `${…}` in it among them."""
    written = token[0]
    if token.lastgroup == "text":
        return _ABSENT if written[0] == "`" and "${" in written else _text(written)
    if token.lastgroup == "number":
        return json.loads(written) if not re.match(r"-?0\d", written) else _ABSENT
    return _WORDS.get(written, _ABSENT) if token.lastgroup == "word" else _ABSENT


def _text(written: str) -> str:
    """What a quoted text says; a word is itself."""
    if written[0] not in "'\"`":
        return written
    return _ESCAPE.sub(_unescaped, written[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    said = escape[1]
    if said[0] in "ux" and len(said) > 1:
        code = int(said[1:].strip("{}"), 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return _SHORT.get(said, said)
