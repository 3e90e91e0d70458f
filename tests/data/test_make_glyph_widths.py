from __future__ import annotations

import pytest

from seokit.data import make_glyph_widths


def test_the_committed_table_is_what_the_generator_makes() -> None:
    pytest.importorskip("fontTools", reason="fontTools is not installed (extra dev)")
    pytest.importorskip("fontpkg_arimo", reason="fontpkg-arimo is not installed (extra dev)")
    assert make_glyph_widths.TABLE.read_text(encoding="utf-8") == make_glyph_widths.make()


def test_runs_join_neighbours() -> None:
    assert make_glyph_widths.runs([(1, 5), (2, 6), (4, 7)]) == [(1, [5, 6]), (4, [7])]
    assert make_glyph_widths.runs([]) == []
