"""robots.txt from the config: what is forbidden to all, which AI crawlers are kept out, where the sitemaps are.

Source: https://www.rfc-editor.org/rfc/rfc9309 and
https://developers.google.com/crawling/docs/robots-txt/robots-txt-spec
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from seokit import urls
from seokit.model import Settings

CLASSES = ("training", "search", "assistant")
DEFAULT_SITEMAP = "/sitemap.xml"


class RobotsError(ValueError):
    """A robots.txt that cannot be written; the message says why."""


@cache
def ai_crawlers() -> dict[str, dict[str, str]]:
    """Class of AI crawlers → user agent → where its operator describes it."""
    table = tomllib.loads(files("seokit.data").joinpath("ai_crawlers.toml").read_text(encoding="utf-8"))
    return {name: dict(table[name]) for name in CLASSES}


def robots_txt(settings: Settings) -> str:
    """The site's robots.txt. The same settings give the same bytes.

    Without a sitemap in the config, `/sitemap.xml` below the base URL is named; without a base URL none is.
    Raises RobotsError for a path or sitemap that would not stay on its line.
    """
    wanted = settings.robots
    groups = [group(["*"], wanted.disallow, wanted.allow)]
    blocked = [name for name in CLASSES if name in wanted.block]
    groups += [f"# AI crawlers: {name}\n" + group(list(ai_crawlers()[name]), ("/",), ()) for name in blocked]
    named = sitemap_addresses(settings)
    if named:
        groups.append("".join(f"Sitemap: {address}\n" for address in named))
    return "\n".join(groups)


def group(agents: list[str], disallow: tuple[str, ...], allow: tuple[str, ...]) -> str:
    """One group of rules; one that forbids nothing says so, since a group needs a rule."""
    lines = [f"User-agent: {agent}" for agent in agents]
    lines += [f"Disallow: {path(one)}" for one in disallow] or ["Disallow:"]
    lines += [f"Allow: {path(one)}" for one in allow]
    return "\n".join(lines) + "\n"


def path(written: str) -> str:
    """A rule's path, percent-encoded where it must be; raises RobotsError where it cannot stand in a rule."""
    one = written.strip()
    if not one.startswith(("/", "*")):
        raise RobotsError(f"robots.txt: the path {urls.printable(written)} does not begin with / or *")
    if "#" in one or any(not character.isprintable() for character in one):
        raise RobotsError(f"robots.txt: the path {urls.printable(written)} holds # or a control character")
    return urls.encoded(one)


def sitemap_addresses(settings: Settings) -> list[str]:
    """The sitemaps to name, as absolute addresses."""
    base = settings.base_url
    if not settings.robots.sitemaps:
        return [urls.site_url(base, DEFAULT_SITEMAP)] if base else []
    found = []
    for written in settings.robots.sitemaps:
        try:
            found.append(urls.check_loc(urls.site_url(base, written)))
        except urls.UrlError as error:
            raise RobotsError(f"robots.txt: sitemap {error}") from error
    return found
