from __future__ import annotations

from msgspec.structs import replace

from seokit.generate.reports.profile import profile_lines
from seokit.model import Audit


def test_stages_topics_and_the_slowest_rules(audit: Audit) -> None:
    seconds = {"read pages": 2.0, "page rules/title-too-long": 1.0, "site rules/link-broken": 0.5,
               "facts for indexes/by_url": 0.25, "prepare indexes/by_url": 0.25}  # fmt: skip
    assert list(profile_lines(replace(audit, seconds=seconds))) == [
        "  Seconds    Share  Stage",
        "    2.000   50.0 %  read pages",
        "    1.000   25.0 %  page rules",
        "    0.250    6.2 %  facts for indexes",
        "    0.250    6.2 %  prepare indexes",
        "    0.500   12.5 %  site rules",
        "    4.000  100.0 %  all stages, of all processes; 1.260 s by the clock",
        "",
        "  Seconds    Share  Topic (rules), and the indexes that rules share",
        "    1.000   25.0 %  title",
        "    0.500   12.5 %  indexes",
        "    0.500   12.5 %  link",
        "",
        "  Seconds    Share  Rule or index, the slowest 20",
        "    1.000   25.0 %  title-too-long (page rules)",
        "    0.500   12.5 %  by_url (facts for indexes, prepare indexes)",
        "    0.500   12.5 %  link-broken (site rules)",
    ]


def test_an_audit_that_took_no_time(audit: Audit) -> None:
    assert next(profile_lines(audit)) == "  Seconds    Share  Stage"
