"""Our widths against a real browser's, on strings of our own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from seokit.score.width import DESCRIPTION_SIZE, TITLE_SIZE, text_width
from tests.conftest import need

SAMPLES = (
    "How do bees find their way back to the hive?",
    "WAVE To Yo AV Ty: pairs that a browser kerns",
    "iiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "0123456789 (+1) 50 % & more #tags @home",
    "Tea & biscuits: <b>not a tag</b> \"quoted\" 'twice'",
    "Crème brûlée, Ångström, ñandú, œuvre, straße",
    "Zażółć gęślą jaźń",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "Съешь ещё этих мягких французских булок",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "“Curly quotes” — dashes – and … dots",
    "½ cup, 20 °C, 3 × 4, ≈ 5 €, £6, ¥7, ©, ®, ™",
    "Brand | Category | Shop",
    "a",
    "x² + y² = z²",
    "snake_case, kebab-case, CamelCase/path\\file",
    "{braces} [brackets] (parentheses) ~tilde^caret`",
    "Ten green bottles standing on the garden wall, and nobody to count them before they fall",
    "ﬁ ligature as one character; fi as two",
)


def bench() -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "width.py"
    spec = importlib.util.spec_from_file_location("bench_width", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("size", [TITLE_SIZE, DESCRIPTION_SIZE])
def test_the_sum_of_advances_is_what_chromium_draws_without_kerning(size: int) -> None:
    module = bench()
    need("chromium", module.chromium() is not None, "Chromium is not installed")
    kerned, plain = module.drawn_widths(SAMPLES, size)
    assert len(plain) == len(SAMPLES)
    for text, with_kerning, without in zip(SAMPLES, kerned, plain, strict=True):
        ours = text_width(text, size)
        assert ours == pytest.approx(without, abs=0.6), text  # rounding to whole pixels, and Chromium's 1/64
        assert with_kerning == pytest.approx(ours, rel=0.05, abs=1), text


# Titles in scripts that a browser shapes, and the font to draw them with: package and file.
SHAPED = {
    "arabic": (
        "كيف تعتني بالخبز في المنزل؟",
        "لماذا يتصلب الخبز بعد يوم واحد",
        "أفضل الطرق لإصلاح دراجة قديمة في البيت",
        "دليل شامل لزراعة الطماطم على الشرفة",
    ),
    "devanagari": (
        "घर पर रोटी कैसे बनाएं",
        "पुरानी साइकिल की मरम्मत करने के सबसे अच्छे तरीके",
        "आटा कितने दिन तक ताजा रहता है",
        "बालकनी में टमाटर उगाने की पूरी जानकारी",
    ),
    "thai": (
        "วิธีทำขนมปังที่บ้าน",
        "ขนมปังข้าวไรย์เก็บไว้ในกล่องไม้ได้หนึ่งสัปดาห์",
        "วิธีซ่อมจักรยานเก่าที่บ้านด้วยตัวเอง",
        "คู่มือการปลูกมะเขือเทศบนระเบียง",
    ),
}


@pytest.mark.parametrize("script", SHAPED)
def test_letters_that_join_or_stack_are_as_wide_on_the_whole_as_chromium_draws_them(script: str) -> None:
    module = bench()
    need("chromium", module.chromium() is not None, "Chromium is not installed")
    package = importlib.util.find_spec(f"fontpkg_noto_sans_{script}")
    if package is None or package.origin is None:
        pytest.skip(f"fontpkg-noto-sans-{script} is not installed (extra dev)")
    (face,) = Path(package.origin).parent.rglob("*.ttf")
    drawn, _ = module.drawn_widths(SHAPED[script], TITLE_SIZE, face)
    for text, width in zip(SHAPED[script], drawn, strict=True):
        assert text_width(text, TITLE_SIZE) == pytest.approx(width, rel=0.15), text
    assert sum(text_width(text, TITLE_SIZE) for text in SHAPED[script]) == pytest.approx(sum(drawn), rel=0.06)
