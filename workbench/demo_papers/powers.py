"""Sample papers of the four powers: a made-up zone of 东海县 in the autumn of 2026."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from workbench.demo_papers import assessments
from workbench.reports import Record
from workbench.reports.issuing import Issuing
from workbench.reports.powers.assessment import Point
from workbench.reports.powers.brief import Brief, Story
from workbench.reports.powers.evaluation import Measure, Part, YearlyEvaluation
from workbench.reports.powers.joint import JointAction, Stage, Task, Team
from workbench.reports.powers.orders import DispatchOrder, OrderLine
from workbench.reports.powers.shifts import ShiftLine, ShiftRoster
from workbench.reports.powers.whistles import Answer, Rating, Whistle
from workbench.reports.roster.request import PostLine, StaffRequest
from workbench.rules.calendar import CHINA
from workbench.rules.roster.deployment import Tally
from workbench.rules.roster.requests import StaffChange

_ZONE = assessments.ZONE
_CENTRE = f"东海县{_ZONE}指挥中心"
_POLICY = "《连云港市优化营商环境攻坚年若干政策措施（第4号）》"


def samples() -> dict[str, Record]:
    """Return a paper of each kind, by key of its kind."""
    return {
        "dispatch_order": _dispatch_order(),
        "joint_action": _joint_action(),
        "whistle": _whistle(),
        "shift_roster": _shift_roster(),
        "assessment_circular": assessments.circular(),
        "assessment_tables": assessments.tables(),
        "appeal_reply": assessments.appeal_reply(),
        "grade_letter": assessments.grade_letter(),
        "nomination": assessments.nomination(),
        "reverse_veto": assessments.veto_letter(),
        "brief": _brief(),
        "yearly_evaluation": _yearly_evaluation(),
        "staff_request": _staff_request(),
    }


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of late October."""
    return datetime(2026, 10, day, hour, minute, tzinfo=CHINA)


def _form(number: str, signed_on: date | None, signer: str = "") -> Issuing:
    return Issuing(_CENTRE, number, "", "", "", signed_on, signer=signer, sealed=False)


def _dispatch_order() -> DispatchOrder:
    return DispatchOrder(
        issuing=_form("一片区调〔2026〕36号", date(2026, 10, 27), "周建国"),
        grant=assessments.GRANT,
        subject="白塔埠镇农贸市场周边占道经营集中整治",
        type="日常调度",
        urgency="紧急",
        source="吹哨报到单\n一片区哨〔2026〕41号",
        place="白塔埠镇驻地农贸市场东门（站前路与人民路交叉口）",
        contact="李文博\n13812340001",
        task=(
            "1.于10月28日早市前到达，会同属地疏导站前路东侧占道摊点，恢复非机动车道通行；\n"
            "2.向摊主宣传进场经营政策，引导进入市场临时经营区，劝导、告知情况如实记录；\n"
            "3.市场监管部门依职责核查食品摊贩登记公示情况，发现违法行为依法处理；\n"
            "4.全程音像记录，办结后1个工作日内反馈结果。"
        ),
        sign_by=_at(27, 17),
        arrive_by=_at(28, 6),
        finish_by=_at(30, 17, 30),
        author="王立",
        reviewer="陈明",
        lines=(
            OrderLine(
                f"{_ZONE}综合执法队", 6, "刘洋", _at(27, 15, 12), 6, _at(28, 5, 45)
            ),
            OrderLine(
                "白塔埠镇综合行政执法局", 4, "张伟", _at(27, 15, 30), 4, _at(28, 5, 40)
            ),
            OrderLine("东海县市场监督管理局白塔埠分局", 2, "徐静", _at(27, 16, 5)),
        ),
    )


def _whistle() -> Whistle:
    return Whistle(
        issuing=_form("一片区哨〔2026〕41号", date(2026, 10, 27)),
        town="白塔埠镇人民政府",
        whistled_at=_at(27, 9, 20),
        type="执法哨",
        terms="1个工作日到场\n5个工作日办结",
        reason=(
            "站前路农贸市场东门早市期间有流动摊点四十余个占用机动车道和非机动车道，"
            "群众近一个月通过12345热线反映11次。镇综合行政执法局多次劝导后反复回潮，"
            "其中部分食品摊贩未公示登记信息，涉及市场监管、公安交管职责，"
            "镇级力量难以单独解决，请求有关部门到场会同处置。"
        ),
        place="白塔埠镇驻地农贸市场东门（东经118.86°，北纬34.55°）",
        photos="照片4张、视频1段（存电子卷，序号1至5）",
        lead=f"{_ZONE}综合执法队",
        assistants="东海县市场监督管理局\n东海县公安局交警大队",
        reviewer="赵宁（镇长）",
        reviewed_at=_at(27, 9, 50),
        dispatch=(
            "同意吹哨。由片区综合执法队主办，县市场监督管理局白塔埠分局协办；"
            "交通秩序由县公安局交警大队白塔埠中队支持。"
            "10月28日6时前到场，11月3日前办结。"
        ),
        answers=(
            Answer(
                f"{_ZONE}综合执法队",
                lead=True,
                signed_by="刘洋",
                signed_at=_at(27, 15, 12),
                arrived_at=_at(28, 5, 45),
                arrivals=("刘洋 10070010023", "孙晓 10070010031"),
            ),
            Answer(
                "东海县市场监督管理局白塔埠分局",
                lead=False,
                signed_by="徐静",
                signed_at=_at(27, 16, 5),
                arrived_at=_at(28, 5, 55),
                arrivals=("徐静 10070020015", "吴涛 10070020027"),
            ),
        ),
        handling=(
            "到场后划定临时疏导区，逐摊告知进场经营政策，当场劝离占道摊点38个，"
            "引导29个进入市场临时经营区；核查食品摊贩17个，"
            "对3个未公示登记信息的当场指导改正。未进入企业检查，未实施行政处罚。"
        ),
        result=(
            "站前路东侧恢复通行。市场管理方增设临时摊位32个，免收进场费至年底；"
            "片区综合执法队与镇综合行政执法局连续值守3个早市，未见回潮。"
        ),
        enclosures="现场照片6张、音像记录编号YX20261028—01至03、摊主告知登记表2页",
        ratings=(
            Rating("报到效率", "满意"),
            Rating("办理情况", "满意"),
            Rating("结果满意度", "满意"),
            Rating("激励项", "加1分"),
        ),
        comment="部门响应及时、处置得当，建议将进场经营优惠固定下来。",
    )


def _shift_roster() -> ShiftRoster:
    leaders = ("周建国", "王立", "陈明", "赵宁")
    officers = ("李文博", "张伟", "刘洋", "孙晓", "徐静", "吴涛", "马宁", "何佳")
    first = date(2026, 11, 1)
    lines = tuple(
        ShiftLine(
            first + timedelta(days=at),
            leaders[at // 2 % len(leaders)],
            (
                "、".join(officers[(2 * at + step) % len(officers)] for step in (0, 1)),
                officers[(2 * at + 3) % len(officers)],
            ),
            officers[(2 * at + 5) % len(officers)],
            {10: "与12日互换", 12: "与10日互换"}.get(at + 1, ""),
        )
        for at in range(30)
    )
    return ShiftRoster(
        organ=_CENTRE,
        month=first,
        shifts=("白班\n（8:30—17:30）", "夜班\n（17:30—次日8:30）"),
        lines=lines,
        phone="0518-87654321",
        author="王立",
        reviewer="周建国",
        made_on=date(2026, 10, 28),
    )


def _joint_action() -> JointAction:
    return JointAction(
        issuing=Issuing(
            organ="东海县综合行政执法局",
            number="东综执〔2026〕33号",
            addressee=(
                "白塔埠镇人民政府、驼峰乡人民政府、牛山街道办事处，"
                "县市场监督管理局、公安局、住房和城乡建设局、交通运输局"
            ),
            copies="县人民政府办公室，县司法局",
            printer="东海县综合行政执法局办公室",
            signed_on=date(2026, 11, 5),
            printed_on=date(2026, 11, 5),
        ),
        zone=f"东海县{_ZONE}",
        name="集市周边秩序和食品摊贩",
        grant=assessments.GRANT,
        consent="经县人民政府同意",
        aim=(
            "针对群众反映集中的集市周边占道经营、车辆乱停和食品摊贩不规范经营等问题，"
            "统筹片区和县有关部门力量，一次出动、一并解决，力争用三周时间使三个乡镇街道"
            "集市周边道路恢复畅通、食品摊贩登记公示到位，并建立属地日常管理机制。"
        ),
        first=date(2026, 11, 12),
        last=date(2026, 12, 2),
        area="白塔埠镇、牛山街道、驼峰乡集市及周边道路",
        matters=(
            "占用道路、人行道摆摊设点和店外经营。",
            "集市周边机动车、非机动车乱停乱放，影响通行。",
            "食品摊贩未登记、未公示或者加工不卫生。",
            "擅自设置户外广告、遮阳棚等影响道路通行的设施。",
        ),
        lead="东海县综合行政执法局",
        tasks=(
            Task(
                f"{_ZONE}综合执法队",
                "负责占道经营、店外经营和户外设施的劝导、查处，牵头现场组织。",
            ),
            Task(
                "县市场监督管理局",
                "负责食品摊贩的登记公示指导和食品安全违法行为的查处。",
            ),
            Task(
                "县公安局", "负责交通疏导和停车秩序管理，依法处置阻碍执行职务的行为。"
            ),
            Task(
                "县住房和城乡建设局、交通运输局",
                "负责停车泊位、临时疏导点的规划论证和交通标志标线的完善。",
            ),
            Task(
                "各乡镇人民政府、街道办事处",
                "负责摸底告知、临时经营区落实和群众工作，行动后承担日常管理。",
            ),
        ),
        stages=(
            Stage(
                "摸底告知",
                date(2026, 11, 12),
                date(2026, 11, 16),
                "各乡镇街道逐摊登记，发放告知书；片区指挥中心汇总摊点、车位和诉求底数，"
                "确定每个集市的疏导方案。",
            ),
            Stage(
                "集中行动",
                date(2026, 11, 17),
                date(2026, 11, 27),
                "按编组逐个集市推进，先劝导疏导、后依法查处；涉及多个部门的事项现场会商，"
                "一次性处理到位。",
            ),
            Stage(
                "巩固提升",
                date(2026, 11, 28),
                date(2026, 12, 1),
                "早、晚两个时段联合值守，检查反弹情况，完善标志标线和临时经营区设施。",
            ),
            Stage(
                "总结交接",
                date(2026, 12, 2),
                date(2026, 12, 2),
                "召开现场会，将台账、影像资料和管理责任移交属地。",
            ),
        ),
        teams=(
            Team(
                "第一组",
                "白塔埠镇集市",
                "刘洋\n（片区综合执法队）",
                ("孙晓", "马宁", "徐静（市场监管）", "何佳（公安）", "张伟（镇）"),
                5,
                "2辆",
            ),
            Team(
                "第二组",
                "牛山街道集市",
                "陈明\n（片区综合执法队）",
                ("朱琳", "郭凯", "吴涛（市场监管）", "高远（公安）", "罗敏（街道）"),
                5,
                "2辆",
            ),
            Team(
                "第三组",
                "驼峰乡集市",
                "唐勇\n（片区综合执法队）",
                ("许诺", "邓飞", "曹欣（市场监管）", "彭博（公安）", "曾莉（乡）"),
                4,
                "1辆",
            ),
            Team(
                "机动组",
                "片区各集市增援和夜间值守",
                "王立\n（指挥中心）",
                ("李文博", "程亮", "董洁"),
                3,
                "1辆",
            ),
        ),
        contact="李文博，联系电话：0518-87654321",
    )


def _brief() -> Brief:
    return Brief(
        organ="东海县综合行政执法局",
        issue=11,
        on=date(2026, 11, 5),
        headline="一次进门查全项　片区联动解民忧",
        lead=(
            "10月份，片区指挥中心围绕“综合查一次”和“乡镇吹哨、部门报到”，统一调度三个乡镇街道"
            "和六个部门力量，集中解决了一批基层长期解决不了的执法难题，"
            "派驻人员月到岗率保持在96%以上。"
        ),
        stories=(
            Story(
                "统筹检查，让企业少迎检",
                (
                    (
                        "10月，片区将市场监管、消防、城市管理等6个单位涉及同一企业的检查事项合并，"
                        "由牵头单位统一办理审批和通知手续，一次进门、一张清单、一并反馈。"
                        "牛山街道一家农产品加工企业负责人说，过去几家单位分头来，"
                        "现在一个上午就办完了，问题和整改办法都写在一份体检报告里。"
                    ),
                    (
                        "检查结果均在规定时限内推送至“双随机、一公开”监管和“互联网+监管”平台，"
                        "对未发现问题的企业及时归档、不再重复检查。"
                    ),
                ),
            ),
            Story(
                "闻哨而动，让难题有人管",
                (
                    (
                        "全月收到乡镇街道吹哨23次，按时到场23次，已办结21次，其余2次在办理时限内。"
                        "白塔埠镇站前路早市占道问题由片区综合执法队主办、市场监管部门协办，"
                        "3天内疏导摊点38个，引导29个进入市场经营，道路恢复通行。"
                    ),
                    (
                        "驼峰乡针对夜间渣土车抛洒问题吹哨后，交通运输、公安和乡里联合设点三晚，"
                        "同步约谈两家运输企业，推动加装密闭装置26辆。"
                    ),
                ),
            ),
            Story(
                "建强队伍，让一线有力量",
                (
                    (
                        "组织新进人员参加行政执法资格培训40学时，7人通过考试。"
                        "开展案卷互评1次，评查案卷24宗，归纳文书共性问题5类，逐一反馈承办人改正。"
                    ),
                    "建立值班交接和人员抽调报备制度，换班、抽调均有记录可查。",
                ),
            ),
            Story(
                "下一步打算",
                (
                    (
                        "11月中旬起，开展集市周边秩序和食品摊贩联合行动；"
                        "完成年度重点执法清单对象的全覆盖检查；"
                        "对回访中企业提出的7条意见逐条答复。"
                    ),
                ),
            ),
        ),
        report_to="县委办公室，县人民政府办公室，县司法局",
        send_to="各乡镇人民政府、街道办事处，县各有关部门，其他执法片区指挥中心",
        editor=f"{_CENTRE}　王立",
    )


def _measure(
    name: str,
    parts: tuple[int, str],
    wholes: tuple[int, str],
    earlier: tuple[int, int],
) -> Measure:
    return Measure(name, *parts, *wholes, Fraction(*earlier))


def _yearly_evaluation() -> YearlyEvaluation:
    visits = "涉企检查总户次"
    return YearlyEvaluation(
        issuing=Issuing(
            organ="东海县综合行政执法局",
            number="东综执报〔2026〕1号",
            addressee="东海县人民政府",
            copies="连云港市司法局，县司法局",
            printer="东海县综合行政执法局办公室",
            signed_on=date(2026, 1, 15),
            printed_on=date(2026, 1, 16),
            signer="周建国",
            contact="联系人：李文博，联系电话：0518-87654321",
        ),
        county="东海县",
        year=2025,
        grounds=_POLICY,
        overview=(
            (
                "2025年，全县围绕减少多头检查、重复检查，统一编制检查计划和任务清单，"
                "将21个部门和19个乡镇街道的涉企检查纳入“综合查一次”统筹实施，建立检查场景36个，"
                "检查对象名录库收录市场主体86420户，检查人员名录库收录持证执法人员612人。"
                "全年涉企检查总户次比上年下降，联合检查占比上升，企业反映的"
                "重复检查问题明显减少。"
            ),
        ),
        parts=(
            Part(
                "部门之间、县镇之间检查协同进一步加强，可以合并的检查基本做到合并实施，"
                "同一企业多次入企的情况得到有效控制。",
                (
                    _measure(
                        "联合检查率",
                        (2136, "两个以上单位联合实施的户次"),
                        (3914, visits),
                        (1502, 4387),
                    ),
                    _measure(
                        "应合并检查合并率",
                        (1868, "已合并实施的户次"),
                        (1975, "任务清单确定应当合并的户次"),
                        (1274, 1690),
                    ),
                    _measure(
                        "场景使用率",
                        (31, "当年实施过检查的场景数"),
                        (36, "有效场景数"),
                        (22, 30),
                    ),
                    _measure(
                        "吹哨按时到场率",
                        (418, "按时到场的次数"),
                        (431, "部门签收的吹哨次数"),
                        (365, 402),
                    ),
                ),
            ),
            Part(
                "各单位能够按计划实施检查，计划外检查按规定报备，"
                "检查审批、通知和两名以上执法人员亮证检查的要求得到落实。",
                (
                    _measure(
                        "计划按期完成率",
                        (3402, "按期完成的计划户次"),
                        (3520, "当年应完成的计划户次"),
                        (3711, 4012),
                    ),
                    _measure(
                        "计划外检查报备及时率",
                        (187, "按时报备的件数"),
                        (194, "计划外检查件数"),
                        (201, 236),
                    ),
                    _measure(
                        "审批通知齐备率",
                        (3889, "审批和通知手续齐备的户次"),
                        (3914, visits),
                        (4218, 4387),
                    ),
                    _measure(
                        "同类检查不重复率",
                        (3911, "同一年度内未重复同类检查的户次"),
                        (3914, visits),
                        (4302, 4387),
                    ),
                ),
            ),
            Part(
                "检查结果公示和数据推送总体及时，问题整改形成闭环，"
                "检查结果互认逐步推开，涉嫌犯罪案件依法移送。",
                (
                    _measure(
                        "结果公示及时率",
                        (3866, "20个工作日内公示的户次"),
                        (3914, "应当公示的户次"),
                        (4205, 4387),
                    ),
                    _measure(
                        "数据推送及时率",
                        (3790, "5日内推送的户次"),
                        (3914, "应当推送的户次"),
                        (3986, 4387),
                    ),
                    _measure(
                        "问题整改完成率",
                        (1041, "按期整改完成的问题数"),
                        (1108, "到期应当整改的问题数"),
                        (1226, 1354),
                    ),
                    _measure(
                        "案件移送及时率",
                        (29, "按时移送的案件数"),
                        (29, "应当移送的案件数"),
                        (23, 24),
                    ),
                ),
            ),
            Part(
                "对受检企业和个体工商户开展回访，多数对象对合并检查、"
                "一次反馈表示认可，所提意见均逐条办理答复。",
                (
                    _measure(
                        "回访满意率",
                        (1532, "评价满意的户数"),
                        (1580, "接受回访的户数"),
                        (1308, 1396),
                    ),
                    _measure(
                        "意见办结率",
                        (63, "办结并答复的意见数"),
                        (65, "收到的意见数"),
                        (81, 88),
                    ),
                    _measure(
                        "有效投诉办结率",
                        (12, "办结的有效投诉数"),
                        (12, "有效投诉数"),
                        (19, 19),
                    ),
                ),
            ),
        ),
        problems=(
            Point(
                "个别场景使用不足。",
                "5个场景全年未实施过检查，主要集中在新业态领域，"
                "牵头单位与协同单位的检查标准尚未统一。",
            ),
            Point(
                "少数单位推送不够及时。",
                "全年逾期推送124户次，多因现场记录回填滞后，"
                "镇乡之间差距较大，有的镇乡专人负责尚未落实。",
            ),
            Point(
                "结果互认范围不宽。",
                "互认主要在消防和市场监管领域，其他领域因检查内容、证据标准不同，"
                "仍有企业重复提供材料。",
            ),
        ),
        steps=(
            Point(
                "动态调整检查场景。",
                "结合信访投诉、网格巡查等数据，对36个场景逐一评估，"
                "提请联席会议审议后调整。",
            ),
            Point(
                "压实公示推送责任。",
                "明确各单位专人负责，到期前提醒、逾期通报，纳入行政执法评议。",
            ),
            Point(
                "扩大检查结果互认。",
                "会同县司法局制定互认事项目录，2026年上半年先在五个领域推行。",
            ),
        ),
        source=(
            "本报告数据取自各单位检查台账和平台推送记录，统计时间为2025年1月1日至"
            "12月31日，2026年1月8日提取。"
        ),
    )


def _staff_request() -> StaffRequest:
    return StaffRequest(
        issuing=Issuing(
            organ="东海县综合行政执法局",
            number="东综执〔2026〕32号",
            addressee="东海县人民政府",
            copies="中共东海县委机构编制委员会办公室，县人力资源和社会保障局",
            printer="东海县综合行政执法局办公室",
            signed_on=date(2026, 11, 5),
            printed_on=date(2026, 11, 5),
            signer="周建国",
            contact="联系人：李文博，联系电话：0518-87654321",
        ),
        county="东海县",
        zone=_ZONE,
        change=StaffChange.MORE,
        grounds=_POLICY,
        on=date(2026, 10, 31),
        tally=Tally(338, 398),
        target=Fraction(85, 100),
        reasons=(
            (
                f"{_ZONE}统筹占道经营、违法建设、露天焚烧等八类高频执法事项，"
                "年事项量441件，现有下沉一线执法人员56人，人均事项量居各片区首位"
            ),
            (
                "片区成员乡镇街道中，驼峰乡综合行政执法局承担集镇、工业集中区两处任务，"
                "难以同时编成两个执法组，需要长期向邻镇借力"
            ),
            "片区缺少法制审核力量，案件均需送县局审核，往返影响办案时效",
        ),
        posts=(
            PostLine(
                f"{_ZONE}综合执法队",
                "一线执法",
                4,
                "东海县综合行政执法局机关",
                "持有效行政执法证，熟悉城市管理领域",
            ),
            PostLine(
                "驼峰乡综合行政执法局",
                "一线执法",
                2,
                "东海县综合行政执法局直属大队",
                "持有效行政执法证，有农村建设管理工作经历",
            ),
            PostLine(
                f"{_ZONE}综合执法队",
                "法制审核",
                1,
                "东海县综合行政执法局法规科",
                "通过国家统一法律职业资格考试",
            ),
        ),
        gained=6,
        from_on=date(2026, 12, 1),
        term="二年",
        pledges=(
            "纳入片区统一考勤、培训和考核，到岗情况按月公布",
            "原单位不低于最低人员数，不因增派影响正常工作",
            "期满由片区指挥中心提出去留建议，按干部管理权限办理",
        ),
    )
