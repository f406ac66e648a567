"""What the grouping page opens on the right: a search, saved groupings, adoption."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from workbench.rules.calendar import CHINA, chinese_day
from workbench.services.roster import groupings
from workbench.services.roster.groupings import GroupingRow, PlannedZone
from workbench.services.roster.scoring import Judgement
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldBox, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.notices import decide
from workbench.views.parts import button, column, holder, inset, pill, row, rule, words
from workbench.views.roster.grouping_figures import MEASURES
from workbench.views.roster.posting_forms import LATE

_LISTED = 14  # changes named one by one; of more, how many

SAVE = Form(
    "grouping.save",
    "保存方案",
    groupings.save_grouping,
    (Field("name", "方案名称", required=True, ghost="如：2027年调整稿"),),
    done="方案已保存，可随时打开、对比。",
    intro="保存的方案不影响现行片区，采用以后才生效。",
)
ADOPT = Form(
    "grouping.adopt",
    "采用编组方案",
    groupings.adopt_grouping,
    (
        Field("name", "方案名称", required=True),
        Field("valid_from", "自哪天起施行", FieldKind.DATE, required=True, half=True),
        Field("document_on", "文件日期", FieldKind.DATE, half=True),
        Field(
            "document",
            "县区文件文号",
            required=True,
            ghost="如：东政发〔2026〕12号",
        ),
        LATE,
    ),
    save="采用",
    done=lambda numbers: f"已采用，共{len(numbers)}个片区。",
    intro="采用后，镇街自施行之日起归入新的片区；之前的日子不变。"
    "统筹事项沿用原片区的，可在“片区”页修改。",
)


class PlanPanel(FormPanel):
    """A form about the grouping as it is at the moment of saving.

    Args:
        form: The form.
        bench: Where it is filled in.
        gather: Returns the keywords the person does not fill in.
        start: Values to begin with.
    """

    def __init__(
        self,
        form: Form,
        bench: Bench,
        gather: Callable[[], Mapping[str, Any]],
        start: Mapping[str, Any],
    ) -> None:
        self._gather = gather
        super().__init__(form, bench, start=start)

    @override
    def save(self) -> None:
        """Save the grouping as it now is: it may have been changed meanwhile."""
        self._fixed = dict(self._gather())
        super().save()


class AdoptPanel(PlanPanel):
    """The form of adoption, which lists what changes before it is done.

    Args:
        bench: Where it is filled in.
        gather: Returns the keywords the person does not fill in.
        changes: Returns what changes, a sentence each.
        start: Values to begin with.
    """

    def __init__(
        self,
        bench: Bench,
        gather: Callable[[], Mapping[str, Any]],
        changes: Callable[[], Sequence[str]],
        start: Mapping[str, Any],
    ) -> None:
        self._changes = changes
        self.first_day: date | None = None
        super().__init__(ADOPT, bench, gather, start)

    @override
    def save(self) -> None:
        """Examine the fields; ask with everything that changes; then adopt."""
        if [box for box in self.boxes.values() if box.examine()]:
            super().save()  # which goes to the first that is amiss
            return
        self.first_day = self.boxes["valid_from"].value()
        self.asked = decide(
            self,
            f"自{chinese_day(self.boxes['valid_from'].value())}起采用这个方案？",
            told_changes(self._changes()),
            (("采用", super().save), ("再看看", None)),
        )


def told_changes(changes: Sequence[str]) -> str:
    """Return changes as a list to read; of very many, how many more."""
    lines = list(changes[:_LISTED])
    if len(changes) > _LISTED:
        lines.append(f"……共{len(changes)}处变动。")
    return "\n".join(lines) or "与现行编组相同，没有变动。"


class ProposePanel(QWidget):
    """What the search for a start is to keep to.

    Args:
        bench: Where it is asked.
        zones: How many zones there are now.
        towns: How many towns there are.

    Signals:
        wanted: The search is to begin.
                arguments: Keywords of ``propose_zones``.
    """

    wanted = Signal(object)

    def __init__(self, bench: Bench, zones: int, towns: int) -> None:
        super().__init__()
        count = zones or max(1, round(towns / 4))
        self.boxes = {
            field.name: FieldBox(field, bench)
            for field in (
                Field(
                    "count", "分成几个片区", FieldKind.WHOLE, required=True, start=count
                ),
                Field(
                    "min_towns",
                    "每片区最少镇街数",
                    FieldKind.WHOLE,
                    required=True,
                    start=min(2, max(1, towns // max(count, 1))),
                ),
                Field(
                    "max_towns",
                    "每片区最多镇街数",
                    FieldKind.WHOLE,
                    hint="不填的，比平均数多3个为限。",
                ),
            )
        }
        told = words(
            "系统兼顾行程、工作量、力量和事项相近，快速试排一遍，"
            "给出一个较好的起点；不一定是最好的方案，请结合实际再调整。",
            wrap=True,
        )
        undo = words("现在的编组不会丢失，可按Ctrl+Z恢复。", "grey", wrap=True)
        self.start = button("开始", self.begin, look="primary", icon="sparkles")
        self.setLayout(
            column(
                told,
                *self.boxes.values(),
                undo,
                row(self.start, None),
                None,
                gap=3,
                margin=4,
            )
        )
        self.setFocusProxy(self.boxes["count"].editor)

    def begin(self) -> None:
        """Have the search begin, if nothing is amiss."""
        if [box for box in self.boxes.values() if box.examine()]:
            return
        self.wanted.emit({name: box.value() for name, box in self.boxes.items()})


class SavedPanel(QScrollArea):
    """Saved groupings, to be opened or compared with.

    Args:
        rows: The groupings, newest first.
        shown: Number of the one that is open, if any.

    Signals:
        opened: A grouping is to be worked on.
                row: The grouping.
        compared: A grouping is to be compared with.
                  row: The grouping.
    """

    opened = Signal(object)
    compared = Signal(object)

    def __init__(self, rows: Sequence[GroupingRow], shown: int | None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("look", "surface")
        body = column(gap=2, margin=4)
        if not rows:
            body.addWidget(
                words("还没有保存过方案。调整编组后，点“保存方案”。", "grey", wrap=True)
            )
        for one in rows:
            body.addWidget(self._card(one, open_now=one.id == shown))
        body.addStretch(1)
        self.setWidget(holder(body, "surface"))

    def _card(self, one: GroupingRow, *, open_now: bool) -> QWidget:
        head = row(words(one.name, "strong", wrap=True), gap=2)
        head.setStretch(0, 1)
        if one.adopted_on is not None:
            head.addWidget(pill(f"{one.adopted_on}起采用", "good"))
        if open_now:
            head.addWidget(pill("已打开"))
        made = f"{one.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        towns = sum(len(zone.town_ids) for zone in one.zones)
        told = words(
            f"{one.made_by}　{made}　{len(one.zones)}个片区、{towns}个镇街",
            "quiet",
            wrap=True,
        )
        deeds = row(
            button("打开", partial(self.opened.emit, one), icon="folder-open"),
            button("对比", partial(self.compared.emit, one), icon="git-compare"),
            None,
        )
        body = column(head, told, deeds, gap=1)
        inset(body, 3, 2, 3, 2)
        return holder(body, "card")


class ComparePanel(QScrollArea):
    """A grouping beside another and the standing one: figures, then what differs.

    Args:
        judged: Each grouping's name and what it comes to.
        changes: What changes from the one to the other, a sentence each.
        open_other: Opens the other one.
    """

    def __init__(
        self,
        judged: Sequence[tuple[str, Judgement]],
        changes: Sequence[str],
        open_other: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("look", "surface")
        self.changes = tuple(changes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.space(3))
        grid.setVerticalSpacing(style.space(2))
        for place, (name, judgement) in enumerate(judged, 1):
            grid.setColumnStretch(place, 1)
            grid.addWidget(words(name, "group", wrap=True), 0, place)
            for line, measure in enumerate(MEASURES, 1):
                found = measure.read(judgement)
                said = "—" if found is None else measure.said(found)
                grid.addWidget(words(said, wrap=True), line, place)
            warned = f"{len(judgement.worries)}条" if judgement.worries else "没有"
            grid.addWidget(words(warned), len(MEASURES) + 1, place)
        for line, measure in enumerate(MEASURES, 1):
            grid.addWidget(words(measure.title, "grey"), line, 0)
        grid.addWidget(words("提醒", "grey"), len(MEASURES) + 1, 0)
        body = column(grid, gap=3, margin=4)
        title = row(words("两个方案的不同", "group"), rule(), gap=2)
        title.setStretch(1, 1)
        body.addWidget(holder(title))
        body.addWidget(words(told_changes(changes), wrap=True, select=True))
        body.addLayout(row(button("打开对比的方案", open_other), None))
        body.addStretch(1)
        self.setWidget(holder(body, "surface"))


def start_of_adoption(
    name: str, today: date, zones: Sequence[PlannedZone]
) -> dict[str, Any]:
    """Return what the form of adoption begins with."""
    return {
        "name": name or f"{today.year}年{today.month}月编组（{len(zones)}个片区）",
        "valid_from": today,
    }
