"""SEO audits and metadata for content sites: their Markdown and front matter, and the pages built from them.

>>> import seokit
>>> audit = seokit.audit("content/")  # doctest: +SKIP
>>> audit.findings_frame()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "__version__", "audit", "check_robots", "duplicates", "inject", "make_baseline", "meta", "read", "robots", "sitemap",
]  # fmt: skip

if TYPE_CHECKING:
    from seokit.api import audit, check_robots, duplicates, inject, make_baseline, meta, read, robots, sitemap


def __getattr__(name: str) -> Any:
    """Import the API only when it is used: `seokit --help` must not pay for it."""
    if name in __all__:
        from seokit import api

        return getattr(api, name)
    raise AttributeError(f"module 'seokit' has no attribute {name!r}")
