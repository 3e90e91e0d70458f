"""JSON-LD scripts: parsed strictly, with the place of what is wrong."""

from __future__ import annotations

import json
from math import isinf
from typing import Any, NoReturn

import msgspec

from seokit.extract.html.found import Script
from seokit.extract.places import span_of
from seokit.model import JsonLd

SHOWN = 40  # characters of a number
MAX_DEPTH = 100  # the deepest of schema.org's own examples has 9


class _RefusedError(ValueError):
    """A value that JSON has not."""


def read_jsonld(text: str, script: Script) -> JsonLd:
    """The script at `script.span` of a page's text. What is no JSON has an `error`, and its place where known."""
    start, end = script.span.start, script.span.end
    raw = text[start:end]
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        reason, at = _fault(raw, error)
        place = span_of(text, start + at, min(start + at + 1, max(end, start + at)))
        return JsonLd(raw, None, script.span, reason, place, script.in_head)
    if raw.count("{") + raw.count("[") > MAX_DEPTH and too_deep(value):
        reason = f"is nested more than {MAX_DEPTH} deep"
        return JsonLd(raw, None, script.span, reason, span_of(text, start, start + 1), script.in_head)
    return JsonLd(raw, value, script.span, in_head=script.in_head)


def _fault(raw: str, error: Exception) -> tuple[str, int]:
    """Why a text is no JSON, as a sentence's end, and the offset of the fault."""
    if not raw.strip():
        return "is empty", 0
    try:
        value = json.loads(raw, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as fault:
        return _worded(raw, fault)
    except _RefusedError as fault:
        name = str(fault)
        reason = "is no JSON" if name[-1].isalpha() else "is more than a number can be"
        return f"{name[:SHOWN]} {reason}", max(raw.find(name), 0)
    except RecursionError:
        return f"is nested more than {MAX_DEPTH} deep", 0
    except ValueError:  # a number of more than 4,300 digits
        return "holds a number that no parser reads", 0
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return "holds half of a character (a \\ud800 to \\udfff alone)", 0
    # What else Python may read and msgspec not.
    return str(error).removeprefix("JSON is malformed: "), 0


def _worded(raw: str, fault: json.JSONDecodeError) -> tuple[str, int]:
    """Python's reason and offset, or better ones for the faults of templates; the same in every Python."""
    at = min(fault.pos, len(raw) - 1)
    before = raw[:at].rstrip()
    if raw[at] in "]}" and before.endswith(","):
        return "a comma stands after the last item", len(before) - 1
    if raw[at] == "," and fault.msg.startswith("Illegal trailing comma"):  # Python 3.13 and later
        return "a comma stands after the last item", at
    if fault.msg.startswith("Invalid control character"):
        return "a line break or another control character stands in a text", at
    if fault.msg == "Extra data":
        return "more stands after its end", at
    return fault.msg[:1].lower() + fault.msg[1:], at


def _refuse(name: str) -> NoReturn:
    raise _RefusedError(name)


def _finite(written: str) -> float:
    number = float(written)
    if isinf(number):
        raise _RefusedError(written)
    return number


def too_deep(value: Any) -> bool:
    """Whether lists and mappings are nested more than MAX_DEPTH deep."""
    level = [value]
    for _ in range(MAX_DEPTH):
        deeper: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                deeper += one.values()
            elif isinstance(one, list):
                deeper += one
        level = [one for one in deeper if isinstance(one, dict | list)]
        if not level:
            return False
    return True
