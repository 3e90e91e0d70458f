"""A plugin for Pelican: `PLUGINS = ["seokit.pelican"]` in pelicanconf.py, and `SEOKIT = {…}` for its options.

The theme's templates get `{% seo %}`; when the site was written, its sitemap is written too, and it is audited beside
its sources. A build with findings at or above `fail_on` ends with exit code 1; `pelican --autoreload` goes on.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

from pelican import signals
from pelican.log import console

from seokit.model import SEVERITIES
from seokit.onbuild import Report, Site, finish, open_site, options_of, sentences

log = logging.getLogger(__name__)
LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}
SITE = "SEOKIT_SITE"  # what is kept among Pelican's settings, which every generator has


class SeokitError(Exception):
    """What ends a build. Pelican shows the message, and exits with `exitcode`."""

    exitcode = 2


class FoundFaultsError(SeokitError):
    """The audit found something at or above `fail_on`."""

    exitcode = 1


def opened(pelican: Any) -> None:
    """Check the options and the config before anything is built. Raises SeokitError."""
    settings = pelican.settings
    with sentences(SeokitError):
        settings[SITE] = open_site(
            pelican.path,
            pelican.output_path,
            options_of(settings.get("SEOKIT", {}), "SEOKIT"),
            where="SEOKIT",
            preset="pelican",
            address="SITEURL",
            base_url=settings.get("SITEURL") or "",
            site_name=settings.get("SITENAME") or "",
        )


def with_tag(generator: Any) -> None:
    """Teach a generator's templates the tag `seo`, which goes by the configuration of the audit."""
    generator.env.add_extension("seokit.jinja.SeoExtension")
    generator.env.seo_settings = generator.settings[SITE].settings


def read(generators: Sequence[Any]) -> None:
    """Note which files are drafts: Pelican writes them too, and links to them from nowhere."""
    for generator in generators[:1]:  # all have the same context
        site: Site = generator.settings[SITE]
        contents = generator.context["generated_content"].values()
        drafts = [content for content in contents if content and content.status == "draft"]
        site.aside = [os.path.join(site.output, draft.save_as) for draft in drafts]


def finalized(pelican: Any) -> None:
    """Write the sitemap and audit what was written. Raises SeokitError."""
    site: Site = pelican.settings[SITE]
    with sentences(SeokitError):
        report = finish(site, infos=log.isEnabledFor(logging.INFO))
    for name in report.wrote:
        log.info("seokit: wrote %s", name)
    tell(report)
    if report.failed:
        raise (SeokitError if report.broken else FoundFaultsError)(f"seokit: {report.failed}")


def tell(report: Report) -> None:
    """Print the findings in whole lines, which Pelican's log would fold; log the summary, for `--fatal`."""
    worst = min((severity for severity, _ in report.lines), key=SEVERITIES.index, default="info")
    level = LEVELS[worst]
    if level < logging.WARNING or log.isEnabledFor(level):
        for line in (*(f"{severity:<7} {line}" for severity, line in report.lines), *report.asides):
            show(line)
    if report.summary and level >= logging.WARNING:
        log.log(level, "seokit: %s", report.summary)
    elif report.summary:
        show(f"seokit: {report.summary}")


def show(line: str) -> None:
    """Print a line as Pelican prints its own, but as it is."""
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def without_traceback(record: logging.LogRecord) -> bool:
    """Take the traceback from what Pelican logs when we end the build: the message says it all."""
    if record.exc_info and isinstance(record.exc_info[1], SeokitError):
        record.exc_info = None
    return True


def register() -> None:
    """What Pelican calls."""
    signals.initialized.connect(opened)
    signals.generator_init.connect(with_tag)
    signals.all_generators_finalized.connect(read)
    signals.finalized.connect(finalized)
    logging.getLogger("pelican").addFilter(without_traceback)
