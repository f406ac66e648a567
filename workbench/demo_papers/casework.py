"""Sample papers of cases: one of every kind, all about made-up people and firms."""

from datetime import date, datetime

from workbench.reports import Record
from workbench.reports.casework.case_file import (
    CaseCover,
    FiledPaper,
    FileIndex,
    FileNote,
)
from workbench.reports.casework.crime_lists import (
    Item,
    ItemList,
    Material,
    MaterialList,
)
from workbench.reports.casework.crime_referral import (
    CrimeReferral,
    ReferralApproval,
    SuspectedCase,
)
from workbench.reports.casework.crime_report import CrimeReport, Evidence, Standard
from workbench.reports.casework.diligence import (
    BLAMES,
    FREES,
    Compared,
    DiligenceStatement,
    DutyFact,
)
from workbench.reports.casework.parties import Handler, Opinion, Party
from workbench.reports.casework.referral import CaseReferral
from workbench.reports.casework.service import Served, ServiceReceipt
from workbench.reports.issuing import Issuing
from workbench.rules.calendar import CHINA

_ORGAN = "东海县综合行政执法局"
_POLICE, _PROCURATORATE = "东海县公安局", "东海县人民检察院"
_NUMBER = "东综执涉〔2026〕1号"
_HANDLERS = (
    Handler("孙示例", "10320722001", "0518-87800011"),
    Handler("李示例", "10320722002", "0518-87800012"),
)


def _at(day: int, hour: int, minute: int) -> datetime:
    """Return a moment of the case, in October 2026."""
    return datetime(2026, 10, day, hour, minute, tzinfo=CHINA)


_FIRST_DAY = date(2026, 10, 26)
_APPROVED, _SENT = _at(30, 9, 15), _at(30, 15, 40)
_REPORTED = _at(29, 16, 30)

_PERSON = Party(
    "周示例",
    code="320722198506170005",
    address="东海县白塔埠镇示例村2组18号",
    phone="13800000018",
    sex="男",
    born_on=date(1985, 6, 17),
)
_CASE = SuspectedCase(
    name="周示例涉嫌未取得燃气经营许可证从事燃气经营案",
    number="东综执立〔2026〕57号",
    filed_on=_FIRST_DAY,
    source="12345政务服务便民热线转办，示例第一片区日常巡查发现",
    charge="危险作业罪",
    provision="《中华人民共和国刑法》第一百三十四条之一第三项",
    party=_PERSON,
)
_FACTS = (
    "2026年10月26日9时40分，本机关执法人员在白塔埠镇示例村周示例租用的院落内检查发现，"
    "周示例未取得燃气经营许可证，自2026年8月起在该院落储存、销售瓶装液化石油气。现场存放"
    "15千克液化石油气钢瓶46只，其中实瓶31只、空瓶15只，距最近的居民住房6米，未设置泄漏"
    "报警装置，未配备灭火器材，院内有使用明火的痕迹。\n"
    "经核对账本和收款记录，2026年8月3日至10月25日，周示例共销售液化石油气412瓶，销售金额"
    "47380元，违法所得9476元。经鉴定，现场储存、倒装液化石油气的行为具有发生火灾、爆炸"
    "事故的现实危险。"
)
_MEASURES = (
    "2026年10月26日10时25分，根据《中华人民共和国安全生产法》第六十五条第一款第四项的规定，"
    "对钢瓶46只、倒气装置1套、电子秤1台予以扣押（《扣押决定书》东综执扣〔2026〕6号）。"
    "根据《中华人民共和国行政处罚法》第五十六条的规定，对账本2册、手机1部先行登记保存"
    "（《先行登记保存证据通知书》东综执存〔2026〕11号）。钢瓶已移交具备资质的储配站保管。"
)
_MATERIALS = (
    Material("涉嫌犯罪案件情况的调查报告", "", 1, 6, "原件"),
    Material("涉案物品清单", "", 1, 1, "原件"),
    Material("气瓶及介质检验报告", "苏示检〔2026〕1186号", 1, 8, "原件", "附资质证明"),
    Material("储存场所现实危险鉴定意见", "示安评〔2026〕73号", 1, 12, "原件"),
    Material("立案审批表", "东综执立〔2026〕57号", 1, 1, "复印件"),
    Material("现场检查笔录及照片", "", 1, 9, "原件"),
    Material("询问笔录", "", 3, 4, "原件", "周示例、邻居2人"),
    Material("扣押决定书及清单", "东综执扣〔2026〕6号", 1, 3, "复印件"),
    Material("先行登记保存证据通知书及清单", "东综执存〔2026〕11号", 1, 2, "复印件"),
    Material("账本、收款记录摘录", "", 1, 21, "复印件", "与原件核对一致"),
    Material("执法音像记录光盘", "", 1, None, "复制件", "时长52分钟"),
    Material("移送涉嫌犯罪案件审批材料", "", 1, 2, "复印件"),
)


def samples() -> dict[str, Record]:
    """Return one record of every kind of paper of this room, by key of its kind."""
    return {
        "case_referral": _case_referral(),
        "crime_referral": _crime_referral(),
        "crime_report": _crime_report(),
        "crime_items": _crime_items(),
        "crime_materials": _crime_materials(),
        "referral_approval": _referral_approval(),
        "service_receipt": _service_receipt(),
        "case_cover": _case_cover(),
        "file_index": _file_index(),
        "file_note": _file_note(),
        "diligence": _diligence(),
    }


def _case_referral() -> CaseReferral:
    return CaseReferral(
        Issuing(
            organ="东海县市场监督管理局",
            number="东市监移〔2026〕8号",
            addressee=_ORGAN,
            copies="",
            printer="",
            signed_on=date(2026, 10, 29),
        ),
        case="东海县示例餐饮店涉嫌擅自占用城市道路经营案",
        source="“综合查一次”联合检查",
        found_on=date(2026, 10, 27),
        party=Party(
            "东海县示例餐饮店",
            unit=True,
            code="92320722MAEXAMPL0X",
            address="东海县牛山街道示例路66号",
            phone="0518-87800066",
            head="吴示例",
        ),
        facts="2026年10月27日10时05分至11时20分，本机关在对东海县示例餐饮店实施食品安全"
        "检查时，发现该店在门前人行道搭设灶台2处、摆放餐桌9张，占用人行道约38平方米，"
        "未能出示占用城市道路的批准文件。执法人员制作现场笔录，拍摄照片6张，该店负责人"
        "吴示例签字确认。食品安全方面未发现违法行为。",
        reason="擅自占用城市道路的行为不属于市场监督管理部门管辖",
        basis="《市场监督管理行政处罚程序规定》第十七条",
        materials=(
            Material("现场检查笔录", "", 1, 3, "复印件"),
            Material("现场照片", "", 1, 2, "打印件", "6张"),
            Material("营业执照复印件", "", 1, 1, "复印件"),
        ),
        contact="郑示例",
        phone="0518-87800033",
    )


def _crime_referral() -> CrimeReferral:
    return CrimeReferral(
        Issuing(
            organ=_ORGAN,
            number=_NUMBER,
            addressee=_POLICE,
            copies=_PROCURATORATE,
            printer="",
            signed_on=_SENT.date(),
        ),
        case=_CASE,
        facts=_FACTS,
        measures=_MEASURES,
        penalties="无。",
        materials=_MATERIALS,
        handlers=_HANDLERS,
        approver="陈示例",
        approver_post="局长（正职负责人）",
        approved_at=_APPROVED,
        sent_at=_SENT,
    )


def _crime_report() -> CrimeReport:
    return CrimeReport(
        _ORGAN,
        case=_CASE,
        team_on=date(2026, 10, 27),
        handlers=_HANDLERS,
        course="2026年10月26日接12345政务服务便民热线转办单后，本机关执法人员孙示例、李示例"
        "于当日9时40分到达现场，出示执法证件，告知权利，制作现场检查笔录并全程录音录像。"
        "10月26日至28日，询问周示例1次、邻居2人，调取账本和收款记录，向县住房和城乡建设局"
        "核实，周示例未办理燃气经营许可。10月27日委托江苏示例检测有限公司检验，10月28日"
        "委托市级主管部门指定的机构对现实危险作出鉴定。10月29日收到检验报告和鉴定意见。",
        seized="现场查获15千克液化石油气实瓶31只、空瓶15只，倒气装置1套，电子秤1台，账本2册，"
        "手机1部，详见涉案物品清单。",
        facts=_FACTS,
        evidence=(
            Evidence(
                "书证", "账本2册、收款记录摘录", "销售数量、金额和起止时间", "21页"
            ),
            Evidence("物证", "钢瓶46只、倒气装置1套", "储存、倒装液化石油气", "47件"),
            Evidence("电子数据", "手机收款记录", "销售对象和金额", "1份"),
            Evidence("视听资料", "现场执法音像记录", "检查、扣押的全过程", "52分钟"),
            Evidence("证人证言", "邻居2人询问笔录", "经营时间和进出货情况", "8页"),
            Evidence("当事人的陈述", "周示例询问笔录", "未取得许可从事经营", "4页"),
            Evidence("鉴定意见", "示安评〔2026〕73号", "具有现实危险", "12页"),
            Evidence("现场笔录", "现场检查笔录", "存放数量、距离和设施状况", "3页"),
        ),
        judgement="周示例未取得燃气经营许可证从事燃气经营活动，违反了《城镇燃气管理条例》"
        "第十五条的规定，依照该条例第四十五条第一款应予处罚；其擅自从事危险物品经营、储存的"
        "行为具有发生重大伤亡事故或者其他严重后果的现实危险，涉嫌构成《中华人民共和国刑法》"
        "第一百三十四条之一第三项规定的危险作业罪。",
        standards=(
            Standard(
                "涉及安全生产的事项未经依法批准或者许可",
                "刑法第一百三十四条之一第三项",
                "未取得燃气经营许可证，主管部门已书面核实",
                "符合",
            ),
            Standard(
                "擅自从事危险物品经营、储存等高度危险的生产作业活动",
                "刑法第一百三十四条之一第三项；法释〔2022〕19号第四条",
                "储存液化石油气实瓶31只，经营近三个月，销售412瓶",
                "符合",
            ),
            Standard(
                "具有发生重大伤亡事故或者其他严重后果的现实危险",
                "刑法第一百三十四条之一；法释〔2022〕19号第四条",
                "距居民住房6米，无报警和灭火设施，鉴定意见认定具有现实危险",
                "符合",
            ),
        ),
        advice="周示例的行为涉嫌犯罪，依法需要追究刑事责任。建议依照《行政执法机关移送涉嫌"
        "犯罪案件的规定》（国务院令第310号）第三条、第五条、第六条的规定，向东海县公安局"
        "移送，并抄送东海县人民检察院。公安机关作出决定前，不以行政处罚代替移送。",
        reported_on=_REPORTED.date(),
    )


def _crime_items() -> ItemList:
    seized = "扣押决定书\n东综执扣〔2026〕6号"
    kept = "先行登记保存\n东综执存〔2026〕11号"
    depot, store = "东海县示例储配站", "县局物证室"
    return ItemList(
        _ORGAN,
        case=_CASE.name,
        number=_NUMBER,
        party=_PERSON.name,
        items=(
            Item(
                "液化石油气钢瓶（实瓶）",
                "YSP35.5",
                "31",
                "只",
                "15千克，编号见附页",
                759500,
                depot,
                "钱示例",
                seized,
                remark="易燃易爆",
            ),
            Item(
                "液化石油气钢瓶（空瓶）",
                "YSP35.5",
                "15",
                "只",
                "15千克，灰色",
                195000,
                depot,
                "钱示例",
                seized,
                remark="易燃易爆",
            ),
            Item(
                "倒气装置",
                "自制",
                "1",
                "套",
                "软管2米，带双头阀",
                60000,
                store,
                "李示例",
                seized,
            ),
            Item(
                "电子秤",
                "TCS-150",
                "1",
                "台",
                "量程150千克",
                18000,
                store,
                "李示例",
                seized,
            ),
            Item(
                "账本",
                "32开",
                "2",
                "册",
                "手写，记至2026年10月25日",
                None,
                store,
                "李示例",
                kept,
            ),
            Item(
                "手机",
                "黑色",
                "1",
                "部",
                "屏幕完好，已封存",
                80000,
                store,
                "李示例",
                kept,
            ),
        ),
        taken_on=date(2026, 10, 30),
    )


def _crime_materials() -> MaterialList:
    return MaterialList(
        _ORGAN,
        case=_CASE.name,
        number=_NUMBER,
        receiver=_POLICE,
        materials=(
            Material("涉嫌犯罪案件移送书", _NUMBER, 1, 4, "原件"),
            *_MATERIALS,
        ),
        handed_by="孙示例",
        handed_at=_SENT,
    )


def _referral_approval() -> ReferralApproval:
    return ReferralApproval(
        _ORGAN,
        case=_CASE,
        receiver=_POLICE,
        copied=_PROCURATORATE,
        handlers=_HANDLERS,
        facts="周示例未取得燃气经营许可证，自2026年8月3日起在白塔埠镇示例村储存、销售瓶装"
        "液化石油气，现场存放钢瓶46只，销售412瓶，金额47380元。有现场检查笔录、询问笔录、"
        "账本、检验报告、鉴定意见等证据证实。",
        grounds="其行为涉嫌构成刑法第一百三十四条之一第三项规定的危险作业罪。依照《中华人民"
        "共和国行政处罚法》第二十七条第一款、《行政执法机关移送涉嫌犯罪案件的规定》第三条"
        "第一款的规定，应当向公安机关移送。",
        handling=Opinion("建议移送东海县公安局。", "孙示例、李示例", _at(29, 14, 20)),
        section=Opinion("同意承办人意见。", "赵示例", _at(29, 15, 10)),
        review=Opinion(
            "事实清楚，证据确实，定性准确，程序合法，同意移送。",
            "冯示例",
            _at(29, 16, 5),
        ),
        reported_at=_REPORTED,
        decide_by=date(2026, 11, 1),
        approved=True,
        decision=Opinion("请于24小时内移送，并抄送检察院。", "陈示例", _APPROVED),
        head_post="局长",
        send_by=_at(31, 9, 15),
        sent_at=_SENT,
    )


def _service_receipt() -> ServiceReceipt:
    return ServiceReceipt(
        _ORGAN,
        case=_CASE.name,
        papers=(
            Served("扣押决定书", "东综执扣〔2026〕6号"),
            Served("先行登记保存证据通知书", "东综执存〔2026〕11号"),
        ),
        recipient="周示例",
        place="东海县白塔埠镇示例村2组18号院内",
        way="直接送达",
        served_at=_at(26, 10, 40),
        taken_by="周示例",
        relation="本人",
        servers=_HANDLERS,
    )


def _case_cover() -> CaseCover:
    return CaseCover(
        _ORGAN,
        name="行政处罚案卷",
        half="正卷",
        case="连云港示例渣土运输有限公司未采取密闭措施运输建筑垃圾案",
        number="东综执罚〔2026〕31号",
        party="连云港示例渣土运输有限公司",
        section="东海县示例第一片区综合执法队",
        handlers="孙示例、李示例",
        filed_on=date(2026, 9, 7),
        closed_on=date(2026, 10, 20),
        outcome="责令改正，处以罚款。当事人已改正并缴纳罚款。",
        retention="30年",
        pieces=14,
        pages=46,
        archive_number="20260031",
        fonds="0187",
        catalogue="5",
        file_number="31",
        archived_on=date(2026, 11, 5),
        archivist="何示例",
    )


def _file_index() -> FileIndex:
    firm = "连云港示例渣土运输有限公司"
    return FileIndex(
        _ORGAN,
        case="连云港示例渣土运输有限公司未采取密闭措施运输建筑垃圾案",
        archive_number="20260031",
        papers=tuple(
            FiledPaper(number, author, name, on, first, last, remark)
            for number, author, name, on, first, last, remark in (
                (
                    "东综执立〔2026〕41号",
                    _ORGAN,
                    "立案审批表",
                    date(2026, 9, 7),
                    1,
                    1,
                    "",
                ),
                (
                    "东综执罚〔2026〕31号",
                    _ORGAN,
                    "行政处罚决定书",
                    date(2026, 10, 12),
                    2,
                    5,
                    "",
                ),
                ("", _ORGAN, "送达回证（决定书）", date(2026, 10, 13), 6, 6, ""),
                (
                    "东综执告〔2026〕33号",
                    _ORGAN,
                    "行政处罚告知书",
                    date(2026, 9, 28),
                    7,
                    9,
                    "",
                ),
                ("", _ORGAN, "送达回证（告知书）", date(2026, 9, 28), 10, 10, ""),
                ("", firm, "放弃陈述申辩声明", date(2026, 9, 29), 11, 11, ""),
                (
                    "东综执改〔2026〕52号",
                    _ORGAN,
                    "责令改正通知书",
                    date(2026, 9, 7),
                    12,
                    13,
                    "",
                ),
                ("", _ORGAN, "送达回证（责令改正）", date(2026, 9, 7), 14, 14, ""),
                ("", _ORGAN, "现场检查笔录及照片", date(2026, 9, 7), 15, 22, ""),
                ("", _ORGAN, "询问笔录", date(2026, 9, 9), 23, 27, ""),
                ("", firm, "营业执照、授权委托书", date(2026, 9, 9), 28, 31, "复印"),
                ("", firm, "运输车辆行驶证、运单", date(2026, 9, 9), 32, 40, "复印"),
                ("", _ORGAN, "整改复查记录", date(2026, 9, 21), 41, 43, ""),
                ("", firm, "罚款缴纳票据", date(2026, 10, 19), 44, 46, "复印"),
            )
        ),
    )


def _file_note() -> FileNote:
    return FileNote(
        case="连云港示例渣土运输有限公司未采取密闭措施运输建筑垃圾案",
        archive_number="20260031",
        pieces=14,
        pages=46,
        photos=8,
        recordings=1,
        state="卷内材料齐全，排列有序，页号连续。第28页至第40页、第44页至第46页为复印件，"
        "已与原件核对一致。执法音像记录光盘1件随卷保存。",
        made_by="李示例",
        checked_by="何示例",
        made_on=date(2026, 11, 5),
    )


def _diligence() -> DiligenceStatement:
    policy = "政策措施（第4号）"
    return DiligenceStatement(
        Issuing(
            organ=_ORGAN,
            number="东综执履〔2026〕1号",
            addressee="东海县司法局",
            copies="",
            printer="",
            signed_on=date(2026, 11, 5),
        ),
        subject="东海县示例食品有限公司检查",
        asked="东海县司法局《关于了解有关情况的函》（东司函〔2026〕19号）",
        since=date(2026, 1, 1),
        until=date(2026, 10, 31),
        background="2026年10月28日，有群众反映东海县示例食品有限公司在仓库内违规存放醇基"
        "燃料。该公司列入本机关检查对象名录库，适用“食品生产企业”检查场景。现就2026年1月1日"
        "至10月31日对该公司的检查安排、实施和公示情况逐项说明。",
        kept=(
            DutyFact(
                "2026年3月20日",
                "年度检查计划报县司法局备案并公布，本场景列入计划",
                f"{policy}四（三）",
                "年度检查计划（东综执〔2026〕9号）",
            ),
            DutyFact(
                "2026年5月12日",
                "双随机抽取，名单冻结后由见证人读数抽取，该公司未被抽中",
                f"{policy}四（二）、五（四）",
                "抽取结果通告、校验文件",
            ),
            DutyFact(
                "2026年9月3日",
                "联合检查任务签收，2名持证人员入企检查，未发现问题",
                f"{policy}四（四）；行政处罚法第四十二条",
                "现场检查笔录、音像记录",
            ),
            DutyFact(
                "2026年9月5日",
                "检查数据推送监管平台，距记录签字2日",
                f"{policy}四（四）：5日内推送",
                "推送批次回执",
            ),
        ),
        lacking=(
            DutyFact(
                "2026年10月10日",
                "检查结果公示，自检查结束之日起第22个工作日，超过20个工作日",
                "政策参数：检查结果20个工作日内公示",
                "公示台账",
            ),
        ),
        compared=(
            Compared(FREES[0], "2026年5月12日抽取未抽中，见第二部分第2项。"),
            Compared(FREES[1], "2026年9月3日检查未发现问题，见第二部分第3项。"),
            Compared(BLAMES[0], "未发现未按检查场景清单实施的记录。"),
            Compared(BLAMES[1], "公示逾期2个工作日，未见造成不良后果的记录。"),
            Compared(BLAMES[2], "任务于下达当日签收，按期完成。"),
            Compared(BLAMES[3], "检查未发现涉嫌犯罪情形，无应移送案件。"),
        ),
        more="该公司检查笔录第4项记载仓库内无易燃物品存放，所附照片6张可供核对。",
    )
