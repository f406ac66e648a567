"""Number series: whose runs of numbers there are, and how far each has come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering
from workbench.models.documents import NumberSeries, NumberYear, Paper
from workbench.models.roster.units import Unit, UnitFact
from workbench.rules import Refusal
from workbench.rules.documents import (
    PaperState,
    check_start_number,
    check_suffix,
    check_word,
    number_text,
)
from workbench.services.platform.picking import fits

_FIRST_YEAR = 2000  # of which numbers are said to have been used on paper


@dataclass(frozen=True, slots=True)
class YearLine:
    """How far one run of numbers came in one year.

    Attributes:
        last: The last number used, on paper or here.
        given: How many were given out here.
        void: How many of those are void; their numbers stay used.
    """

    year: int
    last: int
    given: int
    void: int


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One run of numbers, and how far it has come.

    Attributes:
        word: The organ's own (东综执).
        suffix: What stands behind it for some kinds of paper (移); often nothing.
        this_year: The year the row is read in.
        years: Newest first; the years in which a number was used.
    """

    id: int
    issuer: str
    issuer_id: int
    word: str
    suffix: str
    this_year: int
    years: tuple[YearLine, ...]

    @property
    def whole(self) -> str:
        """The words as papers print them: 东综执移."""
        return f"{self.word}{self.suffix}"

    def used(self, year: int) -> int:
        """Return the last number used in a year; 0 where none was."""
        return next((one.last for one in self.years if one.year == year), 0)

    def coming(self, year: int) -> str:
        """Return the next number of a year, as papers print it."""
        return number_text(self.whole, year, self.used(year) + 1)


@chartered(Permission.PLATFORM_DESK_USE)
def find_series(
    work: Work, *, text: str = "", ordering: Ordering = AS_IT_COMES
) -> Sequence[int]:
    """Return the numbers of the series whose 代字 or issuer holds ``text``.

    Args:
        work: Whose session.
        text: Fragment or initials.
        ordering: Sort and limit.
    """
    found = [
        row for row in _rows(work) if not text or fits(f"{row.whole}{row.issuer}", text)
    ]
    orders = {
        "issuer": lambda row: row.issuer,
        "word": lambda row: row.whole,
        "used": lambda row: row.used(row.this_year),
    }
    if ordering.key in orders:
        found.sort(key=orders[ordering.key], reverse=ordering.descending)
    return [row.id for row in found[: ordering.limit]]


@chartered(Permission.PLATFORM_DESK_USE)
def series_rows(work: Work, *, ids: Sequence[int]) -> dict[int, SeriesRow]:
    """Return the series for ``ids``."""
    wanted = set(ids)
    return {row.id: row for row in _rows(work) if row.id in wanted}


@chartered(Permission.PLATFORM_DESK_USE)
def series_of(
    work: Work, *, issuer_id: int | None, suffix: str = ""
) -> tuple[SeriesRow, ...]:
    """Return the series an organ's papers may be numbered in.

    Where no run for a 文书代字 was opened yet, it is offered as it will be; it is
    opened with its first paper (``run_for``).

    Args:
        work: Whose session.
        issuer_id: The organ; every organ's where None.
        suffix: 文书代字 of the kind of paper; often nothing.
    """
    rows = [
        row for row in _rows(work) if issuer_id is None or row.issuer_id == issuer_id
    ]
    opened = tuple(row for row in rows if row.suffix == suffix)
    known = {(row.issuer_id, row.whole): row for row in rows}
    offered = (
        known.get((row.issuer_id, _whole(row, suffix)))
        or replace(row, suffix=suffix, years=())
        for row in rows
        if not row.suffix
    )
    return opened or tuple(dict.fromkeys(offered))


def _whole(run: SeriesRow, suffix: str) -> str:
    """Return the words of an organ's run for a 文书代字, which its own may end with."""
    return run.word if run.word.endswith(suffix) else run.word + suffix


@chartered(
    Permission.DOCUMENTS_PAPER_ISSUE, title="启用文书代字", changes=(Topic.SETTINGS,)
)
def run_for(work: Work, *, series_id: int, suffix: str) -> SeriesRow:
    """Return the run that a kind of paper is numbered in, opened if it is the first.

    Args:
        work: Whose work.
        series_id: The organ's own run, or the run itself.
        suffix: 文书代字 of the kind of paper; often nothing.

    Raises:
        Refusal: There is no such series, or it is for other papers.

    Clause: documents/number-series
    """
    rows = {row.id: row for row in _rows(work)}
    run = rows.get(series_id)
    if run is None:
        raise Refusal("没有这个文号系列。", clause="documents/number-series")
    if run.suffix == suffix:
        return run
    if run.suffix:
        raise Refusal(
            f"“{run.whole}”是别种文书的代字，不能给该公文编号。",
            clause="documents/number-series",
        )
    for row in rows.values():
        if (row.issuer_id, row.whole) == (run.issuer_id, _whole(run, suffix)):
            return row
    opened = _open(work, run.issuer_id, run.word, suffix)
    return replace(run, id=opened, suffix=suffix, years=())


def _years(work: Work) -> dict[int, list[YearLine]]:
    """Return how far each series came in each year, newest first."""
    given: Counter[tuple[int | None, int | None]] = Counter()
    void: Counter[tuple[int | None, int | None]] = Counter()
    for series_id, year, state, count in work.session.execute(
        sa.select(Paper.series_id, Paper.year, Paper.state, sa.func.count())
        .where(Paper.number.is_not(None), work.whole_county(Paper))
        .group_by(Paper.series_id, Paper.year, Paper.state)
    ):
        given[series_id, year] += count
        if state is PaperState.VOID:
            void[series_id, year] += count
    found: dict[int, list[YearLine]] = {}
    for row in work.session.scalars(
        sa.select(NumberYear).order_by(NumberYear.year.desc())
    ):
        at = (row.series_id, row.year)
        line = YearLine(row.year, row.last, given[at], void[at])
        found.setdefault(row.series_id, []).append(line)
    return found


def _rows(work: Work) -> list[SeriesRow]:
    years = _years(work)
    found = work.session.execute(
        sa.select(NumberSeries, UnitFact.short_name)
        .outerjoin(
            UnitFact,
            sa.and_(
                UnitFact.unit_id == NumberSeries.issuer_id,
                UnitFact.holds_on(work.today),
            ),
        )
        .where(work.whole_county(UnitFact))
        .order_by(NumberSeries.id)
    )
    return [
        SeriesRow(
            series.id,
            issuer or "—",
            series.issuer_id,
            series.word,
            series.suffix,
            work.today.year,
            tuple(years.get(series.id, ())),
        )
        for series, issuer in found
    ]


@chartered(Permission.PLATFORM_SETUP_EDIT)
def issuers_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the organs a series may be opened for: number and name."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name)
        .where(UnitFact.holds_on(work.today), work.visible(UnitFact))
        .order_by(UnitFact.parent_id.is_not(None), UnitFact.unit_id)
    )
    return tuple((number, name) for number, name in found)


@chartered(
    Permission.PLATFORM_SETUP_EDIT, title="登记文号系列", changes=(Topic.SETTINGS,)
)
def add_series(
    work: Work, *, issuer_id: int, word: str, suffix: str | None = None
) -> int:
    """Open a run of numbers for an organ and its 代字.

    Args:
        work: Whose work.
        issuer_id: The organ.
        word: Its own 代字.
        suffix: 文书代字 behind it, for a kind of form that has a run of its own.

    Raises:
        Refusal: The organ may not be seen, a word is amiss, or an organ has it.

    Clause: documents/number-series
    """
    work.own(Unit, issuer_id)
    return _open(work, issuer_id, check_word(word), check_suffix(suffix or ""))


def _open(work: Work, issuer_id: int, word: str, suffix: str) -> int:
    whole = word + suffix
    taken = next((row for row in _rows(work) if row.whole == whole), None)
    if taken is not None:
        raise Refusal(
            f"代字“{whole}”已登记在{taken.issuer}名下，再登记会重号。",
            clause="documents/number-series",
        )
    series = NumberSeries(issuer_id=issuer_id, word=word, suffix=suffix)
    work.session.add(series)
    work.session.flush()
    return series.id


@chartered(
    Permission.PLATFORM_SETUP_EDIT, title="设定本年已用文号", changes=(Topic.SETTINGS,)
)
def set_last_number(work: Work, *, series_id: int, year: int, last: int) -> None:
    """Say up to which number a series had been used on paper (本年已用到23号).

    Until a number is given out here it may be corrected, up or down.

    Raises:
        Refusal: A number of that year has been given out here, the year is to come or
            long past, or the organ may not be seen.

    Clause: documents/number-series, platform/row-scope
    """
    if year > work.today.year:
        raise Refusal(f"{year}年还没有到。", clause="documents/number-series")
    if year < _FIRST_YEAR:
        raise Refusal(
            f"年份应为{_FIRST_YEAR}至{work.today.year}。",
            clause="documents/number-series",
        )
    row = _year(work, series_id, year)
    work.own(Unit, work.session.get_one(NumberSeries, series_id).issuer_id)
    given = work.session.scalar(
        sa.select(sa.func.count()).where(
            Paper.series_id == series_id,
            Paper.year == year,
            Paper.number.is_not(None),
            work.whole_county(Paper),
        )
    )
    check_start_number(last, row.last, given=bool(given))
    row.last = last


@chartered(Permission.DOCUMENTS_PAPER_ISSUE, title="取文号", changes=(Topic.SETTINGS,))
def take_number(work: Work, *, series_id: int, year: int) -> int:
    """Take the next number of a series in a year; it is used from now on.

    Raises:
        Refusal: There is no such series.

    Clause: documents/number-series
    """
    row = _year(work, series_id, year)
    row.last += 1
    return row.last


def _year(work: Work, series_id: int, year: int) -> NumberYear:
    row = work.session.scalars(
        sa.select(NumberYear)
        .where(NumberYear.series_id == series_id, NumberYear.year == year)
        .with_for_update()
    ).one_or_none()
    if row is None:
        if work.session.get(NumberSeries, series_id) is None:
            raise Refusal("没有这个文号系列。", clause="documents/number-series")
        row = NumberYear(series_id=series_id, year=year, last=0)
        work.session.add(row)
        work.session.flush()
    return row


SERIES = Listing[SeriesRow](
    "series",
    "文号",
    find_series,
    series_rows,
    (
        Column("issuer", "发文机关", lambda row: row.issuer, width=260),
        Column("word", "代字", lambda row: row.whole, width=140),
        Column(
            "used",
            "本年已用到",
            lambda row: str(row.used(row.this_year)),
            Kind.NUMBER,
            width=110,
        ),
        Column(
            "coming",
            "下一个文号",
            lambda row: row.coming(row.this_year),
            width=200,
            sortable=False,
        ),
        Column(
            "before",
            "上年用到",
            lambda row: str(row.used(row.this_year - 1) or "—"),
            Kind.NUMBER,
            width=110,
            sortable=False,
        ),
    ),
    empty="还没有文号系列。先登记发文机关的代字，再填写本年已用到几号。",
)
