"""Sample papers of one visit: approval, notice, record, result, order, publication."""

from datetime import date, datetime

from workbench.reports import Record
from workbench.reports.inspection.checkups import CheckupReport, UnitResult
from workbench.reports.inspection.evidence import (
    CheckLine,
    EvidenceLine,
    Photo,
    PhotoSheet,
    SiteRecord,
)
from workbench.reports.inspection.parties import Inspected, Officer, Team, Witness
from workbench.reports.inspection.patrols import PatrolFinding, PatrolRecord
from workbench.reports.inspection.publication import PublishedLine, ResultPublication
from workbench.reports.inspection.results import CorrectionOrder, Problem, ResultNotice
from workbench.reports.inspection.visits import InspectionApproval, InspectionNotice
from workbench.reports.issuing import Issuing
from workbench.rules.calendar import CHINA

MARKET = "东海县市场监督管理局"
SAFETY, FIRE = "东海县应急管理局", "东海县消防救援大队"
_TASK = "2026年第四季度食品生产企业联合检查"
_VISIT_DAY = date(2026, 10, 20)
_NOTICE = "东市监检通〔2026〕18号"
_ORDER = "东市监责改〔2026〕27号"
_SITE = "国家企业信用信息公示系统"
_CONTACT = "赵静，0518-80000003"

ENTERPRISES = (
    ("东海县示例粮油食品有限公司", "91320722MA00001BXX", "驼峰乡", "C"),
    ("东海县示例果蔬冷冻有限公司", "91320722MA00002CXL", "驼峰乡", "C"),
    ("东海县示例面业有限公司", "91320722MA00003DXB", "驼峰乡", "D"),
    ("东海县示例调味品有限公司", "91320722MA00004EX2", "白塔埠镇", "C"),
    ("东海县示例豆制品有限公司", "91320722MA00005FXQ", "牛山街道", "D"),
    ("东海县示例糕点食品有限公司", "91320722MA00006GXF", "牛山街道", "C"),
    ("东海县示例饮料有限公司", "91320722MA00007HX6", "白塔埠镇", "B"),
    ("东海县示例肉制品有限公司", "91320722MA00008JXW", "黄川镇", "D"),
    ("东海县示例乳品有限公司", "91320722MA00009KXK", "石梁河镇", "B"),
    ("东海县示例粉丝有限公司", "91320722MA00010AXE", "房山镇", "C"),
    ("东海县示例炒货食品有限公司", "91320722MA00011BX5", "安峰镇", "B"),
    ("东海县示例米业有限公司", "91320722MA00012CXU", "平明镇", "A"),
)
"""Name, credit code, town and credit class; none of them is real."""

_PARTY = Inspected(
    name=ENTERPRISES[0][0],
    code=ENTERPRISES[0][1],
    address="东海县驼峰乡示例工业集中区纬三路8号",
    head="孟凡",
    phone="0518-80000021",
)
_TEAMS = (
    Team(
        MARKET,
        ("食品生产监督检查", "特种设备使用检查"),
        (Officer("赵静", "10070122031"), Officer("沈浩", "10070122032")),
        "东市监检审〔2026〕22号",
    ),
    Team(
        SAFETY,
        ("安全生产检查",),
        (Officer("王海涛", "10070126011"), Officer("李娜", "10070126015")),
        "东应急检审〔2026〕17号",
    ),
    Team(
        FIRE,
        ("消防安全检查",),
        (Officer("吴磊", "10070128003"), Officer("郭阳", "10070128007")),
        "东消检审〔2026〕31号",
    ),
)


def samples() -> dict[str, Record]:
    """Return the papers of a visit, by key of their kind."""
    return {
        "patrol_record": _patrol(),
        "inspection_approval": _approval(),
        "inspection_notice": _notice(),
        "site_record": _site_record(),
        "photo_sheet": _photos(),
        "result_notice": _result(),
        "checkup_report": _checkup(),
        "correction_order": _order(),
        "result_publication": _publication(),
    }


def _form(organ: str, number: str, on: date | None) -> Issuing:
    return Issuing(organ, number, "", "", "", on)


def _at(day: int, hour: int, minute: int) -> datetime:
    """Return a moment of October."""
    return datetime(2026, 10, day, hour, minute, tzinfo=CHINA)


def _patrol() -> PatrolRecord:
    return PatrolRecord(
        issuing=_form("东海县驼峰乡综合行政执法局", "驼综执巡〔2026〕86号", None),
        zone="示例第一片区",
        town="驼峰乡",
        started_at=_at(28, 14, 30),
        ended_at=_at(28, 16, 20),
        route="乡政府—示例工业集中区纬三路—驼峰农贸市场—东马路学校周边",
        officers=(Officer("徐明", "10070130021"), Officer("何平", "10070130024")),
        helpers="网格员1人（带路，不参与检查）",
        objects="沿街经营户、集中区道路、农贸市场外围",
        entered="否",
        findings=(
            PatrolFinding(
                "占道经营",
                "驼峰农贸市场北门（118.83，34.62）",
                "3户蔬菜摊位超出划定区域，占用非机动车道约6米",
                "1—3",
            ),
            PatrolFinding(
                "建筑垃圾",
                "纬三路东侧空地",
                "无覆盖堆放拆除垃圾约2立方米，未见公示牌",
                "4、5",
            ),
            PatrolFinding(
                "户外广告",
                "东马路28号",
                "楼顶招牌一处固定件脱落，有坠落危险",
                "6",
            ),
        ),
        handling=("劝导告知", "移交上报"),
        handled="摊位经劝导当场退回划定区域；招牌下方已拉警戒带并通知使用人拆除。",
        passed_on="建筑垃圾线索移交县综合行政执法局驼峰中队核查",
        review_on=date(2026, 10, 30),
    )


def _approval() -> InspectionApproval:
    return InspectionApproval(
        issuing=_form(MARKET, "东市监检审〔2026〕22号", date(2026, 10, 15)),
        source="县“综合查一次”任务清单（DH2026-4-03），公开抽取",
        kind="日常检查",
        way="现场检查",
        party=_PARTY,
        matters=_TEAMS[0].matters,
        grounds="《中华人民共和国食品安全法》第一百一十条，《中华人民共和国特种设备安全法》"
        "第六十一条",
        starts_at=_at(20, 9, 0),
        ends_at=_at(20, 12, 0),
        officers=_TEAMS[0].officers,
        helpers="食品检验技术人员1人（周倩，负责快速检测，不实施执法行为）",
        notice="事先通知",
        consent="列入年度检查计划，监管联席会议9月24日审议同意",
        done=0,
        same=0,
        cap=2,
        upper="本年度未检查",
        proposal="拟会同应急、消防部门联合检查，由我局牵头。",
        proposed_on=date(2026, 10, 14),
        decision="同意。按批准的事项检查，落实“五个严禁、八个不得”。",
        decided_on=date(2026, 10, 15),
    )


def _notice() -> InspectionNotice:
    return InspectionNotice(
        issuing=_form(MARKET, _NOTICE, date(2026, 10, 16)),
        party=_PARTY,
        kind="日常检查",
        grounds="《中华人民共和国食品安全法》第一百一十条、《中华人民共和国特种设备安全法》"
        "第六十一条、《中华人民共和国安全生产法》第六十五条、《中华人民共和国消防法》"
        "第五十三条",
        starts_at=_at(20, 9, 0),
        ends_at=_at(20, 12, 0),
        place="你单位生产经营场所（东海县驼峰乡示例工业集中区纬三路8号）",
        way="现场检查",
        teams=_TEAMS,
        helpers="1人，周倩（食品检验技术人员，负责快速检测）",
        papers="营业执照、食品生产许可证；近6个月原料进货查验、生产过程控制、出厂检验记录；"
        "特种设备使用登记证、检验报告和作业人员证件；隐患排查治理记录、安全培训记录；"
        "消防设施维护保养记录。",
        year=2026,
        done=0,
        same=0,
        cap=2,
        notice="事先通知",
        contact=_CONTACT,
        complaints="东海县司法局，0518-80000005；政务服务便民热线12345",
    )


_OK, _BAD, _NONE = "合格", "不合格", "不适用"
_CHECKS = (
    CheckLine(
        MARKET,
        "生产许可条件",
        "食品生产许可证在有效期内，实际生产品种在许可范围内",
        "许可证有效期至2029年4月，现场生产小麦粉、挂面两个品种，均在许可范围内。",
        _OK,
        "1",
    ),
    CheckLine(
        MARKET,
        "生产场所和设备",
        "与有毒有害场所保持距离，设备布局和工艺流程合理",
        "车间布局与许可时一致，制粉、制面、包装分区设置，设备标识完整。",
        _OK,
    ),
    CheckLine(
        MARKET,
        "原料进货查验",
        "查验供货者的许可证和产品合格证明，如实记录并保存凭证",
        "抽查9月原料小麦记录12批，其中9月6日、9月18日两批未记录供货者名称、地址和联系"
        "方式，未留存合格证明。",
        _BAD,
        "2、3",
    ),
    CheckLine(
        MARKET,
        "食品添加剂使用",
        "品种、用量符合食品安全国家标准，专区存放、专人管理",
        "使用碳酸钠一种，专柜存放，领用记录与投料记录一致。",
        _OK,
        "4",
    ),
    CheckLine(
        MARKET,
        "生产过程控制",
        "按工艺要求控制关键环节并记录",
        "挂面烘干温度、时间记录连续完整，与现场仪表示数相符。",
        _OK,
    ),
    CheckLine(
        MARKET,
        "出厂检验",
        "逐批检验，检验合格方可出厂，保存检验记录",
        "抽查9月21日至30日挂面出厂检验报告8份，项目齐全，留样与批次相符。",
        _OK,
        "5",
    ),
    CheckLine(
        MARKET,
        "从业人员健康管理",
        "从事接触直接入口食品工作的人员每年健康检查，取得健康证明",
        "包装岗位14人，均持有有效健康证明，晨检记录完整。",
        _OK,
    ),
    CheckLine(
        MARKET,
        "标签标识",
        "标签内容真实、清晰，符合规定",
        "抽查挂面（500克）标签，生产日期、配料、许可证编号等内容齐全。",
        _OK,
    ),
    CheckLine(
        MARKET,
        "不合格品和召回",
        "不合格品单独存放、登记处置，建立召回制度",
        "近6个月无不合格品和召回情形。",
        _NONE,
    ),
    CheckLine(
        MARKET,
        "特种设备使用登记",
        "在用特种设备办理使用登记",
        "场内叉车2台、空气储罐1台均已办理使用登记。",
        _OK,
        "6",
    ),
    CheckLine(
        MARKET,
        "特种设备定期检验",
        "在检验合格有效期届满前一个月申请检验，未经检验不得继续使用",
        "叉车2台检验有效期至2026年7月，检查时其中1台正在成品库作业；空气储罐在有效期"
        "内。",
        _BAD,
        "7、8",
    ),
    CheckLine(
        MARKET,
        "特种设备作业人员",
        "作业人员取得相应资格",
        "叉车司机2人证件在有效期内。",
        _OK,
    ),
    CheckLine(
        SAFETY,
        "安全生产责任制",
        "建立并落实全员安全生产责任制",
        "制度文件齐全，与各车间签订了责任书，抽查3个岗位考核记录完整。",
        _OK,
    ),
    CheckLine(
        SAFETY,
        "隐患排查治理",
        "如实记录事故隐患排查治理情况并向从业人员通报",
        "有7月、8月排查记录；9月记录缺失，未在厂区公告栏通报。",
        _BAD,
        "9",
    ),
    CheckLine(
        SAFETY,
        "粉尘防爆",
        "除尘系统完好，定期清扫并记录",
        "制粉车间除尘系统运行正常，清扫记录至检查当日。",
        _OK,
    ),
    CheckLine(
        SAFETY,
        "安全教育培训",
        "新上岗人员经培训合格",
        "抽查今年新上岗5人，培训学时和考核记录齐全。",
        _OK,
    ),
    CheckLine(
        SAFETY,
        "有限空间作业",
        "辨识有限空间，作业审批，配备防护用品",
        "无有限空间。",
        _NONE,
    ),
    CheckLine(
        FIRE,
        "疏散通道和安全出口",
        "不得占用、堵塞、封闭",
        "成品库东侧安全出口外堆放空托盘约20个，影响开启，已当场清理。",
        _BAD,
        "10、11",
    ),
    CheckLine(
        FIRE,
        "消防设施和器材",
        "定期检验、维修，完好有效",
        "灭火器、室内消火栓压力正常，维护保养记录至9月。",
        _OK,
    ),
    CheckLine(
        FIRE,
        "用火用电管理",
        "电器线路敷设和使用符合规定",
        "车间线路穿管敷设，未见私拉乱接；动火审批记录完整。",
        _OK,
    ),
)


def _site_record() -> SiteRecord:
    return SiteRecord(
        issuing=_form(MARKET, "", None),
        started_at=_at(20, 9, 5),
        ended_at=_at(20, 11, 40),
        place="东海县驼峰乡示例工业集中区纬三路8号",
        party=_PARTY,
        receiver=Witness("林巧", "生产部经理", "320722198503150025", "0518-80000022"),
        teams=_TEAMS,
        recorder="沈浩",
        notice=_NOTICE,
        entry="DH20261020003，9时03分，赵静",
        seen="看清楚了，没有异议。",
        recusal="不申请回避。",
        checks=_CHECKS,
        situation=(
            (
                "检查人员在林巧陪同下，先后查看原料库、制粉车间、制面车间、包装间、成"
                "品库和厂区道路，查阅有关台账，检查过程全程音像记录。"
            ),
            (
                "检查开始前，该单位提供了自查表。自查表所列18项中，“特种设备定期检验”"
                "一项已自查发现问题，说明因委托的维保单位停业，尚未申请检验。"
            ),
            (
                "针对叉车超期未检，检查人员当场要求停止使用，林巧安排将2台叉车停放至"
                "指定区域并张贴停用标志；针对安全出口外堆物，该单位于10时50分清理完毕。"
            ),
        ),
        evidence=(
            EvidenceLine(
                "1", "食品生产许可证复印件1份", "林巧提供，加盖公章", "许可情况"
            ),
            EvidenceLine(
                "2、3",
                "9月原料进货查验记录复印件4页",
                "林巧提供，加盖公章",
                "两批小麦记录不完整",
            ),
            EvidenceLine("4", "添加剂领用记录照片1张", "沈浩拍摄", "使用管理情况"),
            EvidenceLine("5", "出厂检验报告复印件8份", "林巧提供", "检验情况"),
            EvidenceLine("6", "使用登记证复印件3份", "林巧提供", "登记情况"),
            EvidenceLine(
                "7、8",
                "叉车铭牌、检验标志和作业照片5张",
                "赵静拍摄",
                "超期未检并使用",
            ),
            EvidenceLine("9", "隐患排查记录本照片3张", "李娜拍摄", "9月记录缺失"),
            EvidenceLine(
                "10、11", "安全出口清理前后照片2张", "郭阳拍摄", "堵塞及当场改正"
            ),
        ),
        recordings="DH-2026-1020-01至04，共4段",
    )


def _photos() -> PhotoSheet:
    return PhotoSheet(
        issuing=_form(MARKET, "", None),
        party=_PARTY,
        photos=(
            Photo(
                "7",
                "厂内编号2号叉车检验标志，有效期至2026年7月",
                _at(20, 10, 12),
                "成品库北侧",
                "赵静",
            ),
            Photo(
                "8",
                "2号叉车正在装卸作业，驾驶人为该单位员工",
                _at(20, 10, 14),
                "成品库内",
                "赵静",
            ),
            Photo(
                "10",
                "东侧安全出口外堆放空托盘，影响开启",
                _at(20, 10, 31),
                "成品库东侧",
                "郭阳",
            ),
            Photo(
                "11",
                "空托盘已清理，安全出口可以正常开启",
                _at(20, 10, 52),
                "成品库东侧",
                "郭阳",
            ),
        ),
    )


_RECORDS = Problem(
    MARKET,
    "9月两批原料小麦进货查验记录不完整，未留存合格证明",
    "《中华人民共和国食品安全法》第五十条第二款",
    "补齐记录和凭证，完善进货查验制度",
    date(2026, 11, 4),
    "责令改正",
)
_FORKLIFTS = Problem(
    MARKET,
    "2台叉车检验有效期至2026年7月，超期使用",
    "《中华人民共和国特种设备安全法》第四十条第三款",
    "停止使用，经检验合格后方可使用",
    date(2026, 11, 20),
    "立案调查",
)
_HIDDEN = Problem(
    SAFETY,
    "9月未如实记录事故隐患排查治理情况，未向从业人员通报",
    "《中华人民共和国安全生产法》第四十一条第二款",
    "补齐记录，设置公告栏定期通报",
    date(2026, 11, 4),
    "责令改正",
)
_EXIT = Problem(
    FIRE,
    "成品库东侧安全出口外堆放空托盘",
    "《中华人民共和国消防法》第二十八条",
    "保持安全出口畅通，落实每日防火巡查",
    None,
    "当场改正",
)


def _result() -> ResultNotice:
    return ResultNotice(
        issuing=_form(MARKET, "东市监检告〔2026〕18号", date(2026, 10, 23)),
        party=_PARTY,
        inspected_on=_VISIT_DAY,
        notice=_NOTICE,
        outcomes=("责令改正", "立案调查"),
        conclusion="本机关检查事项12项，合格9项，不合格2项，不适用1项。",
        problems=(_RECORDS, _FORKLIFTS),
        due_on=date(2026, 11, 4),
        review_on=date(2026, 11, 5),
        order=_ORDER,
        publication="20个工作日",
        site=_SITE,
        contact=_CONTACT,
    )


def _checkup() -> CheckupReport:
    return CheckupReport(
        issuing=_form(MARKET, "东市监检报〔2026〕12号", date(2026, 10, 27)),
        party=_PARTY,
        task=f"{_TASK}（任务编号DH2026-4-03）",
        inspected_on=_VISIT_DAY,
        notice=_NOTICE,
        self_check="检查前，你单位对照自查清单自查18项，主动报告问题1项（特种设备定期"
        "检验），其余17项自查未发现问题。",
        units=(
            UnitResult(MARKET, 12, 9, 2, 1, "食品生产总体规范；记录和叉车检验须改正"),
            UnitResult(SAFETY, 5, 3, 1, 1, "责任制落实较好；隐患排查记录须补齐"),
            UnitResult(FIRE, 3, 2, 1, 0, "设施完好；安全出口堆物已当场清理"),
        ),
        verdict="总体来看，你单位食品生产过程控制、出厂检验和从业人员健康管理较为规范，设备"
        "设施维护良好，自查态度认真。主要不足是台账记录不够完整，特种设备检验依赖外部"
        "单位、到期管理缺位。",
        problems=(_RECORDS, _FORKLIFTS, _HIDDEN, _EXIT),
        advice=(
            (
                "一是建立证照和检验到期台账，叉车、压力容器、计量器具、健康证明等到期前三"
                "个月提醒，届满前一个月申请检验；县市场监督管理局可以协助联系检验机构。"
            ),
            (
                "二是原料进货查验由专人录入，每周核对供货者信息和合格证明，缺少凭证的原料"
                "不得投入使用。"
            ),
            (
                "三是将隐患排查、防火巡查与每日班前会结合，记录留痕、当日通报；成品库出口"
                "外划定禁停禁放区。"
            ),
            (
                "四是冬季生产旺季人员流动较大，新上岗人员应当先培训、后上岗，叉车作业区域"
                "实行人车分流。"
            ),
        ),
        follow_up="11月5日由牵头单位会同县应急管理局到期复查，两项改正一次查看；叉车检验"
        "合格后提交检验报告即可，不再另行到场。12月上旬电话回访一次。",
        publication="20个工作日",
        recognised="本次检查结果由三家单位互认，本年度内不再就相同事项对你单位实施同类检查，"
        "法律法规规章另有规定和投诉举报等个案检查除外。",
        contact="赵静，电话0518-80000003",
        opinion="你单位对本次检查有意见或者建议的，可以向东海县司法局反映，电话"
        "0518-80000005。",
    )


def _order() -> CorrectionOrder:
    return CorrectionOrder(
        issuing=_form(MARKET, _ORDER, date(2026, 10, 21)),
        party=_PARTY,
        facts="2026年10月20日，本机关对你单位检查时发现，2026年9月6日、9月18日购进的两批"
        "原料小麦（共32吨），进货查验记录未记载供货者名称、地址、联系方式，未留存产品"
        "合格证明。",
        breach="《中华人民共和国食品安全法》第五十条第二款",
        grounds="《中华人民共和国食品安全法》第一百二十六条第一款第三项",
        mode="限期改正",
        due_on=date(2026, 11, 4),
        demand="补齐两批原料小麦的供货者信息和合格证明；无法补齐的，不得继续使用该批原料，并"
        "说明去向；完善进货查验记录制度，指定专人负责。",
        review_on=date(2026, 11, 5),
        officers=_TEAMS[0].officers,
        reconsideration="东海县人民政府",
        reconsideration_term="六十日",
        court="东海县人民法院",
        court_term="六个月",
        contact=_CONTACT,
    )


def _publication() -> ResultPublication:
    return ResultPublication(
        issuing=_form(MARKET, "", date(2026, 11, 3)),
        task=_TASK,
        number="DH2026-4-03",
        batch="DH2026-4-03-1",
        finished_on=date(2026, 10, 27),
        public_on=date(2026, 11, 3),
        due_on=date(2026, 11, 24),
        term="20个工作日",
        site=_SITE,
        phone="0518-80000002",
        lines=tuple(
            PublishedLine(
                name,
                code,
                town,
                date(2026, 10, _DAYS[at % len(_DAYS)]),
                "县市场监督管理局\n县应急管理局\n县消防救援大队",
                "食品生产、特种设备、安全生产、消防安全",
                *_FOUND.get(at, ("未发现问题", "归档")),
            )
            for at, (name, code, town, _grade) in enumerate(ENTERPRISES)
        ),
    )


_DAYS = (20, 21, 22, 23, 26, 27)
_FOUND = {
    0: ("发现问题4项：进货查验记录、叉车检验、隐患记录、安全出口", "责令改正；1项立案"),
    1: ("叉车3台超期未检，1台未办理使用登记", "立案调查"),
    2: ("叉车1台超期未检，作业人员1人无证", "立案调查"),
    3: ("叉车2台超期未检", "责令停止使用，立案调查"),
    6: ("标签配料表标示不规范", "首违不罚，已改正"),
    9: ("灭火器2具压力不足", "当场改正"),
}
