from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

import seokit.api as api
from seokit.generate.robots import CLASSES, RobotsError, ai_crawlers, path, robots_txt
from seokit.model import RobotsSettings, Settings
from seokit.sitefiles import check_robots

BASE = "https://example.org"


def written(base_url: str = BASE, **values: tuple[str, ...]) -> str:
    return robots_txt(Settings(base_url=base_url, robots=RobotsSettings(**values)))


def found(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [
        f"{f.line or ''}:{f.column or ''} {f.severity} {f.rule} {f.message}" for f in check_robots(data, "r")
    ]


def test_without_a_table_nothing_is_forbidden_and_no_crawler_is_blocked() -> None:
    assert written() == "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sitemap.xml\n"
    assert written("") == "User-agent: *\nDisallow:\n"


def test_paths_are_encoded_and_groups_stand_in_order() -> None:
    text = written(
        "", disallow=("/search/", "/müll eimer", "/*.pdf$"), allow=("/search/help",), block=("search",)
    )
    assert text.startswith(
        "User-agent: *\nDisallow: /search/\nDisallow: /m%C3%BCll%20eimer\nDisallow: /*.pdf$\nAllow: /search/help\n\n"
        "# AI crawlers: search\nUser-agent: OAI-SearchBot\n"
    )
    assert text.endswith("Disallow: /\n")


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_that_is_blocked_is_kept_out_and_no_search_engine_is(name: str) -> None:
    rules = Protego.parse(written(block=(name,)))
    for other in CLASSES:
        for agent in ai_crawlers()[other]:
            assert rules.can_fetch(f"{BASE}/rye", agent) is (other != name)
    for robot in ("Googlebot", "bingbot", "Applebot", "*"):
        assert rules.can_fetch(f"{BASE}/rye", robot)


def test_every_crawler_has_a_source_and_one_class() -> None:
    agents = [agent for name in CLASSES for agent in ai_crawlers()[name]]
    assert len(agents) == len(set(agents))
    assert all(source.startswith("https://") for name in CLASSES for source in ai_crawlers()[name].values())


def test_sitemaps_are_absolute_below_the_base_url() -> None:
    text = written("https://example.org/docs", sitemaps=("/map.xml", "https://maps.example/a.xml"))
    assert text.endswith("Sitemap: https://example.org/docs/map.xml\nSitemap: https://maps.example/a.xml\n")
    with pytest.raises(RobotsError, match="sitemap"):
        written("", sitemaps=("/map.xml",))


@pytest.mark.parametrize("wrong", ["rye", "", "/a#b", "/a\nUser-agent: x", "/\u2028x", "/a\x00"])
def test_a_path_that_would_not_stay_on_its_line_is_refused(wrong: str) -> None:
    with pytest.raises(RobotsError, match="the path"):
        path(wrong)


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=20))
def test_what_is_written_has_no_fault_and_means_what_was_asked(paths: list[str], page: str) -> None:
    good = []
    for one in paths:
        try:
            path("/" + one)
        except RobotsError:
            continue
        good.append("/" + one)
    text = written(disallow=tuple(good))
    assert text == written(disallow=tuple(good))
    assert not [line for line in found(text) if "invalid-line" in line]
    rules = Protego.parse(text)
    for one in good:
        if "*" not in one and "$" not in one:
            assert not rules.can_fetch(BASE + path(one), "Googlebot")


def test_a_good_file_has_no_finding() -> None:
    assert (
        found(
            "\ufeffUser-agent: *\r\nDisallow: /search # not this\r\nCrawl-delay: 1\r\n\r\nSitemap: https://a.example/s.xml"
        )
        == []
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Dissallow: /a", "1:1 warning robots-invalid-line dissallow is a slip: write disallow"),
        ("  Disallow /a", "1:3 warning robots-invalid-line the line disallow /a has no colon"),
        ("Disallow: /a", "1:1 warning robots-invalid-line disallow stands before the first user-agent, and is for nobody"),
        ("User-agent:", "1:1 warning robots-invalid-line user-agent names nobody"),
        ("Sitemap: /s.xml", "1:1 warning robots-invalid-line the sitemap /s.xml is not an absolute address"),
        (": /a", "1:1 warning robots-invalid-line the line names no directive"),
        ("Foo: bar", "1:1 warning robots-invalid-line foo is no directive"),
        ("Noindex: /a", "1:1 warning robots-invalid-line noindex is no directive, Google ended its support in 2019: use a robots meta"),
        ("<!doctype html>", ": warning robots-invalid-line the file is no robots.txt, but HTML or binary"),
    ],
)  # fmt: skip
def test_lines_that_crawlers_skip(line: str, message: str) -> None:
    assert message in found(line)


def test_a_group_without_its_colon_is_a_group() -> None:
    assert found("User-agent *\nDisallow: /a\nSitemap: https://a.example/s") == [
        "1:1 warning robots-invalid-line the line user-agent * has no colon"
    ]


def test_a_path_needs_its_slash() -> None:
    assert found("User-agent: *\nDisallow: rye")[-1] == (
        "2:1 warning robots-invalid-line the path rye does not begin with /"
    )


def test_a_site_that_is_shut() -> None:
    shut = "User-agent: *\nAllow: /\nDisallow: /x\n\nUser-agent: Googlebot\nDisallow: /*\nSitemap: https://a.example/s\n"
    assert found(shut) == ["6:1 error robots-blocks-all Googlebot is kept from the whole site"]
    assert found(shut.replace("/*", "/y")) == []


def test_a_site_of_which_a_part_is_open_is_not_shut() -> None:
    assert found("User-agent: *\nDisallow: /\nAllow: /learn/*.html$\nSitemap: https://a.example/s\n") == []


def test_a_crawler_of_another_company_does_not_shut_the_site() -> None:
    assert found("User-agent: GPTBot\nDisallow: /\nSitemap: https://a.example/s\n") == []


def test_no_sitemap() -> None:
    assert found("User-agent: *\nDisallow:\n") == [": info robots-sitemap-missing no line names a sitemap"]


def test_a_file_that_is_too_large() -> None:
    text = b"User-agent: *\nDisallow: /x\nSitemap: https://a.example/s\n" + b"# ....\n" * 80_000
    assert found(text) == [
        ": warning robots-too-large the file is larger than the 512,000 bytes of it that Google reads"
    ]


def test_the_line_that_google_reads_half_of_is_not_judged() -> None:
    text = b"User-agent: *\nDisallow: /rye\nSitemap: https://a.example/s\n" + b"Disallow: /x\n" * 80_000
    assert [line.split()[2] for line in found(text)] == ["robots-too-large"]


def test_thousands_of_lines_are_not_all_held_against_each_other() -> None:
    lines = "".join(f"Allow: /a{number}\nDisallow: /a{number}*\n" for number in range(5_000))
    assert found("User-agent: *\nDisallow: /\nSitemap: https://a.example/s\n" + lines) == [
        "2:1 error robots-blocks-all Googlebot is kept from the whole site"
    ]


@given(st.binary(max_size=300))
def test_no_bytes_make_the_check_fail(data: bytes) -> None:
    for finding in check_robots(data, "robots.txt"):
        assert finding.rule.startswith("robots-")
        assert finding.message


def test_api(tmp_path: Path) -> None:
    (tmp_path / "seokit.toml").write_text(
        f'base_url = "{BASE}"\n[robots]\ndisallow = ["/search/"]\n', "utf-8"
    )
    text = api.robots(tmp_path)
    assert "Disallow: /search/\n" in text
    file = tmp_path / "robots.txt"
    assert api.robots_diff(text, file).splitlines()[3:] == [f"+{line}" for line in text.splitlines()]
    file.write_text(text, "utf-8")
    assert api.robots_diff(text, file) == ""
    assert api.check_robots(file) == ()
