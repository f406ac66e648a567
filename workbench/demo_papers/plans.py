"""Sample plans and lists of 综合查一次: a year, a quarter, what is looked at."""

from datetime import date

from workbench.demo_papers import visits
from workbench.reports import Record
from workbench.reports.inspection.meetings import (
    ScenarioLine,
    ScenarioList,
    TaskLine,
    TaskList,
    Unmerged,
)
from workbench.reports.inspection.plans import (
    AnnualPlan,
    OffPlanFiling,
    PlanEntry,
    Terms,
)
from workbench.reports.issuing import Issuing

OFFICE = "东海县“双随机、一公开”监管联席会议办公室"
POLICY = "《连云港市优化营商环境攻坚年若干政策措施（第4号）》"
TASK_NUMBER = "DH2026-4-03"
_MARKET = visits.MARKET
_OPINION = "《国务院办公厅关于严格规范涉企行政检查的意见》（国办发〔2024〕54号）"
_TERMS = Terms("5个工作日", "20个工作日", "5日", "1次")
_UNITS = "县应急管理局、农业农村局、文化广电和旅游局、卫生健康委员会"


def samples() -> dict[str, Record]:
    """Return the plans and lists, by key of their kind."""
    return {
        "annual_plan": _annual_plan(),
        "off_plan_filing": _off_plan_filing(),
        "task_list": _task_list(),
        "scenario_list": _scenario_list(),
    }


def issued(
    organ: str,
    number: str,
    addressee: str,
    on: date,
    *,
    copies: str = "",
    signer: str = "",
    contact: str = "",
) -> Issuing:
    """Return how a paper in the file form goes out."""
    printer = organ if organ.endswith("办公室") else f"{organ}办公室"
    return Issuing(organ, number, addressee, copies, printer, on, on, signer, contact)


def _annual_plan() -> AnnualPlan:
    return AnnualPlan(
        issuing=issued(
            _MARKET,
            "东市监〔2026〕19号",
            "各分局、机关各股室、县市场监管综合执法大队",
            date(2026, 3, 16),
            copies="连云港市市场监督管理局，县司法局，县政务服务管理办公室。",
        ),
        unit=_MARKET,
        year=2026,
        grounds=f"{_OPINION}和{POLICY}",
        filed_with="县司法局和连云港市市场监督管理局",
        public_by=date(2026, 3, 31),
        phone="12345、0518-80000002",
        terms=_TERMS,
        entries=_PLAN,
    )


_FOOD_LAW = "《中华人民共和国食品安全法》第一百一十条"
_EQUIPMENT_LAW = "《中华人民共和国特种设备安全法》第六十一条"
_RANDOM, _COVER, _SPECIAL = "日常检查\n（双随机）", "日常检查\n（全覆盖）", "专项检查"
_TOWNS, _BRIGADE = "各分局", "县市场监管综合执法大队"
_PLAN = (
    PlanEntry(
        "食品生产企业监督检查",
        _COVER,
        "取得食品生产许可的企业",
        "生产许可条件保持、原料进货查验、生产过程控制、出厂检验",
        _FOOD_LAW,
        "100%，\n46户",
        "1次",
        "4月至11月",
        _BRIGADE,
        "县应急管理局、县消防救援大队",
    ),
    PlanEntry(
        "小作坊食品监督检查",
        _RANDOM,
        "登记的食品小作坊",
        "登记条件、原料来源、添加剂使用、卫生状况",
        _FOOD_LAW,
        "30%，\n约58户",
        "1次",
        "5月至10月",
        _TOWNS,
        "镇街综合行政执法局",
    ),
    PlanEntry(
        "学校食堂和校外供餐单位检查",
        _COVER,
        "中小学校、幼儿园食堂，集体用餐配送单位",
        "许可条件、进货查验、加工制作、餐饮具消毒、从业人员健康证明",
        _FOOD_LAW,
        "100%，\n132户",
        "2次",
        "3月、9月",
        _TOWNS,
        "县教育局、县卫生健康委员会",
    ),
    PlanEntry(
        "餐饮服务经营者检查",
        _RANDOM,
        "信用风险C类、D类餐饮服务经营者",
        "经营条件、进货查验、加工制作、网络餐饮公示",
        _FOOD_LAW,
        "C类10%，\nD类30%",
        "1次",
        "4月至11月",
        _TOWNS,
        "县综合行政执法局",
    ),
    PlanEntry(
        "特种设备使用单位检查",
        _COVER,
        "重点使用单位；上年度未检查的一般使用单位",
        "使用登记、定期检验、作业人员持证、维护保养和自行检查记录",
        _EQUIPMENT_LAW,
        "重点100%，\n一般20%",
        "1次",
        "3月至11月",
        _BRIGADE,
        "县应急管理局",
    ),
    PlanEntry(
        "气瓶充装和检验单位检查",
        _COVER,
        "取得充装许可的单位",
        "充装前后检查、气瓶标识、作业人员持证、应急预案",
        _EQUIPMENT_LAW,
        "100%，\n9户",
        "1次",
        "6月",
        _BRIGADE,
        "县住房和城乡建设局、县消防救援大队",
    ),
    PlanEntry(
        "水晶制品质量监督检查",
        _RANDOM,
        "水晶饰品生产企业、市场经营户",
        "产品标识、质量标志、计量器具、明码标价",
        "《中华人民共和国产品质量法》第十五条",
        "3%，\n约90户",
        "1次",
        "7月至9月",
        _TOWNS,
        "",
    ),
    PlanEntry(
        "年度报告公示信息抽查",
        _RANDOM,
        "应当公示2025年度报告的企业",
        "公示信息的真实性、及时性，登记住所联系情况",
        "《企业信息公示暂行条例》",
        "3%，\n约420户",
        "1次",
        "8月至11月",
        _TOWNS,
        "县税务局",
    ),
    PlanEntry(
        "电动自行车经营质量安全专项检查",
        _SPECIAL,
        "电动自行车、蓄电池销售者",
        "强制性产品认证、产品标识、进货查验、非法改装",
        "《中华人民共和国产品质量法》第十五条；县人民政府批准的专项检查方案",
        "100%，\n87户",
        "不计入",
        "9月至10月",
        _BRIGADE,
        "县公安局、县消防救援大队",
    ),
)


def _off_plan_filing() -> OffPlanFiling:
    return OffPlanFiling(
        issuing=Issuing(
            "东海县文化广电和旅游局",
            "东文旅函〔2026〕41号",
            OFFICE,
            "",
            "",
            date(2026, 11, 4),
            date(2026, 11, 4),
        ),
        unit="东海县文化广电和旅游局",
        task="2026年冬季旅行社经营行为检查",
        kind="日常检查",
        reason="近期水晶文化旅游节期间旅游投诉增多，上级部门要求加强排查",
        grounds="《中华人民共和国旅游法》第八十五条",
        approval="",
        exemption="",
        targets="牛山街道、温泉镇范围内旅行社及其分社（名单另附）",
        count=12,
        matters="经营许可、旅游合同签订和履行、价格公示、导游人员委派、安全提示和应急预案",
        way="现场检查",
        starts_on=date(2026, 11, 16),
        ends_on=date(2026, 11, 20),
        officers="韩雪（10070127011）、陈晓（10070127012）、李楠（10070127015）、"
        "孙越（10070127019）",
        earlier="12户中有2户本年度已接受同类检查，予以排除，实际检查10户；均未接受市级同类"
        "检查。",
        mergeable="可与县市场监督管理局第四季度价格检查任务合并，由我局牵头，一次进入。",
        filed_on=date(2026, 11, 4),
        latest_on=date(2026, 11, 9),
        term="提前5个工作日",
        officer="韩雪，0518-80000011",
    )


def _task_list() -> TaskList:
    return TaskList(
        issuing=issued(
            _MARKET,
            "东市监〔2026〕20号",
            f"各乡镇人民政府、街道办事处，{_UNITS}、公安局、教育局、住房和城乡建设局，县消防救援大队",
            date(2026, 9, 28),
            copies="县政府办公室，县司法局，各执法片区指挥中心。",
        ),
        county="东海县",
        period="2026年第四季度",
        grounds=f"{POLICY}和监管联席会议2026年第4次会议审议意见",
        asked=434,
        left=164,
        terms=_TERMS,
        tasks=_TASKS,
        unmerged=(
            Unmerged(
                "县应急管理局粉尘涉爆企业检查（10户）",
                "要求企业满负荷生产时检查，与其他检查的停机条件不能同时满足",
            ),
            Unmerged(
                "县税务局发票使用检查（6户）",
                "属于立案前调查核实，依法不宜与其他检查同时通知",
            ),
        ),
    )


_JOINT, _PATROL, _CITY = "县区联合", "镇街巡查", "市级随机"
_DRAWN, _ALL = "双随机", "重点覆盖"
_TASKS = (
    TaskLine(
        "DH2026-4-01",
        "加油站综合检查",
        _JOINT,
        "县市场监督管理局",
        "县应急管理局、县消防救援大队、县商务局",
        "全县加油站",
        31,
        "计量器具、油品质量、安全生产、消防安全、经营资格",
        _ALL,
        "10月31日前",
        "原计划4项\n124户次",
    ),
    TaskLine(
        "DH2026-4-02",
        "校外培训机构综合检查",
        _JOINT,
        "县教育局",
        "县市场监督管理局、县消防救援大队",
        "学科类、非学科类培训机构",
        18,
        "办学资质、收费公示、广告宣传、消防安全",
        _DRAWN,
        "11月15日前",
        "原计划3项\n54户次",
    ),
    TaskLine(
        TASK_NUMBER,
        "食品生产企业综合检查",
        _JOINT,
        "县市场监督管理局",
        "县应急管理局、县消防救援大队",
        "取得食品生产许可的企业",
        12,
        "食品生产、特种设备、安全生产、消防安全",
        _DRAWN,
        "10月31日前",
        "原计划3项\n36户次",
    ),
    TaskLine(
        "DH2026-4-04",
        "旅馆业综合检查",
        _JOINT,
        "县公安局",
        "县卫生健康委员会、县消防救援大队、县文化广电和旅游局",
        "经济型旅馆、民宿",
        22,
        "治安管理、公共场所卫生、消防安全、旅游服务",
        _DRAWN,
        "11月30日前",
        "原计划4项\n71户次",
    ),
    TaskLine(
        "DH2026-4-05",
        "建筑工地综合检查",
        _JOINT,
        "县住房和城乡建设局",
        "县综合行政执法局、县人力资源和社会保障局",
        "在建项目",
        17,
        "施工许可、扬尘防治、建筑垃圾运输、农民工工资专用账户",
        _ALL,
        "12月15日前",
        "原计划3项\n48户次",
    ),
    TaskLine(
        "DH2026-4-06",
        "印刷企业综合检查",
        _JOINT,
        "县文化广电和旅游局",
        "县应急管理局",
        "出版物、包装装潢印刷企业",
        8,
        "印刷经营许可、承印管理、安全生产",
        _ALL,
        "11月20日前",
        "原计划2项\n16户次",
    ),
    TaskLine(
        "DH2026-4-07",
        "农资经营综合检查",
        _JOINT,
        "县农业农村局",
        "县市场监督管理局",
        "农药、兽药、种子经营者",
        40,
        "经营许可、进销台账、标签标识、广告宣传",
        _DRAWN,
        "12月10日前",
        "原计划2项\n69户次",
    ),
    TaskLine(
        "DH2026-4-08",
        "商业综合体沿街商户日常巡查",
        _PATROL,
        "牛山街道综合行政执法局",
        "白塔埠镇、驼峰乡综合行政执法局",
        "沿街商户（不进入经营场所）",
        34,
        "占道经营、户外广告设置、餐饮油烟排放口",
        "网格巡查",
        "12月31日前",
        "",
    ),
    TaskLine(
        "DH2026-4-09",
        "药品零售企业检查",
        _CITY,
        "连云港市市场监督管理局",
        "县市场监督管理局、县医疗保障局",
        "药品零售连锁门店",
        15,
        "经营许可、处方药销售、医保结算、执业药师在岗",
        "市级抽取",
        "11月30日前",
        "",
    ),
)


def _scenario_list() -> ScenarioList:
    return ScenarioList(
        issuing=issued(
            "东海县政务服务管理办公室",
            "东政务〔2026〕12号",
            "各乡镇人民政府、街道办事处，县各有关部门",
            date(2026, 9, 30),
            copies="县政府办公室，县司法局，各执法片区指挥中心。",
        ),
        county="东海县",
        edition="2026年第二版",
        grounds=POLICY,
        effective="自2026年10月1日起施行，2026年第一版同时停止使用",
        lines=_SCENARIOS,
    )


_FOOD, _STATION, _BIKE = "食品生产企业", "加油站", "电动自行车销售维修"
_HARD, _CARED, _BLIND = "行业治理难点", "群众关注热点", "部门监管盲点"
_LEAD = "县市场监督管理局"
_SAFETY_LAW = "《中华人民共和国安全生产法》第六十五条"
_FIRE_LAW = "《中华人民共和国消防法》第五十三条"
_QUALITY_LAW = "《中华人民共和国产品质量法》第十五条"
_MAJOR, _MINOR = "重点", "一般"
_SCENARIOS = (
    ScenarioLine(
        _FOOD,
        _HARD,
        _LEAD,
        "",
        "食品生产监督检查",
        "许可条件保持；原料进货查验记录；生产过程控制；出厂检验；从业人员健康证明；标"
        "签标识",
        _FOOD_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _FOOD,
        _HARD,
        _LEAD,
        "",
        "特种设备使用检查",
        "锅炉、压力容器、场内叉车使用登记和定期检验；作业人员持证；维护保养和自行检查"
        "记录",
        _EQUIPMENT_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _FOOD,
        _HARD,
        _LEAD,
        "县应急管理局",
        "安全生产检查",
        "主要负责人和安全管理人员职责；风险管控和隐患排查治理记录；有限空间作业；安全"
        "培训",
        _SAFETY_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _FOOD,
        _HARD,
        _LEAD,
        "县消防救援大队",
        "消防安全检查",
        "疏散通道和安全出口畅通；消防设施、器材完好有效；用火用电管理；员工培训和演练",
        _FIRE_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _STATION,
        _CARED,
        _LEAD,
        "",
        "计量和油品质量检查",
        "加油机检定和铅封；油品进货查验；油品抽样；明码标价",
        _QUALITY_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _STATION,
        _CARED,
        _LEAD,
        "县应急管理局",
        "危险化学品经营安全检查",
        "经营许可；卸油和动火作业管理；防雷防静电检测；应急预案和演练",
        _SAFETY_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _STATION,
        _CARED,
        _LEAD,
        "县消防救援大队",
        "消防安全检查",
        "消防设施和器材；防火间距；员工消防培训",
        _FIRE_LAW,
        _MAJOR,
    ),
    ScenarioLine(
        _BIKE,
        _BLIND,
        _LEAD,
        "",
        "产品质量检查",
        "强制性产品认证；产品标识和合格证；进货查验；销售非法改装车辆、蓄电池",
        _QUALITY_LAW,
        _MINOR,
    ),
    ScenarioLine(
        _BIKE,
        _BLIND,
        _LEAD,
        "县消防救援大队",
        "消防安全检查",
        "经营场所违规住人；室内充电；蓄电池存放",
        _FIRE_LAW,
        _MAJOR,
    ),
)
