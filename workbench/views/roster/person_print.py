"""One person's file on paper."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from workbench.rules.calendar import CHINA, chinese_day
from workbench.services.roster.people import Numbers
from workbench.services.roster.person_files import Entry, PersonFile, entries
from workbench.views import style

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_RULES = """
p, td { font-size: 10pt; }
p.title { font-size: 16pt; font-weight: 700; }
p.group { font-size: 11pt; font-weight: 700; margin-top: 10pt; margin-bottom: 3pt; }
p.foot { font-size: 9pt; margin-top: 12pt; }
"""
_TABLE = (
    '<table border="1" cellspacing="0" cellpadding="3" width="100%"'
    ' style="border-collapse: collapse; border-color: #000000; border-style: solid;">'
)


class PersonPrint:
    """A person's file on paper: A4 upright, one table a group, pages numbered.

    Args:
        whole: The file.
        numbers: The numbers in full, where they are to stand in full.
        printed_at: The moment, for the foot.
        by: Who prints it, for the foot.
        sample: Whether the data is made up.
    """

    def __init__(
        self,
        whole: PersonFile,
        numbers: Numbers | None,
        printed_at: datetime,
        by: str,
        *,
        sample: bool = False,
    ) -> None:
        self.title = f"一人一档：{whole.row.name}"
        mark = "（示例）" if sample else ""
        foot = f"{printed_at.astimezone(CHINA):%Y-%m-%d %H:%M}　{by}"
        self.html = "".join(
            (
                f'<p class="title" align="center">{escape(self.title)}{mark}</p>',
                *_identity(whole, numbers),
                *_groups(whole),
                f'<p class="foot" align="right">{escape(foot)}</p>',
            )
        )

    def paint(self, printer: "QPrinter") -> None:
        """Paint every page."""
        document = QTextDocument()
        document.setDefaultFont(style.font())
        document.setDefaultStyleSheet(_RULES)
        document.setHtml(self.html)
        document.print_(printer)


def _identity(whole: PersonFile, numbers: Numbers | None) -> tuple[str, ...]:
    one = whole.row
    shown = numbers or one
    told = (
        ("性别", one.sex.label, "出生日期", chinese_day(one.born_on)),
        ("身份证号", shown.id_number, "电话", shown.phone or "—"),
        (
            "编制单位",
            one.home,
            "编制类型",
            one.employment.label if one.employment else "—",
        ),
        ("使用单位", one.host, "岗位", one.post.label if one.post else "—"),
    )
    rows = [_row(("14%", "40%", "14%", "32%"), cells) for cells in told]
    remark = f"<p>备注：{escape(one.remark)}</p>" if one.remark else ""
    return (_TABLE, *rows, "</table>", remark)


def _groups(whole: PersonFile) -> list[str]:
    found = []
    for title, lines in groupby(entries(whole), lambda one: one.group):
        found.append(f'<p class="group">{title}</p>')
        found.append(_TABLE)
        found += [_line(line) for line in lines]
        found.append("</table>")
    return found


def _line(one: Entry) -> str:
    first, last = one.period.first, one.period.last
    if one.group == "考勤":
        when = f"{first:%Y-%m}"
    elif first == last:
        when = str(first)
    else:
        when = f"{first} 起" if last is None else f"{first} — {last}"
    about = "；".join(part for part in (one.document, one.reason) if part)
    return _row(("27%", "33%", "26%", "14%"), (when, one.text, about, one.state))


def _row(widths: Sequence[str], cells: Sequence[str]) -> str:
    return "".join(
        (
            "<tr>",
            *(
                f'<td width="{wide}">{escape(text)}</td>'
                for wide, text in zip(widths, cells, strict=True)
            ),
            "</tr>",
        )
    )
