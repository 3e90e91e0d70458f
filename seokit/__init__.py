"""SEO audits and metadata for sites written in Markdown and front matter.

>>> import seokit
>>> audit = seokit.audit("content/")  # doctest: +SKIP
>>> audit.findings_frame()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "audit", "inject", "meta", "read", "sitemap"]

if TYPE_CHECKING:
    from seokit.api import audit, inject, meta, read, sitemap


def __getattr__(name: str) -> Any:
    """Import the API only when it is used: `seokit --help` must not pay for it."""
    if name in __all__:
        from seokit import api

        return getattr(api, name)
    raise AttributeError(f"module 'seokit' has no attribute {name!r}")
