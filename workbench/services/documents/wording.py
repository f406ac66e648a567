"""What papers say the same way every time: by default, and in an office's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering, Tone
from workbench.models.documents import PaperWording
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.periods import ONE_DAY, Period
from workbench.rules.wording import RECIPIENTS, check_wording, item_title
from workbench.services.platform.picking import fits


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One thing that a kind of paper says the same way every time.

    Attributes:
        key: The kind, as ``reports`` names it.
        kind: The same, as people call it.
        item: Name of the phrase, or addressee or copies.
        title: The same, as people call it.
        text: What is said today.
        default: What is said where the office says nothing else.
        since: From when the office says it its own way; None where it does not.
        spans: What the office said, oldest first: days, text.
    """

    id: int
    key: str
    kind: str
    item: str
    title: str
    text: str
    default: str
    since: date | None
    spans: tuple[tuple[Period, str], ...]


def _items() -> list[tuple[str, str, str]]:
    """Return kind, item and default of everything that can be said another way."""
    found = []
    for kind in reports.KINDS.values():
        phrases = dict(getattr(kind.record, "PHRASES", {}))
        addressed = kind.numbered and kind.genre in {*reports.ADDRESSED, "通报"}
        names = [*(RECIPIENTS if addressed else ()), *phrases]
        found += [
            (kind.key, item, phrases.get(item, "")) for item in dict.fromkeys(names)
        ]
    return found


@chartered(Permission.DOCUMENTS_PAPER_READ)
def own_wording(work: Work, *, kind: str) -> dict[str, str]:
    """Return what the office says its own way today in a kind of paper, by item."""
    return dict(
        work.session.execute(
            sa.select(PaperWording.item, PaperWording.text).where(
                PaperWording.kind == kind, PaperWording.holds_on(work.today)
            )
        ).all()
    )


@chartered(Permission.DOCUMENTS_PAPER_READ)
def usual_wording(work: Work, *, kind: str) -> dict[str, str]:
    """Return what is said today in a kind of paper, by item: own words or default."""
    usual = {item: default for key, item, default in _items() if key == kind}
    return usual | own_wording(work, kind=kind)


def _rows(work: Work) -> list[WordingRow]:
    spans: dict[tuple[str, str], list[tuple[Period, str]]] = {}
    for one in work.session.scalars(
        sa.select(PaperWording)
        .where(PaperWording.stands())
        .order_by(PaperWording.valid_from)
    ):
        span = (facts.period_of(one), one.text)
        spans.setdefault((one.kind, one.item), []).append(span)
    rows, places = [], dict.fromkeys(reports.KINDS, 0)
    for number, (key, item, default) in enumerate(_items(), 1):
        places[key] += item not in RECIPIENTS
        known = spans.get((key, item), [])
        now = [span for span in known if work.today in span[0]]
        rows.append(
            WordingRow(
                number,
                key,
                reports.KINDS[key].label,
                item,
                item_title(item, places[key]),
                now[-1][1] if now else default,
                default,
                now[-1][0].first if now else None,
                tuple(known),
            )
        )
    return rows


@chartered(Permission.DOCUMENTS_PAPER_READ)
def find_wordings(
    work: Work,
    *,
    text: str = "",
    kind: str | None = None,
    own: bool | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the phrases that match.

    Args:
        work: Whose session.
        text: Fragment or initials of kind, title or text.
        kind: Which paper.
        own: Whether the office says it its own way.
        ordering: Sort and limit.
    """
    found = [
        row
        for row in _rows(work)
        if (not text or fits(f"{row.kind}{row.title}{row.text}", text))
        and kind in {None, row.key}
        and own in {None, row.since is not None}
    ]
    orders = {
        "kind": lambda row: row.kind,
        "title": lambda row: row.title,
        "since": lambda row: row.since or date.min,
    }
    if ordering.key in orders:
        found.sort(key=orders[ordering.key], reverse=ordering.descending)
    return [row.id for row in found[: ordering.limit]]


@chartered(Permission.DOCUMENTS_PAPER_READ)
def wording_rows(work: Work, *, ids: Sequence[int]) -> dict[int, WordingRow]:
    """Return the phrases for ``ids``."""
    wanted = set(ids)
    return {row.id: row for row in _rows(work) if row.id in wanted}


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT, title="修改公文用语", changes=(Topic.SETTINGS,)
)
def set_wording(
    work: Work, *, kind: str, item: str, text: str, valid_from: date, reason: str = ""
) -> None:
    """Say something in the office's own way from a day on.

    Args:
        work: Whose work.
        kind: Which paper.
        item: Which part of it.
        text: What is said.
        valid_from: First day; today or later.
        reason: Why, or empty.

    Raises:
        Refusal: Nothing of that kind can be said another way, the day is past, the
            text is amiss, or the person does not see the whole county.

    Clause: documents/wording, general/dated-facts, platform/row-scope
    """
    check_county(work, what="公文用语")
    default = _default(kind, item)
    _check_day(work, valid_from)
    said = check_wording(item, text, default)
    facts.change_from(
        work,
        PaperWording,
        {"kind": kind, "item": item},
        valid_from,
        what="这一句",
        reason=reason.strip(),
        values={"text": said},
    )


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT,
    title="恢复标准公文用语",
    changes=(Topic.SETTINGS,),
)
def reset_wording(work: Work, *, kind: str, item: str, valid_from: date) -> None:
    """Say something by default again from a day on.

    Raises:
        Refusal: It is said by default, the day is past, or the person does not see
            the whole county.

    Clause: documents/wording, platform/row-scope
    """
    check_county(work, what="公文用语")
    _default(kind, item)
    _check_day(work, valid_from)
    open_ended = [
        row
        for row in facts.standing(work, PaperWording, kind=kind, item=item)
        if row.valid_to is None or row.valid_to >= valid_from
    ]
    if not open_ended:
        raise Refusal("这一句用的就是标准用语，不用恢复。", clause="documents/wording")
    for row in open_ended:
        facts.end(work, row, valid_from - ONE_DAY)


@chartered(Permission.DOCUMENTS_WORDING_EDIT)
def check_county(work: Work, *, what: str) -> None:
    """Refuse to let others than county accounts change what every paper is made of.

    Args:
        work: Whose work.
        what: What would be changed: 公文用语, 法规条文.

    Raises:
        Refusal: The person does not see the whole county.

    Clause: platform/row-scope
    """
    if work.scope is not None:
        raise Refusal(
            f"{what}全县通用，由看得到全县的账号设置。",
            clause="platform/row-scope",
            ways=("请县区主管或县区的法制审核人员设置。",),
        )


def _default(kind: str, item: str) -> str:
    for key, name, default in _items():
        if (key, name) == (kind, item):
            return default
    raise Refusal("没有这一项公文用语。", clause="documents/wording")


def _check_day(work: Work, valid_from: date) -> None:
    if valid_from < work.today:
        raise Refusal(
            "公文用语从今天或以后起改，已起草的公文不受影响。",
            clause="documents/wording",
        )


WORDINGS = Listing[WordingRow](
    "wordings",
    "公文用语",
    find_wordings,
    wording_rows,
    (
        Column("kind", "公文种类", lambda row: row.kind, width=180),
        Column("title", "项目", lambda row: row.title, width=110),
        Column(
            "own",
            "来源",
            lambda row: "本单位" if row.since else "标准用语",
            Kind.STATE,
            width=90,
            tone=lambda row: Tone.GOOD if row.since else Tone.PLAIN,
            sortable=False,
        ),
        Column(
            "text", "现用文字", lambda row: row.text or "—", width=520, sortable=False
        ),
        Column(
            "since",
            "自何日起",
            lambda row: str(row.since or "—"),
            Kind.DATE,
            width=100,
        ),
    ),
    empty="没有可以设置的公文用语。",
)
