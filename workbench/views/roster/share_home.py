"""What the share adds to the first page: gauge, months to lock, who is rarely there."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.listing import Tone
from workbench.rules.periods import ONE_DAY
from workbench.rules.roster.deployment import percent
from workbench.services.roster import postings, told
from workbench.services.roster.told import Presence, ToldShare
from workbench.views.bench import Bench
from workbench.views.charts import Gauge
from workbench.views.parts import column, holder, words
from workbench.views.rooms import Figure, Todo, TodoSource
from workbench.views.roster.share_words import FORCE, mean_words, shortfall_words


def _gauge(_bench: Bench, found: ToldShare) -> QWidget | None:
    headline = found.headline
    if not headline.strength:
        return None
    gauge = Gauge(headline.frontline, headline.strength, found.report.target)
    said = words(shortfall_words(found), "strong")
    mean = words(mean_words(found), "grey")
    for one in (said, mean):
        one.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return holder(column(gauge, said, mean, gap=1))


def _today(bench: Bench) -> dict[str, Any]:
    return {"on": bench.desk.today()}


def _last_month(bench: Bench) -> dict[str, Any]:
    return {"month": bench.desk.today().replace(day=1) - ONE_DAY}


def _to_lock(bench: Bench, months: tuple[date, ...]) -> list[Todo]:
    if not months:
        return []
    last = bench.desk.today().replace(day=1) - ONE_DAY
    late = months[0] < last.replace(day=1)
    names = "、".join(f"{month.year}年{month.month}月" for month in months)
    return [
        Todo(
            f"{names}已经结束，核对后锁定下沉比例，再出具月末公文。",
            Tone.CAUTION if late else Tone.PLAIN,
            "share",
            {"tab": "months", "month": months[0]},
            "去锁定",
        )
    ]


def _rarely_present(bench: Bench, found: Presence) -> list[Todo]:
    if not found.rare or found.month is None:
        return []
    if not bench.desk.may(postings.post_person):
        return []
    line = percent(found.line).removesuffix(".0")
    return [
        Todo(
            f"{found.month.month}月有{len(found.rare)}名一线人员到岗率低于{line}%，"
            "请核实派驻是否落实。",
            Tone.CAUTION,
            "share",
            {"tab": "rare", "month": found.month},
            "去查看",
        )
    ]


TODOS = (
    TodoSource(told.months_to_lock, _to_lock, FORCE),
    TodoSource(told.presence_in, _rarely_present, FORCE, _last_month),
)
FIGURE = Figure("下沉比例", told.told_share, _gauge, FORCE, "share", _today)
