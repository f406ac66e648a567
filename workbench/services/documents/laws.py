"""The library of law: articles as they read from day to day (法规与案由库).

An article is put on record with the day from which it reads so. An amendment adds its
new text from a day on, a repeal ends it; what a paper quoted stays as it was.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import RESOURCES, facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Listing, Ordering
from workbench.models.documents import LawArticle
from workbench.rules import Refusal
from workbench.rules.documents_laws import (
    article_place,
    check_article,
    check_article_text,
    check_law,
    citation,
)
from workbench.rules.periods import Period
from workbench.services.documents.wording import check_county
from workbench.services.platform.picking import fits

_SUBJECT = ("law", "article")
_SHOWN = 60  # characters of the text that a list shows
_STARTERS = "随软件提供，文本截至2025年4月，引用前请与现行文本核对。"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as it reads for a span of days.

    Attributes:
        law: Title without title marks.
        article: 第二十七条第一款.
        organ: Who made the law.
        document: Its number, such as 国务院令第310号; often nothing.
        field: Field of enforcement it is used in.
        matter: Cause of action (案由) it is the basis of; often nothing.
        remark: Why the row was entered, or where its text is from.
        in_force: Whether it reads so today.
    """

    id: int
    law: str
    article: str
    organ: str
    document: str
    field: str
    matter: str
    text: str
    period: Period
    remark: str
    in_force: bool

    @property
    def cited(self) -> str:
        """The article as papers cite it."""
        return citation(self.law, self.article, self.document)


def _row(work: Work, row: LawArticle) -> ArticleRow:
    period = facts.period_of(row)
    return ArticleRow(
        row.id,
        row.law,
        row.article,
        row.organ,
        row.document,
        row.field,
        row.matter,
        row.text,
        period,
        row.reason,
        work.today in period,
    )


@chartered(Permission.DOCUMENTS_PAPER_READ)
def find_articles(
    work: Work,
    *,
    text: str = "",
    field: str | None = None,
    on: date | None = None,
    history: bool = False,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the articles that hold ``text``, in the order of their law.

    A library has some thousand articles at most, and 第十条 stands behind 第九条: they
    are looked through and sorted here.

    Args:
        work: Whose session.
        text: Fragment of law, article, text or cause; or initials of the first three.
        field: Only those of this field.
        on: As they read on that day; today where None.
        history: Whether what no longer or not yet holds is wanted too.
        ordering: Sort and limit.
    """
    asked = sa.select(LawArticle).where(LawArticle.stands())
    if not history:
        asked = asked.where(LawArticle.holds_on(on or work.today))
    if field:
        asked = asked.where(LawArticle.field == field)
    found = [
        row
        for row in work.session.scalars(asked)
        if not text
        or fits(f"{row.law}{row.article}{row.matter}", text)
        or text in row.text
    ]
    found.sort(key=_place)
    orders = {
        "article": lambda row: article_place(row.article),
        "field": lambda row: row.field,
        "matter": lambda row: row.matter,
        "from": lambda row: row.valid_from,
    }
    if ordering.key in orders:
        found.sort(key=orders[ordering.key], reverse=ordering.descending)
    elif ordering.descending:
        found.reverse()
    return [row.id for row in found[: ordering.limit]]


def _place(row: LawArticle) -> tuple[str, tuple[int, ...], str, date, int]:
    place = article_place(row.article)
    return (row.law, place, row.article, row.valid_from, row.id)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def article_rows(work: Work, *, ids: Sequence[int]) -> dict[int, ArticleRow]:
    """Return the articles for ``ids``."""
    found = work.session.scalars(sa.select(LawArticle).where(LawArticle.id.in_(ids)))
    return {row.id: _row(work, row) for row in found}


@chartered(Permission.DOCUMENTS_PAPER_READ)
def versions(work: Work, *, law: str, article: str) -> tuple[ArticleRow, ...]:
    """Return every text an article had, the newest first."""
    standing = facts.standing(work, LawArticle, law=law, article=article)
    return tuple(_row(work, row) for row in reversed(standing))


@chartered(Permission.DOCUMENTS_PAPER_READ)
def article_on(work: Work, *, law: str, article: str, on: date) -> ArticleRow | None:
    """Return an article as it read on a day; None where it held nowhere that day.

    Args:
        work: Whose session.
        law: Title, with or without title marks.
        article: Its name.
        on: The day, such as that of the act that is judged.
    """
    row = facts.holding(
        work, LawArticle, on, law=check_law(law), article=check_article(article)
    )
    return None if row is None else _row(work, row)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def articles_to_choose(
    work: Work, *, on: date | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the articles a paper may cite on a day: as cited, and what people read.

    Args:
        work: Whose session.
        on: The day; today where None.
    """
    held = work.session.scalars(
        sa.select(LawArticle).where(LawArticle.holds_on(on or work.today))
    )
    rows = [_row(work, row) for row in sorted(held, key=_place)]
    return tuple((row.cited, f"{row.cited}　{_opening(row.text)}") for row in rows)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def fields_to_choose(work: Work) -> tuple[tuple[str, str], ...]:
    """Return the fields of enforcement that articles are filed under."""
    found = work.session.scalars(
        sa.select(LawArticle.field)
        .where(LawArticle.stands(), LawArticle.field != "")
        .distinct()
        .order_by(LawArticle.field)
    )
    return tuple((one, one) for one in found)


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT, title="登记法规条文", changes=(Topic.SETTINGS,)
)
def add_article(
    work: Work,
    *,
    law: str,
    article: str,
    text: str,
    valid_from: date,
    organ: str = "",
    document: str = "",
    field: str = "",
    matter: str = "",
    remark: str = "",
) -> int:
    """Put an article on record.

    Args:
        work: Whose work.
        law: Title of the law.
        article: Which article, paragraph, item.
        text: Its text.
        valid_from: First day on which it reads so (施行日期).
        organ: Who made it.
        document: Its number, such as 国务院令第310号.
        field: Field of enforcement.
        matter: Cause of action (案由) it is the basis of.
        remark: Where the text is from.

    Raises:
        Refusal: A part is empty or too long, or the article has a text on those days.

    Clause: documents/laws, general/dated-facts
    """
    check_county(work, what="法规条文")
    subject = {"law": check_law(law), "article": check_article(article)}
    row = facts.put(
        work,
        LawArticle,
        subject,
        Period(valid_from),
        what=citation(**subject),
        reason=remark,
        values={
            "text": check_article_text(text),
            "organ": organ.strip(),
            "document": document.strip(),
            "field": field.strip(),
            "matter": matter.strip(),
        },
    )
    return int(row.id)


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT, title="修订法规条文", changes=(Topic.SETTINGS,)
)
def change_article(
    work: Work, *, article_id: int, text: str, valid_from: date, remark: str
) -> int:
    """Have an article read otherwise from a day on; papers of before keep the old text.

    Args:
        work: Whose work.
        article_id: The article, in any of its texts.
        text: The new text.
        valid_from: First day of the new text.
        remark: The decision that amended it.

    Raises:
        Refusal: The text is empty, nobody says by which decision, or a later text is
            on record.

    Clause: documents/laws, general/dated-facts
    """
    check_county(work, what="法规条文")
    row = _standing(work, article_id)
    if not remark.strip():
        raise Refusal("请写明依据哪个修订决定。", clause="documents/laws")
    kept = facts.values_of(row)
    subject = {name: kept.pop(name) for name in _SUBJECT}
    new = facts.change_from(
        work,
        LawArticle,
        subject,
        valid_from,
        what=citation(row.law, row.article),
        reason=remark,
        values={**kept, "text": check_article_text(text)},
    )
    return int(new.id)


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT, title="更正法规条文", changes=(Topic.SETTINGS,)
)
def correct_article(
    work: Work,
    *,
    article_id: int,
    text: str,
    valid_from: date,
    reason: str,
    organ: str = "",
    document: str = "",
    field: str = "",
    matter: str = "",
) -> int:
    """Replace what was entered wrongly, saying why; the wrong row stays on record.

    Args:
        work: Whose work.
        article_id: The row that is wrong.
        text: The right text.
        valid_from: The right first day.
        reason: What was wrong.
        organ: As for ``add_article``.
        document: As for ``add_article``.
        field: As for ``add_article``.
        matter: As for ``add_article``.

    Raises:
        Refusal: No reason is given, the text is empty, or the days are taken.

    Clause: documents/laws, general/dated-facts
    """
    check_county(work, what="法规条文")
    row = _standing(work, article_id)
    new = facts.correct(
        work,
        row,
        what=citation(row.law, row.article),
        reason=reason,
        period=Period(valid_from, row.valid_to),
        subject=_SUBJECT,
        values={
            "text": check_article_text(text),
            "organ": organ.strip(),
            "document": document.strip(),
            "field": field.strip(),
            "matter": matter.strip(),
        },
    )
    return int(new.id)


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT, title="废止法规条文", changes=(Topic.SETTINGS,)
)
def end_article(work: Work, *, article_id: int, last_on: date, remark: str) -> None:
    """End an article: from the day after it is cited no more.

    Args:
        work: Whose work.
        article_id: The article.
        last_on: Last day on which it holds.
        remark: The decision that repealed it.

    Raises:
        Refusal: Nobody says by which decision, or the day lies before its first.

    Clause: documents/laws, general/dated-facts
    """
    check_county(work, what="法规条文")
    row = _standing(work, article_id)
    if not remark.strip():
        raise Refusal("请写明依据哪个废止决定。", clause="documents/laws")
    if last_on < row.valid_from:
        raise Refusal(
            "最后有效日不能早于施行日期。",
            clause="general/dated-facts",
            ways=("登记错了的，用“更正”。",),
        )
    facts.end(work, row, last_on, reason=remark)


@chartered(
    Permission.DOCUMENTS_WORDING_EDIT, title="载入常用条文", changes=(Topic.SETTINGS,)
)
def load_starters(work: Work) -> int:
    """Put the articles that come with the software on record, but those that are.

    Returns:
        How many were added.

    Clause: documents/laws
    """
    check_county(work, what="法规条文")
    held = {
        (law, article)
        for law, article in work.session.execute(
            sa.select(LawArticle.law, LawArticle.article).where(LawArticle.stands())
        )
    }
    added = 0
    path = RESOURCES / "sample" / "laws.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if (line["法规"], line["条"]) in held:
                continue
            add_article(
                work,
                law=line["法规"],
                article=line["条"],
                text=line["条文"],
                valid_from=date.fromisoformat(line["施行日期"]),
                organ=line["制定机关"],
                document=line["文号"],
                field=line["领域"],
                matter=line["案由"],
                remark=_STARTERS,
            )
            added += 1
    return added


def _standing(work: Work, article_id: int) -> LawArticle:
    row = work.session.get(LawArticle, article_id)
    if row is None:
        raise Refusal("没有这条条文。", clause="documents/laws")
    return row


def _opening(text: str) -> str:
    """Return the beginning of a text, in one line."""
    line = text.replace("\n", "")
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"


LAWS = Listing[ArticleRow](
    "laws",
    "法规与案由库",
    find_articles,
    article_rows,
    (
        Column("law", "法规", lambda row: row.law, width=260),
        Column("article", "条款", lambda row: row.article, width=120),
        Column(
            "text", "条文", lambda row: _opening(row.text), width=420, sortable=False
        ),
        Column("field", "领域", lambda row: row.field, width=90),
        Column("matter", "案由", lambda row: row.matter, width=180),
        Column("from", "有效期", lambda row: str(row.period), width=200),
        Column(
            "document",
            "文号",
            lambda row: row.document,
            width=140,
            sortable=False,
            shown=False,
        ),
        Column(
            "organ",
            "制定机关",
            lambda row: row.organ,
            width=200,
            sortable=False,
            shown=False,
        ),
    ),
    empty="还没有条文。可先载入常用条文，再登记本领域的法规和案由。",
)
