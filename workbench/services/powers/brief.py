"""The brief's section on a year of the four powers, drafted of its figures."""

from collections.abc import Iterator
from fractions import Fraction

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.reports import record_json
from workbench.reports.powers.brief import Brief, Story
from workbench.rules import Refusal
from workbench.rules.powers.grants import Power
from workbench.rules.roster.deployment import percent
from workbench.services.documents import hosts, register
from workbench.services.powers import yearly
from workbench.services.powers.yearly import YearLine, YearOfPowers

_ORDER = (Power.COMMAND, Power.ASSESS, Power.NOMINATE, Power.OBJECT)


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草工作简报",
    changes=(Topic.PAPERS,),
)
def draft_brief(
    work: Work,
    *,
    year: int,
    issue: int,
    report_to: str = "",
    send_to: str = "",
) -> int:
    """Draft a brief that tells a year of the four powers, issued by the host organ.

    Args:
        work: Whose work.
        year: The year it tells of.
        issue: Its running number within the year.
        report_to: 主送, in the imprint.
        send_to: 抄送, in the imprint.

    Returns:
        Number of the paper.

    Raises:
        Refusal: Nothing was done in that year, or there is no organ to issue it.

    Clause: documents/draft, documents/issuer
    """
    said = yearly.year_of_powers(work, year=year)
    stories = tuple(_stories(said))
    if not stories:
        raise Refusal(
            f"{year}年还没有行使四项权力的记录，没有可写的内容。",
            clause="documents/draft",
        )
    unit_id, frame = hosts.issuing(work, kind="brief")
    record = Brief(
        organ=frame.organ,
        issue=issue,
        on=None,
        headline=f"{year}年片区指挥中心行使四项权力情况",
        lead=_lead(said),
        stories=stories,
        report_to=report_to.strip(),
        send_to=send_to.strip(),
        editor=work.actor.name,
    )
    return register.keep_draft(
        work,
        kind="brief",
        record=record_json(record),
        about_on=work.today,
        unit_id=unit_id,
        about_id=work.actor.unit_id,
        names_nobody=True,
    )


def _lead(said: YearOfPowers) -> str:
    begun = sum(count for month in said.months for _kind, count in month.begun)
    met = sum(month.met for month in said.months)
    ended = sum(month.ended for month in said.months)
    told = f"{said.year}年，各片区指挥中心依照县里授权共办理事项{begun}件"
    if ended:
        told += (
            f"；到期时限{ended}个，按时办到{met}个，占{percent(Fraction(met, ended))}%"
        )
    return f"{told}。百分数截尾保留一位小数。"


def _stories(said: YearOfPowers) -> Iterator[Story]:
    for power in _ORDER:
        told = [_sentence(one) for one in said.lines if one.power is power]
        told = [one for one in told if one]
        if told:
            yield Story(power.label, ("；".join(told) + "。",))


def _sentence(one: YearLine) -> str:
    """Return a figure in words, with the year before; nothing where it is nothing."""
    if not one.part and not one.whole:
        return ""
    if one.whole is None:
        return f"{one.label}{one.part}件，上年{one.earlier_part}件"
    told = f"{one.label}{one.part}件，占{one.whole}件的{percent(one.share)}%"
    if one.earlier_share is not None:
        told += f"，上年为{percent(one.earlier_share)}%"
    return told
