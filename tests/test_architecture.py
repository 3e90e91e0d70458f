"""The pipe is straight: imports go downward only, and heavy modules are not loaded before they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "seokit"
# From the top down; a module may import from its own layer and from those below.
LAYERS = (
    (
        "mkdocs",
        "pelican",
        "pytest_pages",
        "pytest_plugin",
        "__main__",
        "cli",
        "cli_baseline",
        "cli_compare",
        "cli_duplicates",
        "cli_explain",
        "cli_inject",
        "cli_robots",
        "demo",
    ),
    ("cli_meta", "cli_completion", "cli_options", "cli_output", "onbuild"),
    ("explain",),
    ("api", "jinja"),
    ("since", "sitefiles"),
    (
        "config",
        "config_check",
        "config_file",
        "config_head",
        "config_origin",
        "config_robots",
        "config_rules",
        "config_schema",
        "config_suppress",
        "config_write",
        "detect",
        "detect_base",
        "presets",
    ),
    ("generate", "repair"),
    ("score",),
    ("extract",),
    ("urls",),
    ("model",),
)
DEPTH = {name: depth for depth, names in enumerate(LAYERS) for name in names}
HEAVY = (
    "pandas",
    "numpy",
    "turbohtml",
    "bs4",
    "comrak",
    "jinja2",
    "rich",
    "xlsxwriter",
    "yaml",
    "msgspec",
)


def layer(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports(file: Path) -> Iterator[str]:
    """The seokit modules that a file imports, those inside functions too; not those for type checking only."""
    tree = ast.parse(file.read_text("utf-8"))
    hidden = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "seokit":
            if node.module == "seokit":
                yield from (f"seokit.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "seokit")


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=[file.relative_to(PACKAGE).as_posix() for file in FILES])
def test_imports_go_downward(file: Path) -> None:
    own = file.relative_to(PACKAGE).with_suffix("").parts[0]
    for module in imports(file):
        target = layer(module)
        if own in ("__init__", "data") or target in ("__version__", "data"):
            continue
        # The one upward edge: Audit.findings_frame() loads the tables when it is called.
        if own == "model" and module == "seokit.generate.reports.tables":
            continue
        assert own in DEPTH, f"{file} is in no layer"
        assert target in DEPTH, f"{module} is in no layer"
        assert DEPTH[target] >= DEPTH[own], f"{file.name} ({own}) imports {module}, which is above it"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['seokit', '--help']\n"
        "from seokit.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert done.stderr.strip() == "[]"


def test_an_audit_without_tables_does_not_load_pandas(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A page\n---\nText.\n")
    code = (
        "import sys, seokit\n"
        f"seokit.audit({str(tmp_path)!r})\n"
        "print([m for m in ('pandas', 'xlsxwriter', 'rich', 'bs4') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
