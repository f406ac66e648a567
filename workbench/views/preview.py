"""Paints pages as they print: on the screen, on a printer, into a PDF.

Nothing is decided here: the breaker has placed every sign (``reports.faces``). What
is ours is which font of this PC each is drawn in, and saying where it is another than
the paper asks for. One unit of the painter is a twip, 1/20 pt.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGlyphRun,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QRawFont,
)

from workbench.reports.faces import ChartBox, Face, Signs, Stroke
from workbench.reports.measures import FONTS, HEI, MARK, Font
from workbench.views import style

TWIPS_AN_INCH = 1440
_WHOLE = 1000  # pixels of the em at which widths are measured
_POINT = 20
_CHINESE = "国"
_painter: QGuiApplication | None = None
_MARK_SIZE = 2100  # as Word's own: 105 pt
_DASH, _GAP = 120.0, 80.0

_WESTERN = {
    "仿宋": "FangSong",
    "仿宋_GB2312": "FangSong_GB2312",
    "宋体": "SimSun",
    "新宋体": "NSimSun",
    "方正书宋_GBK": "FZShuSong-Z01",
    "方正仿宋_GBK": "FZFangSong-Z02",
    "方正小标宋_GBK": "FZXiaoBiaoSong-B05",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "方正楷体_GBK": "FZKai-Z03",
    "方正黑体_GBK": "FZHei-B01",
    "楷体": "KaiTi",
    "楷体_GB2312": "KaiTi_GB2312",
    "黑体": "SimHei",
}
"""What the same font is called where Windows does not speak Chinese."""


# ---- fonts ----


@dataclass(frozen=True, slots=True)
class Substitution:
    """A font that this PC lacks, and what its signs are shown in.

    Attributes:
        font: What papers ask for.
        family: What takes its place.
    """

    font: Font
    family: str

    @property
    def words(self) -> str:
        """It in words."""
        return f"{self.font.name}（{self.font.purpose}）以“{self.family}”代替"


def _names(name: str) -> tuple[str, ...]:
    return (name, _WESTERN[name]) if name in _WESTERN else (name,)


@cache
def _installed() -> frozenset[str]:
    # Not ``hasFamily``: it says yes to a name that only stands for another font.
    return frozenset(QFontDatabase.families())


@cache
def family_of(font: Font) -> str:
    """Return the family of this PC that a font of the papers is drawn in.

    Itself where it is installed, else the best of its stand-ins, else what the system
    offers in its place, as long as that has Chinese signs.
    """
    for name in (font.name, *font.stand_ins):
        for called in _names(name):
            if called in _installed():
                return called
    for name in (font.name, *font.stand_ins):
        offered = QRawFont.fromFont(_plain(name, _WHOLE))
        if offered.supportsCharacter(ord(_CHINESE)):
            return offered.familyName()
    return style.families()[0]


def fonts_missing() -> tuple[Substitution, ...]:
    """Return the fonts that papers ask for and this PC lacks, with what is shown."""
    return tuple(
        Substitution(font, family_of(font))
        for font in FONTS
        if family_of(font) not in _names(font.name)
    )


def signs_missing(faces: Iterable[Face]) -> str:
    """Return the signs that the fonts they are drawn in do not have, each once.

    The system draws them in a font of its own choice, or as an empty box.
    """
    drawn: dict[Font, dict[str, None]] = {}
    for face in faces:
        for item in face.items:
            if isinstance(item, Signs):
                drawn.setdefault(item.font, {}).update(dict.fromkeys(item.text))
    lacking: dict[str, None] = {}
    for font, signs in drawn.items():
        raw = _raw(font)
        for sign in signs:
            if not sign.isspace() and not raw.supportsCharacter(ord(sign)):
                lacking[sign] = None
    return "".join(lacking)


def _plain(family: str, size: int) -> QFont:
    made = QFont(family)
    made.setPixelSize(size)
    # Without it a system may take the bold one of the family, whose signs are wider.
    made.setStyleName("Regular")
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.ForceOutline)
    made.setKerning(False)
    return made


def font_of(font: Font, size: int) -> QFont:
    """Return what a font of the papers is drawn with, for one thread alone.

    Args:
        font: The font.
        size: Of the em, in the painter's units.
    """
    return _plain(family_of(font), size)


def _raw(font: Font) -> QRawFont:
    return QRawFont.fromFont(font_of(font, _WHOLE))


class Advances:
    """How wide signs are in the fonts this PC paints with; on any thread."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Font], float] = {}

    def advance(self, sign: str, font: Font) -> float:
        """Return how far a sign moves the next one on, in em."""
        found = self._known.get((sign, font))
        if found is None:
            found = self._known[sign, font] = _measured(sign, font)
        return found


def _measured(sign: str, font: Font) -> float:
    raw = _raw(font)  # not kept: a font's tables belong to the thread that opened them
    places = raw.glyphIndexesForString(sign)
    if places and places[0]:
        return float(raw.advancesForGlyphIndexes(places)[0].x()) / _WHOLE
    # What the font lacks is drawn in another of the system's choice.
    return QFontMetricsF(font_of(font, _WHOLE)).horizontalAdvance(sign) / _WHOLE


ADVANCES = Advances()
"""The widths that pages are broken by wherever there is a screen."""


# ---- painting ----


def draw(face: Face, painter: QPainter) -> None:
    """Draw one page.

    Args:
        face: The page.
        painter: One unit of it is a twip, its origin the paper's upper left corner.
    """
    fonts = cache(_sized)
    if face.mark:
        _draw_mark(face, painter)
    for item in face.items:
        match item:
            case Stroke():
                _draw_stroke(item, painter)
            case Signs():
                _draw_signs(item, painter, fonts)
            case ChartBox():
                # Only a page with a chart pays for what draws it.
                from workbench.views.preview_chart import (  # noqa: PLC0415
                    draw_chart,
                )

                draw_chart(item, painter)


def _sized(font: Font, size: int) -> tuple[QFont, QRawFont]:
    made = font_of(font, size)
    return made, QRawFont.fromFont(made)


def _draw_signs(
    signs: Signs,
    painter: QPainter,
    fonts: Callable[[Font, int], tuple[QFont, QRawFont]],
) -> None:
    size = max(1, round(signs.size))
    exact = signs.size / size
    font, raw = fonts(signs.font, size)
    painter.setFont(font)
    painter.setPen(_colour(signs.colour))
    upright = not signs.turned and signs.stretch == 100 and exact == 1  # noqa: PLR2004 - percent
    if upright and _draw_run(signs, painter, raw):
        return
    for sign, x in zip(signs.text, signs.xs, strict=True):
        if sign.isspace():
            continue
        if upright:
            painter.drawText(QPointF(x, signs.baseline), sign)
            continue
        painter.save()
        if signs.turned:
            painter.translate(signs.baseline, x)
            painter.rotate(90)
        else:
            painter.translate(x, signs.baseline)
        painter.scale(exact * signs.stretch / 100, exact)
        painter.drawText(QPointF(0, 0), sign)
        painter.restore()


def _draw_run(signs: Signs, painter: QPainter, raw: QRawFont) -> bool:
    """Draw all signs at one stroke, four times faster; not where the font lacks one."""
    glyphs = raw.glyphIndexesForString(signs.text)
    if len(glyphs) != len(signs.text) or not all(glyphs):
        return False
    run = QGlyphRun()
    run.setRawFont(raw)
    run.setGlyphIndexes(glyphs)
    run.setPositions([QPointF(x, 0) for x in signs.xs])
    painter.drawGlyphRun(QPointF(0, signs.baseline), run)
    return True


@cache
def _colour(code: str) -> QColor:
    return QColor(f"#{code}")


def _draw_stroke(stroke: Stroke, painter: QPainter) -> None:
    for box in _boxes(stroke):
        painter.fillRect(box, _colour(stroke.colour))


def _boxes(stroke: Stroke) -> Iterator[QRectF]:
    """Yield what of a rule is filled: all of it, or dashes of one length."""
    whole = QRectF(stroke.x, stroke.y, stroke.width, stroke.height)
    if not stroke.dashed:
        yield whole
        return
    across = stroke.width >= stroke.height
    length, at = max(stroke.width, stroke.height), 0.0
    while at < length:
        dash = min(_DASH, length - at)
        yield (
            QRectF(stroke.x + at, stroke.y, dash, stroke.height)
            if across
            else QRectF(stroke.x, stroke.y + at, stroke.width, dash)
        )
        at += _DASH + _GAP


def _draw_mark(face: Face, painter: QPainter) -> None:
    """Draw the mark as a shape: it is no text of the paper's, to be searched for."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), font_of(HEI, _MARK_SIZE), face.mark)
    middle = path.boundingRect().center()
    painter.save()
    painter.translate(face.width / 2, face.height / 2)
    painter.rotate(-45)
    painter.translate(-middle)
    painter.fillPath(path, _colour(MARK))
    painter.restore()


# ---- where it is painted ----


def picture(face: Face, scale: float, ratio: float = 1.0) -> QImage:
    """Return a page as a picture for the screen.

    Args:
        face: The page.
        scale: Logical pixels a twip.
        ratio: Pixels of the screen a logical pixel.
    """
    dense = scale * ratio
    wide, high = round(face.width * dense), round(face.height * dense)
    image = QImage(max(1, wide), max(1, high), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
    )
    painter.scale(dense, dense)
    draw(face, painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def paper_of(face: Face) -> QPageLayout:
    """Return the paper a page is painted on: its size, no margins of its own."""
    wide, high = face.width / _POINT, face.height / _POINT
    ways = QPageLayout.Orientation
    size = QPageSize(
        QSizeF(min(wide, high), max(wide, high)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    layout = QPageLayout(
        size, ways.Landscape if wide > high else ways.Portrait, QMarginsF(0, 0, 0, 0)
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def paint(
    faces: Iterable[Face],
    device: QPagedPaintDevice,
    dots: int,
    shift: tuple[float, float] = (0, 0),
) -> Generator[int]:
    """Paint pages onto a printer or into a PDF, yielding each one's place before it.

    Whoever stops asking stops the painting; what is painted so far stays.

    Args:
        faces: The pages.
        device: Where to.
        dots: Its dots an inch.
        shift: How far to the right and down everything is moved, in twips.
    """
    painter = QPainter()
    try:
        for place, face in enumerate(faces):
            yield place
            paper = paper_of(face)
            if place:
                # All that Windows lets change between two pages of a job.
                device.setPageOrientation(paper.orientation())
                device.newPage()
            else:
                device.setPageLayout(paper)
                if not painter.begin(device):
                    raise OSError("the device cannot be painted on")
            painter.resetTransform()
            painter.scale(dots / TWIPS_AN_INCH, dots / TWIPS_AN_INCH)
            painter.translate(*shift)
            draw(face, painter)
    finally:
        if painter.isActive():
            painter.end()


def begin_painting() -> None:
    """Make ready to paint in a child process: the fonts, and what they hang on."""
    global _painter  # noqa: PLW0603 - it must outlive this call, and nobody else asks
    _painter = QGuiApplication([])
    style.load_fonts()


def pdf_bytes(faces: Sequence[Face], title: str) -> bytes:
    """Return pages as a PDF, in which one unit is one twip.

    Args:
        faces: The pages; one at least.
        title: What a reader shows as its title.
    """
    from workbench.views.sign_in import NAME  # noqa: PLC0415 - the name alone

    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(file)
    writer.setResolution(TWIPS_AN_INCH)
    writer.setTitle(title)
    writer.setCreator(NAME)
    for _place in paint(faces, writer, TWIPS_AN_INCH):
        pass
    del writer
    return bytes(file.data().data())
