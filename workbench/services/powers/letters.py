"""What comes in (收文): registered, instructed, passed on, answered, filed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

import sqlalchemy as sa

from workbench import search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.powers.affairs import Affair
from workbench.models.powers.letters import IncomingLetter
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day, end_of, start_of
from workbench.rules.documents import number_text
from workbench.rules.platform import Policy
from workbench.rules.powers.letters import WORD, LetterSort
from workbench.rules.powers.moves import AffairKind, Clock, Need, Part
from workbench.services.powers import affairs, rights
from workbench.services.powers.affairs import AffairRow
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said, said_of

NEWEST_FIRST = Ordering("arrival", descending=True)


@dataclass(frozen=True, slots=True)
class LetterRow(AffairRow):
    """One letter, as the register shows it.

    Attributes:
        sender: Who sent it.
        sent_number: The sender's number.
        received_on: The day it came in.
        sort: What it asks for.
        instruction: What was instructed.
        answer: What answered it.
    """

    sender: str
    sent_number: str
    written_on: date | None
    received_on: date
    sort: LetterSort
    instruction: str
    answer: str


@dataclass(frozen=True, slots=True)
class LetterValues:
    """What a letter says of itself.

    Attributes:
        title: What it is about.
        number: The sender's number.
        answer_by: Until when it wants an answer, as it says itself.
        answered_id: The affair that took it on.
    """

    affair_id: int
    unit_id: int
    arrival: str
    title: str
    number: str
    sender: str
    sender_id: int | None
    written_on: date | None
    received_on: date
    sort: LetterSort
    answer_by: date | None
    instruction: str
    answer: str
    answered_id: int | None


@chartered(Permission.POWERS_INCOMING_EDIT, title="登记收文", changes=(Topic.AFFAIRS,))
def register_letter(
    work: Work,
    *,
    unit_id: int,
    title: str,
    sender: str,
    sort: LetterSort,
    received_on: date,
    number: str = "",
    sender_id: int | None = None,
    written_on: date | None = None,
    answer_by: date | None = None,
    file: tuple[str, bytes] | None = None,
    late: str = "",
) -> int:
    """Register a letter under the next number of the year.

    Args:
        work: Whose work.
        unit_id: The command centre it came to.
        title: What it is about: the letter's own title.
        sender: Who sent it, as it signs.
        sort: What it asks for.
        received_on: The day it came in.
        number: The sender's number; empty where it bears none.
        sender_id: The sender as a unit, where it is one of ours.
        written_on: The date on it.
        answer_by: Until when it wants an answer; by the policy table where None.
        file: Name and content of its scan.
        late: Why it is entered so late, where it is.

    Returns:
        Number of the affair.

    Raises:
        Refusal: No sender, days out of order or to come, registered already, entered
            late without a word, or as of ``Docket.begin``.

    Clause: powers/letters, powers/letter-twice, powers/letter-number, powers/moment,
        general/late-entry, platform/row-scope
    """
    work.own(Unit, unit_id)
    sender, number = sender.strip(), number.strip()
    if not sender:
        raise Refusal("请填写来文单位。", clause="powers/letters")
    _check_days(work, received_on, written_on, answer_by)
    _check_new(work, unit_id, sender, number)
    at = work.now if received_on == work.today else start_of(received_on)
    docket = Docket.begin(
        work,
        AffairKind.INCOMING,
        unit_id=unit_id,
        title=title,
        said=said_of(at=at, late=late, files=(file,) if file is not None else ()),
    )
    arrival = _next_arrival(work, unit_id, received_on.year)
    docket.affair.number_text = number_text(WORD, received_on.year, arrival)
    work.session.add(
        IncomingLetter(
            affair_id=docket.affair.id,
            unit_id=unit_id,
            year=received_on.year,
            arrival=arrival,
            number=number,
            sender=sender,
            sender_id=sender_id,
            written_on=written_on,
            received_on=received_on,
            sort=sort,
            answer_by=answer_by,
            instruction="",
            answer="",
        )
    )
    if answer_by is not None:
        docket.start(Clock.ANSWER, at, None, end_of(answer_by))
    else:
        docket.start(Clock.ANSWER, at, docket.term(Policy.INCOMING_ANSWER, at))
    work.session.flush()
    return docket.affair.id


def _check_days(
    work: Work, received_on: date, written_on: date | None, answer_by: date | None
) -> None:
    if received_on > work.today:
        raise Refusal("收到日期不能晚于今天。", clause="powers/moment")
    if written_on is not None and written_on > received_on:
        raise Refusal(
            f"成文日期{chinese_day(written_on)}晚于收到日期"
            f"{chinese_day(received_on)}，请核对。",
            clause="powers/letters",
        )
    if answer_by is not None and answer_by < received_on:
        raise Refusal("答复期限早于收到日期，请核对。", clause="powers/letters")


def _check_new(work: Work, unit_id: int, sender: str, number: str) -> None:
    """Refuse a letter that was registered already, and name the earlier entry."""
    if not number:
        return
    earlier = work.session.execute(
        sa.select(Affair.number_text, IncomingLetter.received_on)
        .join(IncomingLetter, IncomingLetter.affair_id == Affair.id)
        .where(
            IncomingLetter.unit_id == unit_id,
            IncomingLetter.sender == sender,
            IncomingLetter.number == number,
            work.whole_county(Affair),
            work.whole_county(IncomingLetter),
        )
    ).first()
    if earlier is not None:
        raise Refusal(
            f"{sender}的{number}已于{chinese_day(earlier[1])}登记，"
            f"收文编号{earlier[0]}。",
            clause="powers/letter-twice",
            ways=("在登记簿中找到那一件办理。",),
        )


def _next_arrival(work: Work, unit_id: int, year: int) -> int:
    """Return the next number of a centre's register; writers take turns, so it is."""
    last = work.session.scalar(
        sa.select(sa.func.max(IncomingLetter.arrival)).where(
            IncomingLetter.unit_id == unit_id,
            IncomingLetter.year == year,
            work.whole_county(IncomingLetter),
        )
    )
    return (last or 0) + 1


def _letter(work: Work, affair_id: int) -> IncomingLetter:
    row: IncomingLetter = work.session.scalars(
        sa.select(IncomingLetter).where(
            IncomingLetter.affair_id == affair_id, work.visible(IncomingLetter)
        )
    ).one()
    return row


@chartered(Permission.POWERS_AFFAIR_READ)
def letter_values(work: Work, *, affair_id: int) -> LetterValues:
    """Return what a letter says.

    Raises:
        Refusal: It may not be seen, or is no letter.

    Clause: platform/row-scope, powers/moves
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.INCOMING)
    row = _letter(work, affair_id)
    return LetterValues(
        affair_id,
        row.unit_id,
        docket.affair.number_text,
        docket.affair.title,
        row.number,
        row.sender,
        row.sender_id,
        row.written_on,
        row.received_on,
        row.sort,
        row.answer_by,
        row.instruction,
        row.answer,
        row.answered_id,
    )


@chartered(
    Permission.POWERS_INCOMING_EDIT, title="更正收文登记", changes=(Topic.AFFAIRS,)
)
def change_sort(
    work: Work, *, affair_id: int, sort: LetterSort, seen: int | None = None
) -> None:
    """Say anew what a letter asks for, until it was instructed.

    Raises:
        Refusal: It may not be seen, was instructed already, or a rival moved it.

    Clause: powers/moves, powers/rival, platform/row-scope
    """
    docket = Docket.to_move(work, affair_id, seen, AffairKind.INCOMING)
    if docket.affair.state not in {"arrived", "pending"}:
        raise Refusal(
            "已经批办的收文不能改类别。",
            clause="powers/moves",
            ways=("登记答复后归档，另行登记。",),
        )
    _letter(work, affair_id).sort = sort
    docket.affair.version += 1
    work.session.flush()


@chartered(
    Permission.POWERS_AFFAIR_READ, title="收文转为办件", changes=(Topic.AFFAIRS,)
)
def take_on(work: Work, *, letter_id: int, affair_id: int) -> None:
    """Note that an affair took a letter on; for the pages a letter goes on to.

    Args:
        work: Whose work.
        letter_id: The letter's affair.
        affair_id: The affair that was begun with it.

    Raises:
        Refusal: One of them may not be seen.

    Clause: platform/row-scope, powers/moves
    """
    Docket.to_move(work, letter_id, None, AffairKind.INCOMING)
    Docket.to_move(work, affair_id)
    _letter(work, letter_id).answered_id = affair_id
    work.session.flush()


# ---- what follows of a move ----


def note_instruction(docket: Docket, said: Said, at: datetime) -> None:
    """Note what was instructed, for the register."""
    del at
    _letter(docket.work, docket.affair.id).instruction = said.words[Need.REMARK]


def note_answer(docket: Docket, said: Said, at: datetime) -> None:
    """Note what answered the letter, for the register."""
    del at
    _letter(docket.work, docket.affair.id).answer = said.words[Need.RESULT]


def pass_on(docket: Docket, said: Said, at: datetime) -> None:
    """Have the letter reach the unit it is passed on to.

    Raises:
        Refusal: It was passed on to that unit before.

    Clause: powers/letters
    """
    del at
    if any(one.unit_id == said.unit for one in docket.parties):
        raise Refusal("这份收文已经转给该单位。", clause="powers/letters")
    if said.unit is not None:
        docket.add_party(said.unit, Part.HANDLER)


# ---- the register ----


@chartered(Permission.POWERS_AFFAIR_READ)
def find_letters(
    work: Work,
    *,
    text: str = "",
    kinds: Iterable[AffairKind] = (),
    sort: LetterSort | None = None,
    state: str | None = None,
    centre_id: int | None = None,
    year: int | None = None,
    late: bool = False,
    ended: bool = True,
    ordering: Ordering = NEWEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the letters that match.

    Args:
        work: Whose session.
        text: Fragment of title, register number, sender or the sender's number.
        kinds: Not looked at: a letter is of one kind.
        sort: What it asks for.
        state: In this state.
        centre_id: Of this command centre.
        year: The year it came in.
        late: Only those whose term is over.
        ended: Whether those that wait for nothing are wanted too.
        ordering: Sort and limit.
    """
    del kinds
    found = (
        sa.select(Affair.id)
        .join(IncomingLetter, IncomingLetter.affair_id == Affair.id)
        .where(rights.readable(work), work.visible(Affair))
    )
    if text.strip():
        held = text.strip()
        found = found.where(
            sa.or_(
                search.matching(work.session, "affair", Affair.id, text),
                IncomingLetter.sender.contains(held, autoescape=True),
                IncomingLetter.number.contains(held, autoescape=True),
            ),
            work.visible(IncomingLetter),
        )
    if sort is not None:
        found = found.where(IncomingLetter.sort == sort)
    if state is not None:
        found = found.where(Affair.state == state)
    if centre_id is not None:
        found = found.where(Affair.unit_id == centre_id)
    if year is not None:
        found = found.where(IncomingLetter.year == year)
    if late:
        found = found.where(Affair.due_at < work.now)
    if not ended:
        found = found.where(Affair.done.is_(sa.false()))
    orders = {
        "arrival": (IncomingLetter.year, IncomingLetter.arrival),
        "received": IncomingLetter.received_on,
        "sender": IncomingLetter.sender,
        "title": Affair.title,
        "state": Affair.state,
        "due": (Affair.due_at.is_(None), Affair.due_at),
    }
    return numbers(work.session, found, Affair.id, orders, ordering)


@chartered(Permission.POWERS_AFFAIR_READ)
def letter_rows(work: Work, *, ids: Sequence[int]) -> dict[int, LetterRow]:
    """Return the letters for ``ids``."""
    rows = affairs.affair_rows(work, ids=ids)
    letters = {
        one.affair_id: one
        for one in work.session.scalars(
            sa.select(IncomingLetter).where(
                IncomingLetter.affair_id.in_(rows), work.visible(IncomingLetter)
            )
        )
    }
    return {
        key: LetterRow(
            **{one.name: getattr(row, one.name) for one in fields(AffairRow)},
            sender=letters[key].sender,
            sent_number=letters[key].number,
            written_on=letters[key].written_on,
            received_on=letters[key].received_on,
            sort=letters[key].sort,
            instruction=letters[key].instruction,
            answer=letters[key].answer,
        )
        for key, row in rows.items()
        if key in letters
    }


@chartered(Permission.POWERS_AFFAIR_READ)
def years_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the years in which letters came in, the latest first."""
    found = work.session.scalars(
        sa.select(IncomingLetter.year)
        .where(work.visible(IncomingLetter))
        .distinct()
        .order_by(IncomingLetter.year.desc())
    )
    return tuple((one, f"{one}年") for one in found)


LETTERS = Listing[LetterRow](
    "letters",
    "收文登记簿",
    find_letters,
    letter_rows,
    (
        Column("arrival", "收文编号", lambda row: row.number, Kind.CODE, 140),
        Column(
            "received", "收到日期", lambda row: str(row.received_on), Kind.DATE, 110
        ),
        Column("sender", "来文单位", lambda row: row.sender, width=180),
        Column(
            "sent_number",
            "来文字号",
            lambda row: row.sent_number or "—",
            width=160,
            sortable=False,
        ),
        Column("title", "标题", lambda row: row.title, width=280),
        Column("sort", "类别", lambda row: row.sort.label, width=130, sortable=False),
        Column("state", "状态", lambda row: row.state.label, Kind.STATE, 90),
        Column(
            "due",
            "时限",
            lambda row: row.countdown,
            Kind.STATE,
            170,
            lambda row: Tone.OVERDUE if row.late else Tone.PLAIN,
        ),
        Column(
            "instruction",
            "批办意见",
            lambda row: " ".join(row.instruction.split()),
            width=200,
            sortable=False,
            shown=False,
        ),
        Column(
            "answer",
            "答复",
            lambda row: " ".join(row.answer.split()),
            width=200,
            sortable=False,
            shown=False,
        ),
        Column(
            "centre",
            "指挥中心",
            lambda row: row.centre,
            width=150,
            sortable=False,
            shown=False,
        ),
    ),
    ordering=NEWEST_FIRST,
    empty="还没有收文。收到来文后点“登记收文”，编号按年自动排。",
)
