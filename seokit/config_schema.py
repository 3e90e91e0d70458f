"""The JSON Schema of a config, made of the very tables that check one: for editors, `seokit config schema`.

A checker says by its return type what it takes, and by its docstring what that means; what a type cannot say
stands in EXTRAS. Editors complete keys and rules by it; the whole truth is still told by `seokit audit`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

from seokit import config
from seokit import config_check as check
from seokit.config_check import OneOf
from seokit.config_head import HEAD_VALUES, account, address, addresses, verification
from seokit.config_robots import ROBOTS_VALUES, classes, rule_paths
from seokit.config_suppress import SUPPRESS_VALUES
from seokit.generate.head import VERIFICATION
from seokit.generate.robots import CLASSES
from seokit.presets import PRESETS
from seokit.score.registry import ALIASES, RULES, TOPICS, named
from seokit.score.rule import Rule
from seokit.score.suppress import is_beyond

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
STRING: Schema = {"type": "string"}
FILLED: Schema = {"type": "string", "pattern": "\\S"}
STRINGS: Schema = {"type": "array", "items": FILLED}
_HTTP = "[Hh][Tt][Tt][Pp][Ss]?://"
EXTRAS: dict[check.Value, Schema] = {
    check.web_address: {"pattern": "^\\s*https?://"},
    check.preset_name: {"enum": list(PRESETS)},
    check.glob_or_globs: {"anyOf": [FILLED, STRINGS]},
    classes: {"items": {"enum": list(CLASSES)}},
    rule_paths: {"items": {"type": "string", "pattern": "^\\s*[/*][^#]*$"}},
    account: {"pattern": "^(@[A-Za-z0-9_]{1,15})?$"},
    address: {"pattern": f"^$|^(/|{_HTTP})"},
    addresses: {"items": {"type": "string", "pattern": f"^{_HTTP}"}},
    verification: {
        "properties": {key: {"type": "string", "pattern": "^[^<]*$"} for key in VERIFICATION},
        "additionalProperties": False,
    },
}
_TYPES: dict[Any, Schema] = {
    str: STRING,
    tuple[str, ...]: STRINGS,
    dict[str, str]: {"type": "object", "additionalProperties": STRING},
    dt.date: {"type": "string", "format": "date"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number", "minimum": 0},
    bool: {"type": "boolean"},
}


def config_schema() -> Schema:
    """The schema of `seokit.toml`."""
    fields = table(dict.fromkeys(config.FIELD_LISTS, check.texts))
    section = table(config.SECTION_VALUES, fields=fields)
    section["required"] = ["files"]
    suppress = table(SUPPRESS_VALUES)
    suppress["required"] = ["files", "rules"]
    lasting = [name for name in (*TOPICS, *RULES, *ALIASES) if not all(map(is_beyond, named(name)))]
    suppress["properties"]["rules"] |= {"items": {"enum": lasting}, "minItems": 1}
    whole = table(
        check.TOP_VALUES,
        fields=fields,
        section={"type": "array", "items": section},
        rules=rules(),
        suppress={"type": "array", "items": suppress},
        sitemap=table(config.SITEMAP_VALUES),
        head=table(HEAD_VALUES),
        robots=table(ROBOTS_VALUES),
    )
    return {"$schema": DRAFT, "title": "seokit.toml", "description": "The configuration of seokit.", **whole}


def table(values: Mapping[str, check.Value], **tables: Schema) -> Schema:
    """A table of these keys, and no others."""
    properties = {key: value_schema(checker) for key, checker in values.items()}
    return {"type": "object", "additionalProperties": False, "properties": {**properties, **tables}}


def value_schema(checker: check.Value) -> Schema:
    """What a checker takes."""
    if isinstance(checker, OneOf):
        return {"enum": list(checker.names)}
    returned = get_type_hints(checker)["return"]
    kinds = [kind for kind in get_args(returned) if kind is not type(None)]
    kind = returned if returned in _TYPES else kinds[0]
    made = {**_TYPES[kind], **EXTRAS.get(checker, {})}
    if "anyOf" in made or "enum" in made:
        made = EXTRAS[checker]
    first = (checker.__doc__ or "").partition("\n")[0]
    return {"description": first, **made} if first else made


def rules() -> Schema:
    """The table [rules]: which run, and a table for each."""
    names = {"type": "array", "items": {"enum": ["default", "all", *TOPICS, *RULES, *ALIASES]}}
    properties: dict[str, Schema] = {"select": names, "ignore": names}
    properties |= {name: rule_schema(rule) for name, rule in RULES.items()}
    properties |= {old: rule_schema(RULES[new]) for old, new in ALIASES.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def rule_schema(rule: Rule) -> Schema:
    """The table of one rule: its severity and its options."""
    severities = ["warning", "info"] if rule.evidence == "convention" else ["error", "warning", "info"]
    properties: dict[str, Schema] = {"severity": {"enum": severities, "default": rule.severity}}
    for name, default in rule.options.items():
        plain = list(default) if isinstance(default, tuple) else default
        properties[name] = {**_TYPES[rule.types[name]], "default": plain}
    summary = " ".join(rule.rationale.partition("\n\n")[0].split())
    return {
        "type": "object",
        "description": summary,
        "additionalProperties": False,
        "properties": properties,
    }
