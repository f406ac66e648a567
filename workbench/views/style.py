"""How everything looks: the tokens, and dressing the application in them.

Every colour, size and font of the workbench stands in the tables here and in
``resources/style/workbench.qss.in``, which is filled from them. Pages name what a
thing is (``look="primary"``); they never say what that looks like. Large type scales
the fonts and whatever holds a line of text; spaces and thin lines stay.
"""

import sys
from functools import cache
from string import Template

from PySide6.QtCore import QBuffer, QDir, QLocale, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QImageReader,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QWidget

from workbench import RESOURCES

COLOURS = {
    "page": "#F4F6F9",
    "surface": "#FFFFFF",
    "line": "#D9DFE7",
    "faint": "#E9EDF2",
    "handle": "#C3CBD6",
    "text": "#1C2733",
    "secondary": "#586675",
    "plain_soft": "#EDF0F4",
    "accent": "#1F5A9E",
    "accent_hover": "#174A86",
    "accent_soft": "#E6EEF8",
    "on_accent": "#FFFFFF",
    "good": "#2B7A4B",
    "good_soft": "#EAF5EE",
    "caution": "#9A6700",
    "caution_soft": "#FFF4D6",
    "on_caution": "#8F5F00",
    "overdue": "#B3261E",
    "overdue_soft": "#FDECEA",
}
"""Colours by what they mean. ``on_caution`` is the caution of words on the soft ground,
where the plain one falls short of 4.5 : 1."""

ZONE_HUES = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#999999",
)
"""Eight hues that colour-blind people tell apart (Okabe and Ito); never without the
zone's name beside them."""

TYPE = {"small": 9.0, "body": 10.0, "heading": 11.0, "title": 13.0, "figure": 24.0}
"""Sizes of type in points."""

SIZES = {
    "control": 32,
    "row": 32,
    "row_compact": 26,
    "strip": 48,
    "status": 28,
    "rail": 200,
    "rail_narrow": 56,
    "entry": 36,
    "panel": 420,
    "drawer": 340,
    "popup": 560,
    "card": 420,
    "gauge": 220,
    "field": 180,
    "field_wide": 260,
    "icon": 18,
    "icon_small": 16,
    "tick": 16,
    "mini": 22,
    "label": 72,
    "day": 32,
}
"""Lengths in pixels at 100 % of whatever holds text; scaled with the type."""

LARGE = 1.25
STEP = 4  # every space is a multiple of this
CORNER = 4

_BUNDLED = "Noto Sans SC"
_WINDOWS = "Microsoft YaHei UI"
_CODES = ["Consolas", "DejaVu Sans Mono"]

_scale = 1.0
_families = [_BUNDLED]


def dress(application: QApplication, *, large: bool = False) -> None:
    """Dress the application, which is of the Fusion style: fonts, colours, rules.

    Args:
        application: The one application.
        large: Whether type is a quarter larger.
    """
    global _scale  # noqa: PLW0603 - one screen, one look
    _scale = LARGE if large else 1.0
    _pictures.cache_clear()
    load_fonts()
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    QDir.setSearchPaths("style", [str(RESOURCES / "style")])
    application.setFont(font())
    application.setPalette(_palette())
    rules = (RESOURCES / "style" / "workbench.qss.in").read_text("utf-8")
    application.setStyleSheet(Template(rules).substitute(_tokens()))


def load_fonts() -> None:
    """Have the window's font at hand: the system's, else the one that is shipped."""
    global _families  # noqa: PLW0603
    if sys.platform == "win32" and QFontDatabase.hasFamily(_WINDOWS):
        _families = [_WINDOWS]
    elif not QFontDatabase.hasFamily(_BUNDLED) or _BUNDLED not in _loaded:
        path = RESOURCES / "fonts" / "NotoSansSC-GB2312.otf"
        QFontDatabase.addApplicationFont(str(path))
        _loaded.add(_BUNDLED)


_loaded: set[str] = set()


def _tokens() -> dict[str, str]:
    """Return every token by the name the style sheet calls it."""
    return {
        **COLOURS,
        **{f"{name}_px": f"{size(name)}px" for name in SIZES},
        **{f"{name}_pt": f"{points * _scale:g}pt" for name, points in TYPE.items()},
        # Controls are as high as the token says, their two one-pixel lines included.
        "inner_px": f"{size('control') - 2}px",
        "focused_px": f"{size('control') - 4}px",  # its ring is two pixels wide
        "codes": ", ".join(f'"{name}"' for name in families(codes=True)),
    }


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, "page"),
        (roles.WindowText, "text"),
        (roles.Base, "surface"),
        (roles.AlternateBase, "page"),
        (roles.Text, "text"),
        (roles.PlaceholderText, "secondary"),
        (roles.Button, "surface"),
        (roles.ButtonText, "text"),
        (roles.ToolTipBase, "text"),
        (roles.ToolTipText, "surface"),
        (roles.Highlight, "accent"),
        (roles.HighlightedText, "on_accent"),
        (roles.Link, "accent"),
        (roles.Mid, "line"),
    ):
        palette.setColor(role, colour(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("secondary"))
    return palette


def is_large() -> bool:
    """Tell whether large type is on."""
    return _scale > 1


def size(name: str) -> int:
    """Return a length in logical pixels, scaled with the type."""
    return round(SIZES[name] * _scale)


def scaled(pixels: float) -> int:
    """Return a length that was declared at normal type, as it is now."""
    return round(pixels * _scale)


def space(steps: int) -> int:
    """Return a space of some steps of four pixels."""
    return steps * STEP


def colour(name: str) -> QColor:
    """Return a colour by what it means."""
    return QColor(COLOURS[name])


def families(*, codes: bool = False) -> list[str]:
    """Return the font families, in the order they are looked through.

    Digits are of one width in every one of them.
    """
    return [*_CODES, *_families] if codes else list(_families)


def font(name: str = "body", *, strong: bool = False, codes: bool = False) -> QFont:
    """Return a font of one of the sizes of type.

    Args:
        name: Key of ``TYPE``.
        strong: Whether it is emphasised; by weight, never by size.
        codes: Whether all its signs are of one width.
    """
    found = QFont()
    found.setFamilies(families(codes=codes))
    found.setPointSizeF(TYPE[name] * _scale)
    if strong:
        found.setWeight(QFont.Weight.Bold)
    return found


def paper_font(points: int, *, strong: bool = False, codes: bool = False) -> QFont:
    """Return a font for a painter that counts in points, as those of paper do."""
    found = font(strong=strong, codes=codes)
    found.setPixelSize(points)
    return found


@cache
def _drawing(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def _pictures(name: str, tint: str, side: int, density: float) -> QPixmap:
    drawn = _drawing(name).replace("currentColor", COLOURS[tint])
    source = QBuffer()
    source.setData(drawn.encode())
    reader = QImageReader(source, b"svg")
    reader.setScaledSize(QSize(side, side) * density)
    picture = QPixmap.fromImageReader(reader)
    picture.setDevicePixelRatio(density)
    return picture


def picture(name: str, tint: str = "secondary", side: int | None = None) -> QPixmap:
    """Return one icon, tinted by token, sharp on the densest screen.

    Args:
        name: File name in ``resources/icons``, without the ending.
        tint: Key of ``COLOURS``.
        side: Logical pixels; the usual icon's where None.
    """
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)  # noqa: S101 - a window is open
    return _pictures(
        name, tint, side or size("icon"), float(application.devicePixelRatio())
    )


def icon(name: str, tint: str = "secondary", chosen: str = "accent") -> QIcon:
    """Return one icon for buttons and entries.

    Args:
        name: File name in ``resources/icons``, without the ending.
        tint: Key of ``COLOURS``.
        chosen: The tint while the button is on.
    """
    made = QIcon(picture(name, tint))
    made.addPixmap(picture(name, "line"), QIcon.Mode.Disabled)
    made.addPixmap(picture(name, chosen), QIcon.Mode.Normal, QIcon.State.On)
    return made


def look(widget: QWidget, name: str) -> None:
    """Say what a widget is, and have it dressed so."""
    widget.setProperty("look", name)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
