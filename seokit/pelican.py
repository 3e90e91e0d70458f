"""A plugin for Pelican: `PLUGINS = ["seokit.pelican"]` in pelicanconf.py, and `SEOKIT = {…}` for its options.

The theme's templates get `{% seo %}`; when the site was written, it is audited beside its sources, and its sitemap
is written. A build that has findings at or above `fail_on` ends with an error.
"""

from __future__ import annotations

import logging
from typing import Any

from pelican import signals

from seokit.onbuild import (
    BuildOptions,
    OptionError,
    audit_build,
    bad,
    options_of,
    settings_for,
    summary,
    told,
    write_sitemap,
)

log = logging.getLogger(__name__)
EXTENSION = "seokit.jinja.SeoExtension"
LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


class BuildFailedError(RuntimeError):
    """The audit found something at or above `fail_on`; Pelican shows the message and exits with 1."""


def options(settings: dict[str, Any]) -> BuildOptions:
    """The options in SEOKIT. Raises OptionError."""
    try:
        return options_of(settings.get("SEOKIT", {}))
    except OptionError as error:
        raise OptionError(f"SEOKIT in the settings of Pelican: {error}") from error


def initialised(pelican: Any) -> None:
    """Check the options, and teach Jinja2 the tag `seo`."""
    chosen = options(pelican.settings)
    environment = pelican.settings["JINJA_ENVIRONMENT"]
    if EXTENSION not in environment["extensions"]:
        environment["extensions"] = [*environment["extensions"], EXTENSION]
    pelican.settings["SEOKIT_OPTIONS"] = chosen


def configured(generator: Any) -> None:
    """Give the templates the configuration that the audit goes by."""
    settings = generator.settings
    generator.env.seo_settings = settings_for(
        settings["PATH"], settings["SEOKIT_OPTIONS"], preset="pelican", base_url=settings.get("SITEURL", "")
    )


def finalized(pelican: Any) -> None:
    """Write the sitemap and audit what was written. Raises BuildFailedError."""
    chosen: BuildOptions = pelican.settings["SEOKIT_OPTIONS"]
    settings = settings_for(
        pelican.settings["PATH"], chosen, preset="pelican", base_url=pelican.settings.get("SITEURL", "")
    )
    if chosen.sitemap:
        for name in write_sitemap(pelican.output_path, settings):
            log.info("seokit: wrote %s", name)
    if not chosen.audit:
        return
    audit = audit_build(pelican.settings["PATH"], pelican.output_path, settings, chosen)
    for severity, line in told(audit, chosen.most):
        log.log(LEVELS[severity], "%s", line)
    print(summary(audit))  # noqa: T201 - as Pelican prints its own last line
    failing = bad(audit, chosen.fail_on)
    if failing:
        raise BuildFailedError(f"seokit: {len(failing):,} findings at or above {chosen.fail_on!r}")


def register() -> None:
    """What Pelican calls."""
    signals.initialized.connect(initialised)
    signals.generator_init.connect(configured)
    signals.finalized.connect(finalized)
