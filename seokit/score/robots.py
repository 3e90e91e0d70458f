"""robots.txt as Googlebot reads it: which addresses of the site it may not fetch. protego is the judge."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seokit import urls
from seokit.model import Settings

if TYPE_CHECKING:
    from protego import Protego

ROBOT = "Googlebot"  # whose group of robots.txt decides; without one of its own, the group of "*" does
SOMEWHERE = "https://seokit.invalid"  # protego wants an address; only its path counts


def forbidden(url: str, settings: Settings) -> bool:
    """Whether the site's robots.txt keeps Googlebot from a page of the site; no where there is none."""
    if not settings.robots_txt:
        return False
    address = urls.site_url(settings.base_url, url)
    if "://" not in address:
        address = SOMEWHERE + address
    return not parsed(settings.robots_txt).can_fetch(address, ROBOT)


@lru_cache(maxsize=4)  # once per process: there is one robots.txt to a site
def parsed(text: str) -> Protego:
    """The rules of a robots.txt."""
    from protego import Protego

    return Protego.parse(text)
