"""What tests share: the real site, the schemas, and skips that say why and can be forbidden."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test fails because the machine is busy: neither one example nor making them up has a time limit.
settings.register_profile("seokit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("seokit")

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("SEOKIT_SHARED") or ROOT.parent / "shared")
REQUIRED = {name for name in os.environ.get("SEOKIT_REQUIRE", "").split(",") if name}


def need(name: str, there: bool, reason: str) -> None:
    """Skip with the reason where something outside is absent; fail where SEOKIT_REQUIRE names it."""
    if there:
        return
    if name in REQUIRED:
        pytest.fail(f"SEOKIT_REQUIRE names {name}, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, unpacked once: its folder with content/ in it."""
    archive = SHARED / "corpus" / "site.tar.xz"
    need("corpus", archive.is_file(), f"the real site is not at {archive} (SEOKIT_SHARED)")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder of the official sitemap XSDs."""
    folder = SHARED / "schemas"
    need(
        "schemas",
        (folder / "sitemap.xsd").is_file(),
        f"the sitemap schemas are not at {folder} (SEOKIT_SHARED)",
    )
    return folder
