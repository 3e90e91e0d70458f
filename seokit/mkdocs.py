"""A plugin for MkDocs: `plugins: [seokit]` in mkdocs.yml.

The theme's templates get `{% seo %}`; after a build the site is audited beside docs/. Findings are warnings to MkDocs,
so that `mkdocs build --strict` fails on them, and errors by `fail_on`. While `mkdocs serve` runs, nothing is audited.
"""

from __future__ import annotations

from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger

from seokit.onbuild import (
    FAIL_ON,
    BuildOptions,
    audit_build,
    bad,
    options_of,
    settings_for,
    summary,
    told,
    write_sitemap,
)

log = get_plugin_logger("seokit")


class SeokitConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plugin, as BuildOptions has them."""

    audit = config_options.Type(bool, default=True)
    fail_on = config_options.Choice(FAIL_ON, default="error")
    sitemap = config_options.Type(bool, default=False)
    most = config_options.Type(int, default=20)
    config = config_options.Type(str, default="")
    baseline = config_options.Type(str, default="")
    select = config_options.ListOfItems(config_options.Type(str), default=[])
    ignore = config_options.ListOfItems(config_options.Type(str), default=[])


class SeokitPlugin(BasePlugin[SeokitConfig]):  # type: ignore[no-untyped-call]
    """The plugin; MkDocs makes one for a build, and one for all builds of `mkdocs serve`."""

    serving = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `mkdocs serve`."""
        del dirty
        self.serving = command == "serve"

    def options(self) -> BuildOptions:
        """The options, checked."""
        return options_of(dict(self.config))

    def on_env(self, env: Any, config: Any, files: Any) -> Any:
        """Teach Jinja2 the tag `seo`."""
        del files
        env.add_extension("seokit.jinja.SeoExtension")
        env.seo_settings = settings_for(
            config.docs_dir, self.options(), preset="mkdocs", base_url=config.site_url or ""
        )
        return env

    def on_post_build(self, *, config: Any) -> None:
        """Write the sitemap in place of MkDocs' own, and audit. Raises PluginError."""
        if self.serving:
            return
        chosen = self.options()
        settings = settings_for(config.docs_dir, chosen, preset="mkdocs", base_url=config.site_url or "")
        if chosen.sitemap:
            for name in write_sitemap(config.site_dir, settings):
                log.info("wrote %s", name)
        if not chosen.audit:
            return
        audit = audit_build(config.docs_dir, config.site_dir, settings, chosen)
        for severity, line in told(audit, chosen.most):
            (log.info if severity == "info" else log.warning)("%s", line)
        log.info("%s", summary(audit))
        failing = bad(audit, chosen.fail_on)
        if failing:
            raise PluginError(f"seokit: {len(failing):,} findings at or above {chosen.fail_on!r}")
