"""Backups: made now, to a stick, restored; and the recovery sheet."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFileDialog

from workbench.desk import Backup, Topic
from workbench.listing import Tone
from workbench.rules.calendar import CHINA, chinese_day
from workbench.services.platform import backups
from workbench.services.platform.backups import BACKUPS
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.notices import decide
from workbench.views.pages import Action, Line, Sheet, Takes, does, fills
from workbench.views.rooms import PageInfo

_MEGABYTE = 1_048_576
_POINTS = 72
_GROUPS = 7  # of the code in a line
_RESTORE = (
    "会先检查备份，再换用它；现在的数据文件不删除。"
    "备份之后新增的内容在恢复后看不到，需要补录。恢复后请重新登录。"
)


def _folder(values: dict[str, Any]) -> dict[str, Any]:
    return {"folder": values["folder"], "cause": "手动，存到移动存储"}


_ADVICE = (
    "1. 这张单子能打开全部数据和备份，等同于数据本身。请密封、签字、锁入保险柜。",
    "2. 换电脑或重装系统后：安装本软件，在第一页选“从备份恢复”，输入上面的恢复码。",
    "3. 请勿拍照、复印或通过网络发送。每次打印都记入审计日志。",
)

ELSEWHERE = Form(
    "backups.elsewhere",
    "备份到文件夹",
    backups.make_backup,
    (
        Field(
            "folder",
            "存到哪里",
            FieldKind.FOLDER,
            required=True,
            hint="如U盘上的文件夹；备份是加密的，没有密钥或恢复单打不开。",
        ),
    ),
    save="备份",
    shape=_folder,
    done=lambda made: f"已备份到“{made.path}”，并检查完好。",
    doing="正在备份",
)


def _ask_restore(page: "BackupsPage", file: Path, made: str) -> None:
    page.asked = decide(
        page,
        f"用{made}的备份恢复？",
        _RESTORE,
        (("恢复", partial(page.bench.outside.restore, file)), ("取消", None)),
    )


def _restore(page: "BackupsPage", rows: Sequence[Backup]) -> None:
    made = f"{rows[0].made_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    _ask_restore(page, rows[0].path, made)


def _restore_file(page: "BackupsPage", _rows: Sequence[Any]) -> None:
    page.ask_file()


def _sheet(page: "BackupsPage", _rows: Sequence[Any]) -> None:
    page.bench.do(backups.recovery_code, {}, page.show_recovery, owner=page)


def _where(page: "BackupsPage", _rows: Sequence[Any]) -> None:
    page.bench.ask(backups.whereabouts, {}, page.show_where, owner=page)


_BACK = Action(
    "恢复到此备份",
    _restore,
    backups.record_restore,
    takes=Takes.ONE,
    icon="archive-restore",
    hurts=True,
)


_CHECK = does(
    "重新检查",
    backups.check_backup,
    lambda rows: {"made_at": rows[0].made_at},
    takes=Takes.ONE,
    done=lambda made: (
        "重新打开检查过，完好。"
        if made.sound
        else "这份备份已损坏，不能用来恢复。请现在另做一次备份。"
    ),
    doing="正在检查备份",
    icon="shield-check",
)


def _checked(row: Backup) -> str:
    said = "完好" if row.sound else "已损坏"
    return f"{said}（{row.checked_at.astimezone(CHINA):%Y-%m-%d %H:%M}检查）"


def _detail(_page: ListPage[Backup], row: Backup) -> Sheet:
    return Sheet(
        f"{row.made_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        (
            (
                "",
                (
                    Line("原因", row.cause),
                    Line(
                        "检查",
                        _checked(row),
                        tone=Tone.GOOD if row.sound else Tone.OVERDUE,
                    ),
                    Line("大小", f"{row.size / _MEGABYTE:.1f} MB"),
                    Line("审计日志", f"到第{row.entries:,}条"),
                    Line("文件", row.path.name, code=True),
                    Line("文件夹", str(row.path.parent), code=True),
                ),
            ),
        ),
        (_CHECK, _BACK),
        row,
    )


PLAN = ListPlan(
    BACKUPS,
    frozenset({Topic.BACKUPS}),
    actions=(
        does(
            "立即备份",
            backups.make_backup,
            lambda _rows: {},
            done="已备份，并打开检查过，完好。",
            doing="正在备份",
            icon="database-backup",
            primary=True,
        ),
        fills(ELSEWHERE, title="备份到U盘", icon="usb"),
        Action("打印恢复单", _sheet, backups.recovery_code, icon="printer"),
        Action("数据在哪里", _where, icon="hard-drive", shows=True),
        _CHECK,
        Action(
            "从文件恢复",
            _restore_file,
            backups.record_restore,
            icon="folder-open",
            hurts=True,
        ),
        _BACK,
    ),
    detail=_detail,
    empty="还没有备份。退出程序时会自动备份，也可以现在就备份一次。",
)


class BackupsPage(ListPage[Backup]):
    """The list of backups."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)

    def ask_file(self) -> None:
        """Ask for a backup that is not on the list, such as one on a stick."""
        dialog = QFileDialog(self, "选择备份文件")
        dialog.setNameFilter("备份文件 (*.wbk)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: _ask_restore(self, Path(path), f"“{Path(path).name}”")
        )
        dialog.open()

    def show_where(self, where: Mapping[str, str]) -> None:
        """Show where data, key and backups lie."""
        folders = {"数据文件夹", "备份文件夹"}
        lines = tuple(
            Line(label, text, code=True, act=("打开", partial(self.open_folder, text)))
            if label in folders
            else Line(label, text)
            for label, text in where.items()
        )
        advice = (
            Line("1", "备份文件请定期复制到移动存储，与电脑分开存放。"),
            Line("2", "密钥丢了，备份也打不开；恢复单请密封锁好。"),
        )
        self.show_sheet(Sheet("数据在哪里", (("", lines), ("请注意", advice))))

    def open_folder(self, folder: str) -> None:
        """Open a folder in the PC's own file manager."""
        if not self.bench.outside.open(Path(folder)):
            self.bench.tell(f"打不开文件夹，请自行找到“{folder}”。", Tone.CAUTION)

    def show_recovery(self, code: str) -> None:
        """Show the recovery sheet as it prints."""
        from workbench.views import output  # noqa: PLC0415 - only printing needs it

        day = chinese_day(self.bench.desk.today())
        sheet = RecoverySheet(code, self.bench.title, day, self.bench.desk.actor.name)
        self.asked = output.preview(self, "密钥恢复单", sheet.paint)


class RecoverySheet:
    """The home key on paper, to be sealed and locked away.

    Args:
        code: The recovery code.
        title: Whose home it opens.
        day: When it is printed, in words.
        by: Who prints it.
    """

    def __init__(self, code: str, title: str, day: str, by: str) -> None:
        self.code = code
        self.title = title
        self.printed = f"{day}　{by}　打印"

    def paint(self, printer: Any) -> None:
        """Paint the one page."""
        from workbench.reports.codes import squares  # noqa: PLC0415 - only here

        painter = QPainter(printer)
        scale = printer.resolution() / _POINTS
        painter.scale(scale, scale)
        width = printer.pageRect(printer.Unit.Point).width()
        head, plain = style.paper_font(22, strong=True), style.paper_font(12)
        top = self._line(painter, "密钥恢复单", head, 30.0, width)
        top = self._line(painter, self.title, plain, top + 6, width) + 24
        matrix = squares(self.code)
        side = 160.0 / len(matrix)
        left = (width - side * len(matrix)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        for down, line in enumerate(matrix):
            for across, dark in enumerate(line):
                if dark:
                    painter.drawRect(
                        QRectF(left + across * side, top + down * side, side, side)
                    )
        top += 160 + 20
        painter.setPen(Qt.GlobalColor.black)
        groups = self.code.split("-")
        codes = style.paper_font(14, codes=True)
        for start in range(0, len(groups), _GROUPS):
            text = "  ".join(groups[start : start + _GROUPS])
            top = self._line(painter, text, codes, top, width)
        top += 20
        for text in _ADVICE:
            top = self._paragraph(painter, text, top, width) + 6
        self._line(painter, self.printed, plain, top + 16, width)
        painter.end()

    def _line(
        self, painter: QPainter, text: str, font: QFont, top: float, width: float
    ) -> float:
        painter.setFont(font)
        height = QFontMetricsF(font).height()
        place = QRectF(0, top, width, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)
        return top + height

    def _paragraph(
        self, painter: QPainter, text: str, top: float, width: float
    ) -> float:
        painter.setFont(style.paper_font(12))
        wrapped = Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
        place = QRectF(0, top, width, 400)
        used = painter.boundingRect(place, int(wrapped), text)
        painter.drawText(place, int(wrapped), text)
        return top + used.height()
