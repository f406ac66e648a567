"""Sample papers about how units and people did: assessed, recommended, objected to."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from workbench.reports.issuing import Issuing
from workbench.reports.powers.appeals import AppealedItem, AppealReply
from workbench.reports.powers.assessed import Assessed, Item, Score
from workbench.reports.powers.assessment import (
    AssessmentCircular,
    AssessmentTables,
    Point,
)
from workbench.reports.powers.collective import Ballot
from workbench.reports.powers.grades import GradeLetter, Suggested
from workbench.reports.powers.nomination import Nomination, PeriodScore
from workbench.reports.powers.veto import Evidence, VetoLetter
from workbench.rules.powers.items import rounded
from workbench.rules.powers.schemes import SchemeItem
from workbench.rules.powers.scoring import shared_weights
from workbench.rules.powers.vetoes import VetoSubject

ZONE = "示例第一片区"
GRANT = "《东海县人民政府关于赋予执法片区指挥中心四项权力的通知》（东政发〔2025〕20号）"
_SCHEME = "《东海县执法片区月度考核办法（试行）》（东综执〔2025〕41号）"
_MONTH = date(2026, 10, 1)

_ITEMS = (
    ("指令响应", "签收及时率", "按时签收件数÷应签收件数×分值", 6),
    ("指令响应", "到场及时率", "按时到场件数÷应到场件数×分值", 6),
    ("指令响应", "办结率", "按期办结件数÷应办结件数×分值", 8),
    ("计划与程序合规", "计划内检查按期率", "按期实施数÷当月计划数×分值", 6),
    ("计划与程序合规", "计划外检查报备及时率", "按时报备数÷应报备数×分值", 6),
    ("计划与程序合规", "审批通知亮证齐备率", "手续齐备数÷实施数×分值", 8),
    ("案卷与文书质量", "案卷评查得分", "评查平均得分÷100×分值", 8),
    ("案卷与文书质量", "检查结果公示及时率", "按期公示数÷应公示数×分值", 6),
    ("案卷与文书质量", "数据推送及时率", "按期推送数÷应推送数×分值", 6),
    ("力量在岗", "派驻人员出勤率", "实到人天÷应到人天×分值", 10),
    ("力量在岗", "人员抽调报备率", "已报备人次÷抽调人次×分值", 5),
    ("协同", "吹哨报到评价", "满意件数÷评价件数×分值", 5),
    ("协同", "案件移送及时率", "按时移送件数÷应移送件数×分值", 5),
    ("群众与企业评价", "有效投诉办结率", "按期办结数÷有效投诉数×分值", 5),
    ("群众与企业评价", "回访满意率", "满意户数÷回访户数×分值", 5),
    ("群众与企业评价", "复议诉讼纠错", "每纠错1件扣2.5分，扣完为止", 5),
)

# For each unit: what was done in time and out of how many, in the order of the items.
_COUNTS = {
    f"{ZONE}综合执法队": (
        "12/12 12/12 11/11 18/18 3/3 21/21 94/100 20/20",
        "20/20 254/260 6/6 9/9 2/2 3/3 28/29 1/1",
        "0.50 占道整治做法获县级推广 96.40",
    ),
    "白塔埠镇综合行政执法局": (
        "9/9 9/9 8/9 12/12 2/2 14/14 91/100 13/14",
        "14/14 215/220 4/4 11/12 1/1 4/4 19/20 1/1",
        "0.50 协助邻镇联合行动 95.12",
    ),
    "牛山街道综合行政执法局": (
        "8/9 7/9 8/9 10/12 1/2 12/13 86/100 11/13",
        "10/13 187/198 2/3 7/9 1/1 2/3 15/18 1/1",
        "0.00 无 88.90",
    ),
    "驼峰乡综合行政执法局": (
        "7/7 7/7 7/7 9/10 1/1 10/10 89/100 10/10",
        "9/10 170/176 3/3 8/8 1/1 2/2 16/17 1/1",
        "0.00 无 93.76",
    ),
    "东海县市场监督管理局白塔埠分局": (
        "6/6 5/6 6/6 7/8 1/1 8/8 87/100 8/8",
        "8/8 104/110 1/2 6/7 0/0 1/1 11/12 0/1",
        "-1.00 1次值班脱岗 91.05",
    ),
}


def _issuing(
    number: str,
    addressee: str,
    day: int,
    *,
    organ: str = "东海县综合行政执法局",
    copies: str = "",
    printer: str = "",
    contact: str = "",
) -> Issuing:
    on = date(2026, 11, day)
    return Issuing(organ, number, addressee, copies, printer, on, on, contact=contact)


def _scores(text: str) -> tuple[Score, ...]:
    """Return scores; what does not apply gives its weight to the other items."""
    counts = [tuple(map(int, one.split("/"))) for one in text.split()]
    items = tuple(
        SchemeItem(name, group, name, method, Fraction(weight), by_hand=True)
        for group, name, method, weight in _ITEMS
    )
    held = {one.key for one, (_, of) in zip(items, counts, strict=True) if of}
    weights = shared_weights(items, held)
    scores = []
    for item, (done, of) in zip(items, counts, strict=True):
        name, own = item.name, item.weight
        if not of:
            scores.append(Score(None, "本月无此事项"))
            continue
        weight = weights[name]
        points = weight * done / of
        basis = f"{done}/{of}"
        if name == "复议诉讼纠错":
            points = weight if done == of else weight / 2
            basis = "无纠错" if done == of else "行政复议纠错1件"
        elif name == "案卷评查得分":
            basis = f"平均{done}分（3宗）"
        scores.append(Score(rounded(points), basis, None if weight == own else weight))
    return tuple(scores)


def circular() -> AssessmentCircular:
    """Return the circular of a month with five units."""
    items = tuple(
        Item(group, name, method, Fraction(weight))
        for group, name, method, weight in _ITEMS
    )
    units = []
    for unit, (first, rest, outside) in _COUNTS.items():
        extra, why, earlier = outside.split()
        scores = _scores(f"{first} {rest}")
        units.append(Assessed(unit, scores, Fraction(extra), why, Fraction(earlier)))
    return AssessmentCircular(
        issuing=_issuing(
            "东综执〔2026〕31号",
            f"{ZONE}各乡镇街道综合行政执法局、综合执法队，县市场监督管理局白塔埠分局",
            5,
            copies=(
                "县委组织部，县委编办，县司法局，县市场监督管理局，白塔埠镇人民政府、"
                "驼峰乡人民政府、牛山街道办事处"
            ),
            printer="东海县综合行政执法局办公室",
        ),
        zone=ZONE,
        month=_MONTH,
        grant=GRANT,
        scheme=_SCHEME,
        objection="考核结果于11月2日至4日告知各单位，期间收到异议1件，经复核已更正。",
        items=items,
        units=tuple(units),
        merits=(
            Point(
                "指令执行有力。",
                f"{ZONE}综合执法队、驼峰乡综合行政执法局全部指令按时签收、到场和办结，"
                "白塔埠镇站前路占道整治3日内办结并形成值守机制。",
            ),
            Point(
                "检查程序规范。",
                "除1户次外，涉企检查均办理审批和通知手续并亮证，未发现重复检查。",
            ),
            Point(
                "队伍保持稳定。",
                "派驻人员总出勤率达到96.4%，抽调人员多数按规定报备。",
            ),
        ),
        faults=(
            Point(
                "个别单位响应不够及时。",
                "牛山街道综合行政执法局2次未按时到场、1件指令逾期办结，"
                "白塔埠镇综合行政执法局1件指令逾期办结。",
            ),
            Point(
                "公示推送仍有逾期。",
                "牛山街道逾期公示2件、逾期推送3件，主要原因是现场记录回填滞后。",
            ),
            Point(
                "值班纪律有待加强。",
                "东海县市场监督管理局白塔埠分局发生1次值班脱岗，人员抽调1次未报备。",
            ),
        ),
        demands=(
            Point(
                "认真对照整改。",
                "各单位对照失分项目逐条分析原因，于11月16日前将整改情况报片区指挥中心。",
            ),
            Point(
                "严格时限管理。",
                "明确专人负责公示推送，到期前一个工作日由指挥中心提醒；"
                "连续两个月逾期的，由单位主要负责人说明情况。",
            ),
            Point(
                "严守执法纪律。",
                "不得以考核为由增加检查频次，不得下达或者变相下达检查、罚没任务。",
            ),
        ),
    )


def tables() -> AssessmentTables:
    """Return the tables of the same month, without the circular."""
    told = circular()
    return AssessmentTables(told.zone, told.month, told.sections)


def appeal_reply() -> AppealReply:
    """Return the answer to a town that was right in one of two points."""
    return AppealReply(
        issuing=_issuing(
            "东综执函〔2026〕50号",
            "牛山街道综合行政执法局",
            4,
            contact="联系人：王立，联系电话：0518-87654322",
            copies=f"东海县{ZONE}指挥中心",
        ),
        unit="牛山街道综合行政执法局",
        address="你局",
        month=_MONTH,
        appeal="《关于2026年10月考核评分的申诉》（牛综执〔2026〕19号）",
        received_on=date(2026, 11, 3),
        scheme=_SCHEME,
        reviewed="县局组织法规科、督察科有关人员成立复核组，调取系统记录、音像资料和"
        "值班日志逐项核对，并听取了双方意见，原评分人员未参加复核",
        items=(
            AppealedItem(
                "到场及时率",
                "10月17日指令因道路施工封闭绕行，迟到12分钟不应计为未按时到场",
                "当日该路段封闭施工属实，但施工公告已于3日前发布，你局未提前调整路线，"
                "也未在时限内向指挥中心说明",
                Fraction("4.67"),
                Fraction("4.67"),
            ),
            AppealedItem(
                "数据推送及时率",
                "10月23日一批数据已在时限内上传，因平台维护回执延迟，应计为按时推送",
                "平台维护公告和上传日志显示，你局于10月26日16时上传成功，"
                "平台次日恢复后才生成回执，原评分以回执时间计算不当",
                Fraction("4.15"),
                Fraction("4.62"),
            ),
        ),
        total=circular().units[2].total - Fraction("0.47"),
        advice="请你局加强到场途中的情况报告，遇有客观原因可能迟到的，及时报片区指挥中心备案。",
    )


_BALLOT = Ballot(date(2026, 10, 13), 9, 9, 8, 0)


def grade_letter() -> GradeLetter:
    """Return the suggestions for the people one department has posted."""
    people = (
        ("徐静", "中队长", "公务员", 64, "95.60", "好", "指令全部按期办结，做法被推广"),
        ("吴涛", "一线执法", "公务员", 63, "92.35", "好", "案卷评查平均95分"),
        ("高远", "一线执法", "公务员", 62, "88.10", "较好", "出勤和办结情况良好"),
        ("罗敏", "法制审核", "事业编制", 64, "90.75", "较好", "审核均在时限内完成"),
        (
            "郭凯",
            "一线执法",
            "事业编制",
            58,
            "76.40",
            "一般",
            "2件指令逾期，已提醒谈话",
        ),
    )
    return GradeLetter(
        issuing=_issuing(
            "东综执函〔2026〕52号",
            "东海县市场监督管理局",
            5,
            copies="县委组织部，县人力资源和社会保障局",
            contact="联系人：王立，联系电话：0518-87654322",
        ),
        zone=ZONE,
        period="2026年第三季度平时考核",
        address="你局",
        grant=GRANT,
        scheme="《东海县执法片区派驻人员考核评价办法（试行）》（东综执〔2025〕42号）",
        ballot=replace(_BALLOT, present=8, agreed=8),
        shown=(date(2026, 10, 14), date(2026, 10, 16)),
        reply_by=date(2026, 11, 20),
        lines=tuple(
            Suggested(name, post, kind, 64, present, Fraction(score), grade, why)
            for name, post, kind, present, score, grade, why in people
        ),
    )


def nomination() -> Nomination:
    """Return the recommendation of a team leader."""
    return Nomination(
        issuing=_issuing(
            "东综执党函〔2026〕6号",
            "中共东海县市场监督管理局党组",
            4,
            organ="中共东海县综合行政执法局党组",
            copies="县委组织部",
            contact="联系人：陈明，联系电话：0518-87654323",
        ),
        zone=ZONE,
        address="你局党组",
        grant=GRANT,
        candidate="徐静",
        position="东海县市场监督管理局白塔埠分局副局长",
        honour=False,
        profile=(
            "徐静，女，汉族，1989年6月出生，大学本科学历，中共党员，2012年8月参加工作，"
            "现为东海县市场监督管理局四级主任科员，2026年4月起派驻"
            f"{ZONE}，负责食品安全领域执法工作，持有效行政执法证。"
        ),
        grounds=(
            (
                "政治素质好，作风扎实。",
                (
                    "坚持原则，公道正派，服从片区统一调度，承担急难任务不推诿。"
                    "派驻以来应到128天、实到128天，节假日值守12次。"
                ),
            ),
            (
                "业务能力强，办案规范。",
                (
                    "熟悉食品安全和市场监管法律法规，主办案卷经评查平均96分，"
                    "无行政复议、行政诉讼纠错。编写的食品摊贩规范经营告知书被片区采用。"
                ),
            ),
            (
                "善于协作，群众认可。",
                (
                    "在站前路早市整治等工作中，主动协调属地和市场管理方，"
                    "推动29个流动摊点入场经营，回访群众和经营者均表示满意。"
                ),
            ),
        ),
        scores=(
            PeriodScore("2026年第二季度", Fraction("93.20"), "好"),
            PeriodScore("2026年第三季度", Fraction("95.60"), "好（建议）"),
        ),
        integrity=(
            "经征求派驻纪检监察组意见，截至2026年11月2日，未发现影响推荐的问题线索；"
            "查询近三年行政处罚、信访举报记录，无查实的问题。"
        ),
        ballot=Ballot(date(2026, 11, 3), 9, 9, 8, 0, 0, ("徐明",)),
        reply_by=date(2026, 12, 4),
    )


def veto_letter() -> VetoLetter:
    """Return the objection to calling a posted officer back."""
    return VetoLetter(
        issuing=_issuing(
            "东综执函〔2026〕53号",
            "东海县交通运输局",
            5,
            copies="县委组织部，县委编办",
            contact="联系人：王立，联系电话：0518-87654322",
        ),
        zone=ZONE,
        address="你局",
        grant=GRANT,
        subject=VetoSubject.RECALL,
        person="刘洋",
        proposal="《关于调回派驻人员刘洋同志征求意见的函》（东交函〔2026〕38号）",
        received_on=date(2026, 11, 2),
        plan="调回你局机关工作",
        facts=(
            "刘洋同志自2026年4月1日起派驻，派驻期限二年，现任片区综合执法队副队长，"
            "持有效行政执法证，负责道路运输、渣土抛洒两类事项。"
            f"截至10月31日，{ZONE}在编在岗下沉一线执法人员56人，"
            "其中熟悉道路运输领域的持证人员2人。"
        ),
        reasons=(
            (
                "派驻期限未满，缺少接替人员。",
                (
                    "该同志派驻仅七个月，来函未明确接替人员和交接安排。"
                    "调回后，道路运输领域只余1名持证人员，"
                    "不能满足执法人员不少于二人的要求。"
                ),
            ),
            (
                "正值重点工作关键阶段。",
                (
                    "片区11月12日至12月2日开展集市周边秩序联合行动，"
                    "该同志担任第一组组长，中途更换影响行动组织和后续衔接。"
                ),
            ),
            (
                "影响力量下沉比例。",
                (
                    "截至10月31日，全县下沉比例为84.9%，尚差1人达到目标。"
                    "该同志调回机关后不再计入下沉一线人员，差额将扩大为2人。"
                ),
            ),
        ),
        advice=(
            "建议派驻期满后再研究该同志的工作安排；确需提前调回的，请先派出同等资格的"
            "持证人员到岗接替，交接时间不少于15个工作日。"
        ),
        ballot=Ballot(date(2026, 11, 4), 9, 8, 7, 0, 1),
        reply_by=date(2026, 11, 20),
        appeal="县委编办、县委组织部",
        evidence=(
            Evidence(
                "派驻通知",
                "东综执党〔2026〕9号",
                2,
                "派驻期限和岗位",
            ),
            Evidence(
                f"{ZONE}力量台账",
                "2026年10月，已锁定",
                6,
                "持证人员的领域和数量",
            ),
            Evidence(
                "联合行动方案及人员编组表",
                "送审稿，2026年11月",
                9,
                "该同志承担的任务",
            ),
            Evidence(
                "2026年第二、三季度考核评价表",
                "指挥中心考核档案",
                4,
                "该同志履职情况",
            ),
            Evidence(
                "集体研究会议记录",
                "指挥中心",
                3,
                "研究过程和表决结果",
            ),
        ),
    )
