"""A plugin for MkDocs: `plugins: [seokit]` in mkdocs.yml.

The theme's templates get `{% seo %}`; after a build the site is audited beside docs/. Findings are errors and warnings
to MkDocs, so that `mkdocs build --strict` fails on them; without it `fail_on` says what a build fails on. While
`mkdocs serve` runs, nothing is audited.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger

from seokit.config_check import nearest
from seokit.generate.reports.concise import terminal_safe
from seokit.onbuild import FAIL_ON, VALUES, Site, finish, open_site, options_of, sentences, without

log = get_plugin_logger("seokit")
LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


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
    site: Site

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[Any, Any]:
        """Check the options. MkDocs only warns of one that it does not know: here it is an error."""
        errors, warnings = super().load_config(options, config_file_path)
        unknown = [key for key in options if key not in VALUES]
        for key in unknown:
            hint = nearest(str(key), VALUES) or f"; there are: {', '.join(VALUES)}"
            errors.append((terminal_safe(str(key)), ValidationError(f"there is no such option{hint}")))
        return errors, [warning for warning in warnings if warning[0] not in unknown]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `mkdocs serve`."""
        del dirty
        self.serving = command == "serve"

    def on_config(self, config: Any) -> Any:
        """Check the config before anything is built. Raises PluginError."""
        folder = os.path.dirname(config.config_file_path or "") or "."  # noqa: PTH120
        with sentences(PluginError):
            options = options_of(dict(self.config), "plugins.seokit", folder)
            self.site = open_site(
                config.docs_dir,
                config.site_dir,
                options,
                where="plugins.seokit",
                preset="mkdocs",
                address="site_url",
                base_url=config.site_url or "",
                site_name=config.site_name or "",
            )
        if options.sitemap and self.site.settings.base_url and not self.serving:
            config.theme.static_templates.discard("sitemap.xml")  # nor is MkDocs' sitemap.xml.gz written then
        return config

    def on_env(self, env: Any, config: Any, files: Any) -> Any:
        """Teach Jinja2 the tag `seo`, and note which files are no pages of the site."""
        env.add_extension("seokit.jinja.SeoExtension")
        env.seo_settings = self.site.settings
        left_out = [file.abs_src_path for file in files if file.abs_src_path and file.inclusion.is_excluded()]
        self.site.settings = without(self.site.settings, left_out)
        made = [name for name in config.theme.static_templates if name.endswith(".html")]
        self.site.aside = [os.path.join(config.site_dir, name) for name in made]
        return env

    def on_post_build(self, *, config: Any) -> None:
        """Write the sitemap in place of MkDocs' own, and audit. Raises PluginError."""
        del config
        if self.serving:
            return
        with sentences(PluginError):
            report = finish(self.site, infos=log.isEnabledFor(logging.DEBUG))
        for name in report.wrote:
            log.info("wrote %s", name)
        for severity, line in report.lines:
            log.log(LEVELS[severity], "%s", line)
        for line in (*report.asides, report.summary):
            if line:
                log.info("%s", line)
        if report.failed:
            raise PluginError(f"seokit: {report.failed}")
