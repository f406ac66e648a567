"""Letters that a centre's personnel affairs send out, in the host organ's name."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from workbench.access import SYSTEM, Permission
from workbench.desk import Work, chartered
from workbench.models.documents import Paper
from workbench.models.roster.units import UnitFact
from workbench.rules import Refusal
from workbench.rules.calendar import china_day
from workbench.rules.powers.moves import Need
from workbench.services.documents import issuers, register
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said

_ADDRESSES = (
    ("党组", "你党组"),
    ("街道办事处", "你街道"),
    ("街道", "你街道"),
    ("人民政府", "你政府"),
    ("局", "你局"),
    ("镇", "你镇"),
    ("乡", "你乡"),
    ("委员会", "你委"),
    ("中心", "你中心"),
    ("大队", "你大队"),
    ("队", "你队"),
)


def address(name: str) -> str:
    """Return how a letter calls its addressee: 你局, 你镇."""
    return next((call for end, call in _ADDRESSES if name.endswith(end)), "贵单位")


def pairs_json(pairs: Sequence[Sequence[object]]) -> str:
    """Return grounds, reasons or evidence as they are kept."""
    return json.dumps([list(one) for one in pairs], ensure_ascii=False)


def pairs_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return kept grounds or reasons: heading and text of each."""
    return tuple((heading, said) for heading, said in json.loads(text))


@chartered(Permission.POWERS_PERSONNEL_READ)
def full_name(work: Work, *, unit_id: int) -> str:
    """Return a unit's full name today, as letters are addressed."""
    found = work.session.scalar(
        sa.select(UnitFact.name).where(
            UnitFact.unit_id == unit_id,
            UnitFact.holds_on(work.today),
            work.whole_county(UnitFact),
        )
    )
    if found is None:
        raise Refusal(
            "主送单位今天没有登记，或已经撤销。",
            clause="documents/issuer",
            ways=("在“机构”页核对它的起止日期。",),
        )
    return found


def check_not_self(docket: Docket, deed: str) -> None:
    """Refuse to let somebody begin what is about himself.

    Args:
        docket: The affair.
        deed: What is done, as sentences call it.

    Raises:
        Refusal: It is about who sits at the desk.

    Clause: powers/three-hands
    """
    me = docket.me()
    if any(me.same(one) for one in docket.concerned()):
        raise Refusal(
            f"这件事关系到{me.name}本人，应当回避，不能由本人{deed}。",
            clause="powers/three-hands",
            ways=(f"请另一位同事{deed}。",),
        )


def keep(docket: Docket, kind: str, record: str, organ_id: int) -> None:
    """Keep an affair's letter as a draft: the workbench composes it of what was voted.

    Args:
        docket: The affair.
        kind: Which paper.
        record: What it says.
        organ_id: The host organ.
    """
    work, affair = docket.work, docket.affair
    affair.paper_id = register.keep_draft(
        replace(work, actor=SYSTEM),
        kind=kind,
        record=record,
        about_on=work.today,
        unit_id=organ_id,
        about_id=affair.unit_id,
    )


def issue(docket: Docket, at: datetime) -> None:
    """Sign an affair's letter off and number it in the host organ's run.

    Args:
        docket: The affair.
        at: When it is signed.

    Raises:
        Refusal: The host organ has no run, or the person may not sign in its name.

    Clause: documents/number-series, platform/row-scope
    """
    work, affair = docket.work, docket.affair
    if affair.paper_id is None:
        raise Refusal("还没有起草公文，不能签发。", clause="documents/draft")
    paper = work.own(Paper, affair.paper_id)
    if not issuers.may_sign(
        work, kind=paper.kind, unit_id=paper.unit_id, on=china_day(at)
    ):
        raise Refusal(
            "公文以挂靠机关的名义和文号发出，由看得到全县的账号签发。",
            clause="platform/row-scope",
            ways=("请县区主管签发。",),
        )
    terms = register.issue_terms(work, paper_id=affair.paper_id)
    if not terms.series:
        raise Refusal(
            "发文机关还没有文号代字，不能编号。",
            clause="documents/number-series",
            ways=("在“文号”页为县区综合执法主管部门登记代字。",),
        )
    affair.number_text = register.issue_paper(
        work,
        paper_id=affair.paper_id,
        series_id=terms.series[0].id,
        issued_on=china_day(at),
        signer=work.actor.name,
    )


def void(docket: Docket, said: Said) -> None:
    """Declare an affair's letter void, where it has one.

    Args:
        docket: The affair.
        said: Why.
    """
    if docket.affair.paper_id is not None:
        register.void_paper(
            docket.work,
            paper_id=docket.affair.paper_id,
            reason=said.words.get(Need.REASON, ""),
        )
