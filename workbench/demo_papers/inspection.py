"""Sample papers of 综合查一次: made-up enterprises of 东海县, from plan to hazard."""

from datetime import date, datetime

from workbench.demo_papers import plans, visits
from workbench.reports import Record
from workbench.reports.inspection.draws import (
    DrawAnnouncement,
    DrawnLine,
    Excluded,
    Stratum,
)
from workbench.reports.inspection.hazards import (
    HazardLetter,
    HazardReport,
    HazardSite,
)
from workbench.reports.inspection.meetings import (
    ConsentLine,
    MeetingMinutes,
    Resolved,
)
from workbench.reports.issuing import Issuing
from workbench.rules.calendar import CHINA

_MARKET = visits.MARKET
_KEEPER = "东海县监管联席会议办公室"
_TASK = "2026年第四季度食品生产企业联合检查"


def samples() -> dict[str, Record]:
    """Return a paper of each kind, by key of its kind."""
    return {
        **plans.samples(),
        "meeting_minutes": _minutes(),
        "draw_announcement": _draw(),
        "hazard_report": _hazard_report(),
        "hazard_letter": _hazard_letter(),
        **visits.samples(),
    }


def _minutes() -> MeetingMinutes:
    return MeetingMinutes(
        issuing=Issuing(
            _KEEPER,
            "〔2026〕4号",
            "各乡镇人民政府、街道办事处，县各有关部门",
            "县政府办公室，县司法局。",
            _KEEPER,
            date(2026, 9, 24),
            date(2026, 9, 25),
        ),
        name="东海县监管联席会议纪要",
        subject="2026年第四季度“综合查一次”工作会议纪要",
        held="2026年9月24日上午",
        place="县政务服务中心三楼会议室",
        chair="县市场监督管理局局长周明",
        purpose="总结第三季度“综合查一次”联合执法检查工作，审议第四季度任务清单、检查场景"
        "调整建议和计划外检查事项",
        items=(
            Resolved(
                "关于第三季度工作情况",
                (
                    (
                        "会议听取了第三季度联合检查情况汇报。第三季度安排任务11项，检查企"
                        "业186户，各单位原申报进入企业检查402户次，合并后实际进入186户次"
                        "。检查结果均在规定期限内公示，发现的问题已完成改正或者依法处理。"
                    ),
                    (
                        "会议指出，仍有个别单位报备不及时、检查通知内容不完整、综合体检报"
                        "告反馈迟缓，第四季度应当逐项改进。县司法局负责督促"
                        "，10月底前向联席会议报告改进情况。"
                    ),
                ),
            ),
            Resolved(
                "关于第四季度任务清单",
                (
                    (
                        "会议审议同意第四季度“综合查一次”任务清单，共9项任务，按程序印发"
                        "。各牵头单位应当在10月10日前将检查方案报联席会议办公室，确定的检"
                        "查对象不得擅自增减。"
                    ),
                    (
                        "会议明确，食品生产企业联合检查由县市场监督管理局牵头，县应急管理"
                        "局、县消防救援大队协同；检查对象由联席会议办公室组织公开抽取，县"
                        "公证处现场见证。"
                    ),
                ),
            ),
            Resolved(
                "关于检查场景调整",
                (
                    (
                        "会议同意新增“电动自行车销售维修”检查场景，由县市场监督管理局牵头"
                        "；同意将“校外培训机构”检查场景中的消防安全检查内容调整为县消防救"
                        "援大队协同检查。调整后的清单自印发之日起施行。"
                    ),
                ),
            ),
            Resolved(
                "关于执法片区的配合",
                (
                    (
                        "会议强调，片区指挥中心负责力量调度和协调保障，不以自己的名义实施"
                        "检查；镇街联合日常巡查需要进入企业的，应当依法履行审批、通知手续"
                        "并计入检查频次。"
                    ),
                ),
            ),
        ),
        consents=(
            ConsentLine(
                "成品油经营单位计量专项抽查",
                "县市场监督管理局",
                14,
                "10月下旬",
                "同意",
                "与第四季度加油站联合检查同时进入",
            ),
            ConsentLine(
                "规模以上工业企业用能检查",
                "县发展和改革委员会",
                23,
                "10月",
                "不同意",
                "23户中19户本年度已接受市级同类检查；其余4户编入下年度计划",
            ),
            ConsentLine(
                "印刷企业内容管理检查",
                "县文化广电和旅游局",
                8,
                "11月中旬",
                "并入任务\nDH2026-4-06",
                "与县应急管理局检查合并，由县文化广电和旅游局牵头",
            ),
            ConsentLine(
                "物业服务企业检查",
                "县综合行政执法局",
                17,
                "10月至12月",
                "同意",
                "每个项目本季度只进入一次，结果与县住房和城乡建设局互认",
            ),
        ),
        present="县市场监督管理局周明、赵静，县司法局刘春，县应急管理局王海涛，县消防救援"
        "大队吴磊，县综合行政执法局杨帆，县文化广电和旅游局韩雪，县卫生健康委员会马丽"
        "，县住房和城乡建设局钱伟，县发展和改革委员会高峰",
        excused="县教育局沈洁（工作原因）",
        observers="示例第一片区指挥中心郑强，县公证处田野",
    )


_PAIRS = (("赵静、沈浩", "王海涛、李娜"), ("周涛、唐敏", "陈晓东、孙建"))


def _draw() -> DrawAnnouncement:
    return DrawAnnouncement(
        issuing=plans.issued(_MARKET, "东市监〔2026〕21号", "", date(2026, 10, 13)),
        task=_TASK,
        number=plans.TASK_NUMBER,
        drawn_at=datetime(2026, 10, 12, 9, 30, tzinfo=CHINA),
        place="县政务服务中心三楼会议室",
        witnesses=("县公证处田野", "县司法局刘春", "企业代表梁宇"),
        population=46,
        excluded=(
            Excluded("上级执法部门本年度已检查的", 5),
            Excluded("本年度已接受同类检查的", 3),
            Excluded("停产停业的", 2),
        ),
        inspectors=24,
        strata=(
            Stratum("信用风险D类", 3, "100%", 3),
            Stratum("信用风险C类", 11, "45%", 5),
            Stratum("信用风险B类", 14, "20%", 3),
            Stratum("信用风险A类", 8, "10%", 1),
        ),
        seed_method="种子由三名见证人在名单固定以后依次各读出八位数字，合为二十四位数字。",
        seed="407155920183346620591274",
        algorithm="按种子和名单序号逐一计算SM3值，由小到大排序取号（算法第1版）",
        list_digest="9b1f03c6a47d5e82f0c3b8a1d26e94750a8bc1ff3d5972e4c6018db7a35f9e21",
        result_digest="3e70d5a92c41f68b07da1e9355c2b846f19a03d7e8b264c50f7193adb85e6c42",
        proof="县政府门户网站“双随机、一公开”专栏",
        phone="0518-80000002",
        drawn=tuple(
            DrawnLine(
                name,
                code,
                town,
                f"信用风险{grade}类",
                (
                    f"县市场监督管理局：{_PAIRS[at % 2][0]}",
                    f"县应急管理局：{_PAIRS[at % 2][1]}",
                    "县消防救援大队：吴磊、郭阳",
                ),
            )
            for at, (name, code, town, grade) in enumerate(visits.ENTERPRISES)
        ),
    )


_PLACE = "驼峰乡示例工业集中区"
_HAZARD = "部分企业场内叉车超期未检重大危险隐患"
_FOUND = "2026年10月20日至27日，我单位牵头开展食品生产企业联合检查"
_SITES = (
    HazardSite(
        "东海县示例粮油食品有限公司",
        "驼峰乡",
        "叉车2台，定期检验有效期至2026年7月",
        "已停止使用，10月26日送检",
    ),
    HazardSite(
        "东海县示例果蔬冷冻有限公司",
        "驼峰乡",
        "叉车3台超期未检，其中1台未办理使用登记",
        "已责令停止使用",
    ),
    HazardSite(
        "东海县示例面业有限公司",
        "驼峰乡",
        "叉车1台超期未检，作业人员1人无证",
        "已责令停止使用",
    ),
    HazardSite(
        "东海县示例调味品有限公司",
        "白塔埠镇",
        "叉车2台超期未检",
        "已停止使用，正在申请检验",
    ),
)


def _hazard_report() -> HazardReport:
    return HazardReport(
        issuing=plans.issued(
            _MARKET,
            "东市监〔2026〕22号",
            "县人民政府",
            date(2026, 10, 29),
            copies="连云港市市场监督管理局。",
            signer="周明",
        ),
        place=_PLACE,
        subject=_HAZARD,
        found=_FOUND,
        kind="检查的12户企业中，有4户在用的8台场内叉车超过检验有效期，均集中在同一工业"
        "集中区及周边，具有区域性特点，属于重大危险隐患。",
        facts=(
            (
                "8台叉车均未在检验合格有效期届满前一个月申请定期检验，超期时间为1个月至14个"
                "月，其中1台未办理使用登记；有1户企业安排未取得相应资格的人员驾驶叉车。经"
                "核查，集中区企业普遍委托同一维保单位代办检验，该单位今年6月停业后，企业"
                "未自行申请。"
            ),
            (
                "上述行为不符合《中华人民共和国特种设备安全法》第四十条关于未经定期检验或"
                "者检验不合格的特种设备不得继续使用的规定。"
            ),
        ),
        measures=(
            "检查组当场责令停止使用8台超期未检叉车，逐台张贴停用标志，并由企业签收。",
            (
                "对4户企业分别依法处理，已送达有关文书；联系检验机构开设集中检验窗口，2户"
                "企业已申请检验。"
            ),
        ),
        assessment="工业集中区现有企业61户，据登记数据有场内叉车143台，其中检验有效期将于"
        "年内届满的37台。秋冬季为农产品加工旺季，叉车使用频次高、厂区人车混行，如不及时"
        "整治，极易发生碾压、倾翻等事故。",
        plan=(
            (
                "一是对工业集中区61户企业的叉车使用登记、检验和作业人员持证情况逐台核查，"
                "11月20日前完成。"
            ),
            (
                "二是协调检验机构集中检验，对暂时不能检验的督促企业停用，做到超期未检动态"
                "清零。"
            ),
            "三是在全县同类企业中开展提示提醒，发布办理指南，防止以查代管、重复检查。",
        ),
        informed="县应急管理局、驼峰乡人民政府和县司法局",
        sites=_SITES,
    )


def _hazard_letter() -> HazardLetter:
    return HazardLetter(
        issuing=Issuing(
            _MARKET,
            "东市监函〔2026〕33号",
            "县应急管理局、驼峰乡人民政府、白塔埠镇人民政府、县司法局",
            "县政府办公室",
            "",
            date(2026, 10, 29),
            date(2026, 10, 29),
        ),
        place=_PLACE,
        subject=_HAZARD,
        found=_FOUND,
        facts=(
            (
                "检查的12户企业中，有4户在用的8台场内叉车超过检验有效期，其中1台未办理使用"
                "登记，1户企业安排未取得相应资格的人员驾驶叉车。我单位已当场责令停止使用"
                "，并依法处理。"
            ),
        ),
        reported="东市监〔2026〕22号",
        asked=(
            (
                "县应急管理局结合工业企业安全生产检查，关注厂区人车混行和叉车作业管理情况"
                "，发现特种设备超期未检的，及时将线索移送我单位。"
            ),
            (
                "驼峰乡、白塔埠镇人民政府通知辖区企业自查自改；日常巡查中发现线索的，通报我"
                "单位处理，未经审批、通知不进入企业检查。"
            ),
            "县司法局对专项治理中的检查行为予以指导监督，防止重复检查。",
        ),
        reply_by=date(2026, 11, 25),
        sites=_SITES,
    )
