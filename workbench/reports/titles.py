"""Titles of papers, broken where no word is cut."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from workbench.reports.page import ems

TITLE_EMS = 19  # of the 20 characters of 二号 that 156 mm hold
_SHAPED = 4  # lines up to which the best shape is looked for

# Words that a title must not cut. What is not listed between two of them, such as the
# name of a county, is kept whole too.
_LEXICON = """
关于 印发 转发 批转 下达 明确 公布 报送 调整 增派 派驻 成立 设立 建立 开展 加强 推进
规范 做好 落实 进一步 严格 优化 有关 若干 试行 年度 季度 月度 上半年 执法片区 片区
指挥中心 镇街 乡镇 街道 县级 人民政府 办公室 联席会议 会议 综合行政执法 行政执法
综合执法 联合执法 执法 执法人员 执法力量 组成人员 成员 人员 名单 力量 下沉 一线 推荐
提名 反向否决 履职 评价 考核 考核结果 结果 行政检查 检查 涉企 综合查一次 案件 移送
重大 隐患 整改 专项 整治 行动 工作 设置 设置方案 实施方案 工作方案 行动方案 方案
计划 任务 任务清单 清单 台账 基本情况 基本情况表 情况 办法 规定 细则 制度 机制 管理
监督 问题 措施 政策 营商环境 通报 通知 报告 请示 批复 意见 通告 公告 纪要 企业
个体工商户 市场主体 经营 生产 生产经营 安全 安全生产 质量 产品 食品 药品 特种设备
设备 部分 全部 各类 重点 一般 涉及 存在 发现 超期 未检 未经 擅自 严重 违法 违法行为
行为 危险 风险 场所 场内 叉车 电梯 锅炉 气瓶 燃气 消防 火灾 危险化学品 烟花爆竹 建筑
工地 渣土 运输 工业 工业园区 工业集中区 集中区 园区 开发区 农贸市场 市场 集市 学校
校园 周边 秩序 环境 占道 摊贩 摊点 门店 餐饮 油烟 噪声 养殖 渔业 农药 种子 文化 旅游
娱乐 网吧 教育 培训 交通 水利 民政 卫生 健康 应急 应急管理 自然资源 生态环境
城市管理 市场监督管理 住房 城乡建设 农业农村 司法 公安 财政 税务 电动自行车 销售
维修 加油站 宾馆 酒店 超市 网络 平台 数据 推送 公示 随机 随机抽取 抽取 抽查 对象
对象名录库 名录库 事项 事项清单 场景 整治行动 联合行动 联合检查 综合体检 体检报告
责令 改正 申诉 复核 复函 回复 答复 建议 等次 奖励 表彰 处分 调回 借调 晋升 第一季度
第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 下半年 同志 有关事项 第一片区
"""
_WORDS = sorted(_LEXICON.split(), key=len, reverse=True)
_PIECE = re.compile(
    r"\d+年(?:\d+月)?(?:\d+日)?份?|\d+[月日号个项人次批期]?份?|[A-Za-z]+|"
    + "|".join(_WORDS)
)
_OPENING, _CLOSING = "《（“〈〔", "》）”〉〕、，：的和与及"


def break_title(
    text: str, *, names: Sequence[str] = (), limit: float = TITLE_EMS
) -> tuple[str, ...]:
    """Break a title into lines that keep words whole and narrow or widen evenly.

    Args:
        text: The title.
        names: Names in it that must stay whole though parts of them are words.
        limit: Longest line, in characters.

    Returns:
        One line, a trapezium (梯形) of two or more, or a rhombus (菱形) of three.

    Source: GB/T 9704—2012, 7.3.1.
    """
    if ems(text) <= limit:
        return (text,)
    words = _words(text, names, limit)
    if ems(text) > _SHAPED * limit:
        return tuple(_filled(words, limit))
    for count in range(2, len(words) + 1):
        shapes = list(_shapes(words, count, limit))
        if shapes:
            return min(shapes, key=lambda one: (_ugliness(one), -ems(one[0]), one))
    return tuple(_cut(text, limit))


def _shapes(
    words: Sequence[str], count: int, limit: float
) -> Iterator[tuple[str, ...]]:
    """Yield every way to set words in so many lines, none longer than the limit."""
    for at in range(1, len(words) - count + 2):
        line = "".join(words[:at])
        if ems(line) > limit:
            return
        if count > 1:
            for others in _shapes(words[at:], count - 1, limit):
                yield (line, *others)
        elif at == len(words):
            yield (line,)


def _filled(words: Sequence[str], limit: float) -> Iterator[str]:
    """Yield full lines of whole words: no shape is sought for a title that long."""
    line = ""
    for word in words:
        if line and ems(line + word) > limit:
            yield line
            line = ""
        *full, line = _cut(line + word, limit)
        yield from full
    yield line


def _cut(text: str, limit: float) -> Iterator[str]:
    line = ""
    for sign in text:
        if ems(line + sign) > limit:
            yield line
            line = ""
        line += sign
    yield line


def _words(text: str, names: Sequence[str], limit: float) -> list[str]:
    """Cut a title where a line may end."""
    pattern = _PIECE
    if names:
        first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        pattern = re.compile(f"{first}|{_PIECE.pattern}")
    pieces: list[str] = []
    at = 0
    for found in pattern.finditer(text):
        pieces += [text[at : found.start()], found[0]]
        at = found.end()
    pieces.append(text[at:])
    words: list[str] = []
    for piece in _signs_apart(pieces):
        glued = words and (piece in _CLOSING or words[-1][-1] in _OPENING)
        if glued and ems(words[-1] + piece) <= limit:
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _signs_apart(pieces: Iterable[str]) -> Iterator[str]:
    """Part the punctuation and particles off the unknown words around them."""
    for piece in pieces:
        yield from filter(None, re.split(f"([{_OPENING}{_CLOSING}])", piece))


def _ugliness(lines: Sequence[str]) -> float:
    """Return what speaks against a shape: the less, the better."""
    widths = [ems(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]
    falls = all(step < 0 for step in steps)
    rises = all(step > 0 for step in steps)
    top = widths.index(max(widths))
    swells = all(step > 0 for step in steps[:top]) and all(
        step < 0 for step in steps[top:]
    )
    cost = 0.0 if falls or rises or swells else 30.0
    cost += sum(max(0, abs(step) - 6) * 3 + max(0, 2 - abs(step)) * 2 for step in steps)
    return cost + 20 * sum(width < 5 for width in widths)  # noqa: PLR2004 - a stump
