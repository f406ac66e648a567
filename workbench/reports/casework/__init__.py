"""Papers of cases: referrals, case files and diligence."""

from workbench.reports import Kind
from workbench.reports.casework.case_file import CaseCover, FileIndex, FileNote
from workbench.reports.casework.crime_lists import ItemList, MaterialList
from workbench.reports.casework.crime_referral import CrimeReferral, ReferralApproval
from workbench.reports.casework.crime_report import CrimeReport
from workbench.reports.casework.diligence import DiligenceStatement
from workbench.reports.casework.referral import CaseReferral
from workbench.reports.casework.service import ServiceReceipt

_REPORT = "涉嫌犯罪案件情况的调查报告"

KINDS: tuple[Kind, ...] = (
    Kind(
        "case_referral",
        "案件移送函",
        CaseReferral,
        genre="函",
        outward=True,
        word="移",
        blank=True,
    ),
    Kind(
        "crime_referral",
        "涉嫌犯罪案件移送书",
        CrimeReferral,
        genre="涉嫌犯罪案件移送书",
        outward=True,
        word="涉",
        blank=True,
    ),
    Kind(
        "crime_report",
        _REPORT,
        CrimeReport,
        numbered=False,
        genre=_REPORT,
        outward=True,
        blank=True,
    ),
    Kind(
        "crime_items",
        "涉案物品清单",
        ItemList,
        numbered=False,
        genre="涉案物品清单",
        outward=True,
        blank=True,
    ),
    Kind(
        "crime_materials",
        "移送材料清单",
        MaterialList,
        numbered=False,
        genre="移送材料清单",
        outward=True,
        blank=True,
    ),
    Kind(
        "referral_approval",
        "移送审批表",
        ReferralApproval,
        numbered=False,
        genre="涉嫌犯罪案件移送审批表",
        blank=True,
    ),
    Kind(
        "service_receipt",
        "送达回证",
        ServiceReceipt,
        numbered=False,
        genre="送达回证",
        outward=True,
        blank=True,
    ),
    Kind(
        "case_cover",
        "案卷封面",
        CaseCover,
        numbered=False,
        genre="案卷封面",
        blank=True,
    ),
    Kind(
        "file_index",
        "卷内目录",
        FileIndex,
        numbered=False,
        genre="卷内目录",
        blank=True,
    ),
    Kind(
        "file_note", "备考表", FileNote, numbered=False, genre="卷内备考表", blank=True
    ),
    Kind(
        "diligence",
        "履职情况说明",
        DiligenceStatement,
        genre="履职情况说明",
        word="履",
    ),
)
