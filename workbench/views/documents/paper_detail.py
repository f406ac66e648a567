"""What the panel shows of a paper: where it stands, its steps, versions and prints."""

from collections.abc import Callable
from functools import partial
from typing import Any

from workbench.listing import Tone
from workbench.rules.calendar import CHINA
from workbench.rules.documents import PaperState
from workbench.services.documents.paper_list import TONES
from workbench.services.documents.paper_row import (
    PaperRow,
    PrintLine,
    StepLine,
    VersionLine,
)
from workbench.views.output import FILE_KINDS
from workbench.views.pages import Action, Line, Sheet

_STEPS = {
    PaperState.DRAFT: "起草",
    PaperState.REVIEW: "送核",
    PaperState.REVIEWED: "核稿",
    PaperState.SIGNED: "签发",
    PaperState.NUMBERED: "编号",
    PaperState.SEALED: "用印",
    PaperState.SENT: "印发",
    PaperState.ARCHIVED: "归档",
    PaperState.VOID: "作废",
}
_REMARKS = {
    PaperState.REVIEWED: "意见：",
    PaperState.SIGNED: "签发人：",
    PaperState.VOID: "原因：",
}
_KINDS = {**FILE_KINDS, ".jpg": "图片", ".png": "图片"}
_DIGEST_GROUP = 8
_KILO = 1024


def detail_of(
    row: PaperRow, actions: tuple[Action, ...], take: Callable[[int], Any]
) -> Sheet:
    """Return what the panel shows of a paper.

    Args:
        row: The paper.
        actions: What may be done to it.
        take: Opens a version, by its number.
    """
    groups: list[tuple[str, tuple[Line, ...]]] = [
        ("", _facts(row)),
        ("经过", tuple(map(_step, (None, *row.steps), row.steps))),
        ("版本", tuple(_version(one, take) for one in reversed(row.versions))),
    ]
    if row.prints:
        groups.append(("打印", tuple(map(_print, row.prints))))
    groups.append(("校验", (Line("SM3校验码", _grouped(row.digest)),)))
    return Sheet(row.title, tuple(groups), actions, row)


def _facts(row: PaperRow) -> tuple[Line, ...]:
    return (
        Line("文号", row.number_text or "—"),
        Line("状态", row.state.label, tone=TONES.get(row.state, Tone.GOOD)),
        Line("种类", row.kind),
        Line("标题", row.title),
        Line("发文机关", row.issuer),
        *([Line("文号系列", row.word)] if row.word else ()),
        Line("成文日期", str(row.issued_on or "—")),
        Line("所述对象", row.about),
        Line("所述日期", str(row.about_on)),
    )


def _step(before: StepLine | None, step: StepLine) -> Line:
    """Say what a step was; a draft after another state was given back."""
    title, remark = _STEPS[step.state], _REMARKS.get(step.state, "") + step.remark
    if step.state is PaperState.DRAFT and before is not None:
        back = before.state is not PaperState.DRAFT
        title = "退回" if back else "重新起草"
        remark = f"原因：{step.remark}" if back else ""
    said = f"{step.at.astimezone(CHINA):%Y-%m-%d %H:%M}　{step.by}"
    if step.on is not None and step.on != step.at.astimezone(CHINA).date():
        said += f"（{title}日期{step.on}）"
    return Line(title, f"{said}\n{remark}" if step.remark and remark else said)


def _version(one: VersionLine, take: Callable[[int], Any]) -> Line:
    kind = _KINDS[f".{one.suffix}"].replace(" ", "")
    made = f"{one.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    size = max(1, round(one.size / _KILO))
    name = one.source.label if one.source.text else one.source.label.upper()
    said = f"{name}　{made}\n{kind}，{size:,} KB"
    said += f"，{one.made_with}" if one.made_with else ""
    return Line(f"第{one.version}版", said, act=("打开", partial(take, one.version)))


def _print(one: PrintLine) -> Line:
    made = f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    pages = f"，每份{one.pages}页" if one.pages else ""
    printer = f"\n{one.printer}" if one.printer else ""
    title = "打印" if one.nth == 1 else f"重印{one.nth - 1}"
    return Line(title, f"{made}　{one.by}　{one.copies}份{pages}{printer}")


def _grouped(digest: str) -> str:
    groups = range(0, len(digest), _DIGEST_GROUP)
    return " ".join(digest[at : at + _DIGEST_GROUP] for at in groups)
