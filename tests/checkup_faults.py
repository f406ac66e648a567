"""Every fault that is planted in a good paper to be found."""

import io
import re
import zipfile

import docx

from tests.checkup_papers import SENTENCE
from tests.papers import parts_of
from workbench.reports import checkup

BODY = "word/document.xml"
STYLES, SETTINGS = "word/styles.xml", "word/settings.xml"


def changed(content, part, edit):
    """Return a file with one of its parts edited."""
    parts = parts_of(content)
    before = parts[part].decode()
    after = edit(before)
    assert after != before, "the fault was not planted"
    parts[part] = after.encode()
    return zipped(parts)


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def swap(old, new, count=1):
    def edit(xml):
        assert old in xml, old
        return xml.replace(old, new, count)

    return edit


def of_paragraph(words, edit):
    """Edit the XML of the one paragraph that has these words."""

    def whole(xml):
        for found in re.findall(r"<w:p>.*?</w:p>", xml):
            if words in re.sub(r"<[^>]+>", "", found):
                return xml.replace(found, edit(found), 1)
        raise AssertionError(words)

    return whole


def plus(words, markup):
    """Put a property behind the style of a paragraph, in place of its own."""
    name = re.match(r"<(w:[a-zA-Z]+)", markup)[1]

    def edit(xml):
        bare = re.sub(rf"<{name} [^>]*/>", "", xml, count=1)
        return re.sub(r"(<w:pStyle [^>]*/>)", rf"\1{markup}", bare, count=1)

    return of_paragraph(words, edit)


def run_plus(words, markup):
    """Put a property into the runs of the paragraph that has these words."""
    return of_paragraph(words, lambda xml: xml.replace("</w:rPr>", f"{markup}</w:rPr>"))


def without(words):
    return of_paragraph(words, lambda _xml: "")


def style(name, old, new):
    def edit(xml):
        found = re.search(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', xml)[0]
        assert old in found, found
        return xml.replace(found, found.replace(old, new))

    return edit


_NUMBERS = re.compile(r"[\s\d—-]+")  # the words of a page number


def texts(content):
    """Return every word of a file, its edges too, as python-docx reads it."""
    file = docx.Document(io.BytesIO(content))
    found = [one.text for one in file.paragraphs]
    for table in file.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    edges = {
        _NUMBERS.sub("", paragraph.text)
        for section in file.sections
        for edge in (
            *(section.header, section.first_page_header, section.even_page_header),
            *(section.footer, section.first_page_footer, section.even_page_footer),
        )
        for paragraph in edge.paragraphs
    }
    return [*found, *sorted(edges - {""})]


def told(content):
    found = checkup.inspect(content, "样件.docx").deviations
    return [f"{one.rule}｜{one.place}｜{one.found}｜{one.required}" for one in found]


def unsaid(content):
    """Return a file whose properties no longer say what it is."""
    return changed(
        content,
        "docProps/core.xml",
        lambda xml: re.sub(r"<cp:(keywords|category)>.*?</cp:\1>", "", xml),
    )


# --- planted faults ------------------------------------------------------------------

S, D = "统筹执法力量", "2026年3月5日"
FIRST, TITLE, TO = "现将2026年", "有关事项的通知", "各乡镇人民政府"
NUMBER, MARK, NAME = "东综执〔2026〕24号", "综合行政执法局文件", "东海县综合行政执法局"
COPIES, PRINTED = "抄送：", "印发"
PRINTED_ROW = (
    '<w:p><w:pPr><w:pStyle w:val="Imprint"/></w:pPr>'
    "<w:r><w:t>县综合行政执法局办公室　2026年3月6日印发</w:t></w:r></w:p>"
)
EXACT = '<w:spacing w:line="{}" w:lineRule="exact"/>'

FAULTS = [
    # the page
    (
        "幅面尺寸",
        "notice",
        BODY,
        swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', 9),
    ),
    ("页边与版心", "notice", BODY, swap('w:top="2098"', 'w:top="1985"')),
    ("页边与版心", "notice", BODY, swap('w:left="1588"', 'w:left="1701"')),
    ("页边与版心", "form", BODY, swap('w:right="1474"', 'w:right="1588"')),
    ("文档网格", "notice", BODY, swap('w:linePitch="579"', 'w:linePitch="312"')),
    ("行数", "notice", BODY, plus(FIRST, EXACT.format(580))),
    ("行数", "notice", BODY, plus(FIRST, EXACT.format(560))),
    ("行数", "notice", BODY, plus(TO, '<w:spacing w:line="360" w:lineRule="auto"/>')),
    ("行数", "notice", STYLES, style("Body", 'w:line="579"', 'w:line="600"')),
    (
        "每行字数",
        "notice",
        STYLES,
        style("Body", '<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'),
    ),
    (
        "字体",
        "notice",
        BODY,
        of_paragraph(FIRST, swap('w:hint="eastAsia"', 'w:eastAsia="宋体"')),
    ),
    (
        "字体",
        "notice",
        BODY,
        of_paragraph(
            FIRST, swap('w:hint="eastAsia"', 'w:ascii="Calibri" w:hAnsi="Calibri"')
        ),
    ),
    (
        "字体",
        "notice",
        BODY,
        of_paragraph("总体要求", swap('w:hint="eastAsia"', 'w:eastAsia="仿宋_GB2312"')),
    ),
    (
        "字体",
        "notice",
        STYLES,
        style("Heading2", 'w:eastAsia="楷体_GB2312"', 'w:eastAsia="黑体"'),
    ),
    (
        "字体",
        "notice",
        STYLES,
        style("Title", 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="宋体"'),
    ),
    (
        "字体",
        "notice",
        STYLES,
        style("Mark", 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="黑体"'),
    ),
    (
        "字体",
        "request",
        BODY,
        of_paragraph("周建国", swap("楷体_GB2312", "仿宋_GB2312", 9)),
    ),
    (
        "字体",
        "notice",
        STYLES,
        style("Label", 'w:eastAsia="黑体"', 'w:eastAsia="仿宋_GB2312"'),
    ),
    (
        "字体",
        "notice",
        BODY,
        of_paragraph(PRINTED, swap('w:hint="eastAsia"', 'w:eastAsia="楷体"', 9)),
    ),
    (
        "表格和文书字体",
        "form",
        STYLES,
        style("Body", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="微软雅黑"'),
    ),
    (
        "字号",
        "notice",
        STYLES,
        style("Title", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>'),
    ),
    (
        "字号",
        "notice",
        STYLES,
        style("Body", '<w:sz w:val="32"/>', '<w:sz w:val="30"/>'),
    ),
    ("字号", "notice", BODY, run_plus(COPIES, '<w:sz w:val="32"/>')),
    ("字号", "notice", BODY, run_plus(D, '<w:sz w:val="28"/>')),
    ("字形", "notice", BODY, run_plus(TITLE, "<w:b/>")),
    ("字形", "notice", BODY, run_plus("总体要求", "<w:b/>")),
    ("字形", "notice", STYLES, style("Heading2", "<w:rPr>", "<w:rPr><w:b/>")),
    ("字形", "notice", BODY, run_plus(FIRST, '<w:u w:val="single"/>')),
    ("字形", "notice", BODY, run_plus(FIRST, "<w:i/>")),
    ("文字颜色", "notice", BODY, run_plus(FIRST, '<w:color w:val="FF0000"/>')),
    (
        "文字颜色",
        "notice",
        STYLES,
        style("Heading1", "<w:rPr>", '<w:rPr><w:color w:val="365F91"/>'),
    ),
    ("不套红", "form", BODY, run_plus("责令改正通知书", '<w:color w:val="FF0000"/>')),
    # the head
    ("发文机关标志", "notice", BODY, without(MARK)),
    ("标志用语", "letter", BODY, swap(f"{NAME}</w:t>", f"{NAME}文件</w:t>")),
    ("标志用语", "minutes", BODY, swap("联席会议纪要</w:t>", "联席会议记录</w:t>")),
    ("标志颜色", "notice", STYLES, style("Mark", '<w:color w:val="FF0000"/>', "")),
    ("标志颜色", "notice", STYLES, style("Mark", "FF0000", "C00000")),
    ("标志居中", "notice", BODY, plus(MARK, '<w:jc w:val="left"/>')),
    (
        "标志位置",
        "notice",
        BODY,
        of_paragraph(MARK, lambda xml: re.sub(r'w:y="\d+"', 'w:y="3400"', xml)),
    ),
    (
        "标志位置",
        "letter",
        BODY,
        of_paragraph(NAME, lambda xml: re.sub(r'w:y="\d+"', 'w:y="3964"', xml)),
    ),
    ("发文字号", "notice", BODY, without(NUMBER)),
    *[
        ("发文字号写法", "notice", BODY, swap(NUMBER, wrong))
        for wrong in (
            "东综执[2026]24号",
            "东综执【2026】24号",
            "东综执(2026)24号",
            "东综执（2026）24号",
            "东综执〔2026〕第24号",
            "东综执〔2026〕024号",
            "东综执〔26〕24号",
            "东综执2026年第24号",
        )
    ],
    ("发文字号写法", "letter", BODY, swap("〔2026〕7号", "[2026]7号")),
    ("发文字号位置", "notice", BODY, plus(NUMBER, '<w:jc w:val="left"/>')),
    (
        "发文字号空行",
        "notice",
        BODY,
        of_paragraph(
            NUMBER, lambda xml: re.sub(r'w:before="\d+"', 'w:before="3000"', xml)
        ),
    ),
    ("签发人", "notice", BODY, swap(NUMBER, f"{NUMBER}　签发人：周建国")),
    (
        "签发人",
        "request",
        BODY,
        of_paragraph(
            "签发人", lambda xml: xml.replace("签发人：", "").replace("周建国", "")
        ),
    ),
    ("签发人冒号", "request", BODY, swap("签发人：", "签发人:")),
    (
        "红色分隔线",
        "notice",
        STYLES,
        style("Number", 'w:color="FF0000"', 'w:color="000000"'),
    ),
    (
        "红色分隔线",
        "notice",
        STYLES,
        lambda xml: re.sub(r'(w:styleId="Number".*?)<w:pBdr>.*?</w:pBdr>', r"\1", xml),
    ),
    ("红色分隔线", "notice", STYLES, style("Number", 'w:space="8"', 'w:space="1"')),
    ("红色分隔线", "notice", BODY, plus(NUMBER, '<w:ind w:left="800" w:right="800"/>')),
    # the text
    ("标题居中", "notice", BODY, plus(TITLE, '<w:jc w:val="left"/>')),
    (
        "标题回行",
        "notice",
        BODY,
        of_paragraph(
            TITLE, swap("有关事项的通知", "有关<w:br/>事项的通知认真落实到位")
        ),
    ),
    (
        "标题空行",
        "notice",
        BODY,
        of_paragraph(TITLE, lambda xml: re.sub(r'w:before="\d+"', 'w:before="0"', xml)),
    ),
    ("标题下空行", "notice", BODY, plus(TO, '<w:spacing w:before="0"/>')),
    ("主送机关", "notice", BODY, without(TO)),
    ("主送机关冒号", "notice", BODY, of_paragraph(TO, swap("：", ":"))),
    ("主送机关冒号", "notice", BODY, of_paragraph(TO, swap("：</w:t>", "</w:t>"))),
    ("主送机关位置", "notice", BODY, plus(TO, '<w:ind w:firstLine="630"/>')),
    ("首行缩进", "notice", BODY, plus(FIRST, '<w:ind w:firstLine="0"/>')),
    (
        "首行缩进",
        "notice",
        BODY,
        plus(SENTENCE[:8], '<w:ind w:left="630" w:firstLine="0"/>'),
    ),
    (
        "首行缩进",
        "notice",
        STYLES,
        style("Body", 'w:firstLine="630"', 'w:firstLine="420"'),
    ),
    (
        "空格缩进",
        "notice",
        BODY,
        of_paragraph(
            FIRST,
            lambda xml: xml.replace("现将", "　　现将").replace(
                "</w:pPr>", '<w:ind w:firstLine="0"/></w:pPr>'
            ),
        ),
    ),
    ("空格缩进", "notice", BODY, of_paragraph(FIRST, swap("现将", "    现将"))),
    (
        "空格缩进",
        "notice",
        BODY,
        of_paragraph(FIRST, swap("<w:r>", "<w:r><w:tab/></w:r><w:r>")),
    ),
    ("右缩进", "notice", BODY, plus(FIRST, '<w:ind w:right="630"/>')),
    ("对齐", "notice", BODY, plus(FIRST, '<w:jc w:val="center"/>')),
    (
        "段间空行",
        "notice",
        BODY,
        swap("</w:p>", '</w:p><w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr></w:p>', 5),
    ),
    ("段间空行", "notice", BODY, plus("工作任务", '<w:spacing w:before="200"/>')),
    ("层次序数", "notice", BODY, swap(">1.片区", ">1、片区")),
    ("层次序数", "notice", BODY, swap(">（一）", ">(一)")),
    ("层次序数", "notice", BODY, swap(">（1）镇街", ">1）镇街")),
    ("层次序数", "notice", BODY, swap(">一、", ">一.")),
    ("层次序数", "notice", BODY, swap(">（1）镇街", ">①镇街")),
    ("层次顺序", "notice", BODY, swap(">（一）统筹", ">（1）统筹")),
    ("序数连续", "notice", BODY, swap(">二、工作", ">三、工作")),
    (
        "制表符",
        "notice",
        BODY,
        of_paragraph(FIRST, swap("事项", "</w:t><w:tab/><w:t>事项")),
    ),
    ("字间空格", "notice", BODY, of_paragraph(FIRST, swap("有关事项", "有关 事项"))),
    # what follows it
    ("附件说明写法", "notice", BODY, swap("附件：1.", "附件:1.")),
    ("附件说明写法", "notice", BODY, swap("附件：1.", "附件：1、")),
    ("附件说明写法", "notice", BODY, swap("2.报送要求<", "2.报送要求；<")),
    (
        "附件说明位置",
        "notice",
        BODY,
        plus("附件：1.", '<w:ind w:left="0" w:hanging="0"/>'),
    ),
    (
        "附件说明位置",
        "notice",
        BODY,
        of_paragraph(
            "附件：1.", lambda xml: re.sub(r'w:before="\d+"', 'w:before="0"', xml)
        ),
    ),
    ("署名和成文日期", "notice", BODY, without(D)),
    (
        "署名日期位置",
        "notice",
        BODY,
        of_paragraph(D, lambda xml: xml.replace('"center"', '"right"')),
    ),
    (
        "署名日期位置",
        "notice",
        BODY,
        of_paragraph(D, lambda xml: xml.replace('"center"', '"left"')),
    ),
    (
        "署名日期位置",
        "unsealed",
        BODY,
        of_paragraph(D, lambda xml: re.sub(r'w:left="\d+"', 'w:left="5000"', xml)),
    ),
    (
        "署名空行",
        "notice",
        BODY,
        lambda xml: re.sub(
            r'(<w:pStyle w:val="Signature"/>.*?w:before=)"\d+"', r'\1"0"', xml, count=1
        ),
    ),
    ("日期写法", "notice", BODY, swap(D, "2026年03月05日")),
    ("日期写法", "notice", BODY, swap(D, "二〇二六年三月五日")),
    ("日期写法", "notice", BODY, swap(D, "26年3月5日")),
    ("日期写法", "notice", BODY, swap("2026年3月6日印发", "2026年03月06日印发")),
    ("日期写法", "notice", BODY, swap("每月5日前", "2026年04月05日前")),
    ("此页无正文", "notice", BODY, swap("按月报送情况", "此页无正文")),
    ("附注", "request", BODY, swap("（联系人", "(联系人")),
    ("附注", "request", BODY, plus("联系人", '<w:ind w:firstLine="0"/>')),
    ("请示联系人", "request", BODY, without("联系人")),
    (
        "附件标号",
        "notice",
        BODY,
        of_paragraph("附件2", swap("<w:pageBreakBefore/>", "")),
    ),
    ("附件标号", "notice", BODY, swap(">附件2<", ">附件2：<")),
    ("附件标号", "notice", BODY, plus("附件2", '<w:ind w:firstLine="630"/>')),
    (
        "附件标题",
        "notice",
        BODY,
        lambda xml: re.sub(r'(>附件2<.*?w:before=)"\d+"', r'\1"0"', xml),
    ),
    ("附件前后一致", "notice", BODY, swap(">附件3<", ">附件4<")),
    # the imprint
    (
        "版记",
        "notice",
        BODY,
        lambda xml: re.sub(
            r'<w:p><w:pPr><w:pStyle w:val="Imprint"/>.*?</w:p>', "", xml
        ),
    ),
    ("版记分隔线", "notice", BODY, of_paragraph(COPIES, swap('w:sz="8"', 'w:sz="12"'))),
    (
        "版记分隔线",
        "notice",
        BODY,
        swap('w:sz="6" w:space="0"', 'w:sz="12" w:space="0"'),
    ),
    (
        "版记分隔线",
        "notice",
        BODY,
        of_paragraph(COPIES, lambda xml: re.sub("<w:pBdr>.*?</w:pBdr>", "", xml)),
    ),
    (
        "版记分隔线",
        "letter",
        BODY,
        plus(COPIES, '<w:pBdr><w:top w:val="single" w:sz="8"/></w:pBdr>'),
    ),
    ("抄送", "notice", BODY, swap("县司法局。", "县司法局")),
    ("抄送", "notice", BODY, swap("抄送：", "抄送:")),
    (
        "版记空字",
        "notice",
        BODY,
        of_paragraph(
            COPIES, lambda xml: re.sub(r"<w:ind [^>]*/>", '<w:ind w:left="0"/>', xml)
        ),
    ),
    ("印发", "notice", BODY, swap("6日印发", "6日")),
    (
        "印发",
        "letter",
        BODY,
        of_paragraph(
            COPIES,
            lambda xml: xml + PRINTED_ROW,
        ),
    ),
    (
        "版记位置",
        "notice",
        BODY,
        of_paragraph("6日印发", lambda xml: re.sub(r'w:y="\d+"', 'w:y="13900"', xml)),
    ),
    # the page numbers
    (
        "页码",
        "notice",
        BODY,
        lambda xml: re.sub(r"<w:footerReference [^>]*/>", "", xml),
    ),
    ("页码", "letter", BODY, lambda xml: xml.replace("<w:titlePg/>", "")),
    ("单双页", "notice", SETTINGS, swap("<w:evenAndOddHeaders/>", "")),
    ("页码样式", "notice", "word/footer1.xml", swap("— ", "-", 1)),
    ("页码样式", "notice", STYLES, style("PageNumber", "宋体", "Calibri")),
    (
        "页码样式",
        "notice",
        STYLES,
        style("PageNumber", '<w:sz w:val="28"/>', '<w:sz w:val="21"/>'),
    ),
    (
        "页码左右",
        "notice",
        "word/footer1.xml",
        swap('<w:jc w:val="right"/>', '<w:jc w:val="center"/>'),
    ),
    (
        "页码左右",
        "notice",
        "word/footer2.xml",
        swap('<w:jc w:val="left"/>', '<w:jc w:val="right"/>'),
    ),
    (
        "页码高低",
        "notice",
        BODY,
        lambda xml: re.sub(r'w:footer="\d+"', 'w:footer="720"', xml),
    ),
    (
        "页码连续",
        "notice",
        BODY,
        swap("<w:docGrid", '<w:pgNumType w:start="5"/><w:docGrid'),
    ),
    (
        "横排页码",
        "notice",
        "word/header3.xml",
        lambda xml: xml.replace('<w:textDirection w:val="tbRl"/>', ""),
    ),
    # signs
    ("标点", "notice", BODY, swap("统筹执法力量，", "统筹执法力量,")),
    ("标点", "notice", BODY, swap("不得迟报、漏报。", "不得迟报(漏报)。")),
    (
        "纸张方向",
        "request",
        BODY,
        swap('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"'),
    ),
    (
        "字体",
        "notice",
        BODY,
        of_paragraph(
            FIRST, swap('w:hint="eastAsia"', 'w:eastAsiaTheme="minorEastAsia"')
        ),
    ),
    ("字形", "notice", BODY, run_plus(FIRST, '<w:shd w:val="clear" w:fill="FFFF00"/>')),
    (
        "标志字号",
        "notice",
        BODY,
        of_paragraph(
            MARK,
            lambda xml: re.sub(r'<w:sz w:val="[0-9]+"/>', '<w:sz w:val="36"/>', xml),
        ),
    ),
    (
        "信函双线",
        "letter",
        "word/header5.xml",
        lambda xml: re.sub("<w:pBdr>.*?</w:pBdr>", "", xml),
    ),
    ("信函双线", "letter", "word/footer5.xml", swap("FF0000", "000000", 2)),
    (
        "信函双线",
        "letter",
        "word/footer5.xml",
        lambda xml: re.sub(r'w:y="[0-9]+"', 'w:y="15000"', xml),
    ),
    ("信函双线", "letter", "word/header5.xml", swap('w:w="9638"', 'w:w="8844"')),
    ("信函双线", "letter", "word/header5.xml", swap('w:sz="24"', 'w:sz="4"')),
    ("页码样式", "notice", STYLES, style("PageNumber", "<w:rPr>", "<w:rPr><w:b/>")),
    ("标点", "notice", BODY, swap("统筹执法力量，", "统筹执法力量...")),
    ("标点", "notice", BODY, swap("每月5日", "每月５日")),
    ("分栏", "notice", BODY, swap("<w:docGrid", '<w:cols w:num="2"/><w:docGrid')),
    ("印发日期", "notice", BODY, swap("3月6日印发", "3月1日印发")),
    ("层次顺序", "notice", BODY, swap(">一、总体", ">（一）总体")),
    # what a second review planted
    ("标题标点", "notice", BODY, swap("有关事项的通知<", "有关事项的通知。<")),
    ("标题标点", "notice", BODY, swap("2026年执法片区工作<", "2026年执法片区工作。<")),
    ("署名与标志", "notice", BODY, swap(f"{NAME}</w:t>", "东海县城市管理局</w:t>")),
    ("发文字号写法", "notice", BODY, swap("〔2026〕24号", "〔２０２６〕２４号")),
    ("发文字号写法", "notice", BODY, swap("〔2026〕24号", " 〔2026〕 24号")),
    *(
        ("字形", "notice", BODY, run_plus(FIRST, markup))
        for markup in (
            "<w:dstrike/>",
            '<w:vertAlign w:val="superscript"/>',
            '<w:position w:val="6"/>',
            '<w:bdr w:val="single" w:sz="4"/>',
            '<w:em w:val="dot"/>',
            "<w:outline/>",
            "<w:shadow/>",
        )
    ),
    ("边框线", "notice", BODY, plus(FIRST, '<w:shd w:val="clear" w:fill="FFFF00"/>')),
    *(
        ("页面修饰", "notice", BODY, swap("<w:docGrid", f"{markup}<w:docGrid", 9))
        for markup in (
            '<w:pgBorders><w:top w:val="single" w:sz="4"/></w:pgBorders>',
            '<w:textDirection w:val="tbRl"/>',
            '<w:vAlign w:val="center"/>',
        )
    ),
    (
        "页面修饰",
        "notice",
        BODY,
        swap("<w:body>", '<w:background w:color="FFFF00"/><w:body>'),
    ),
    ("日期写法", "notice", BODY, swap("有关事项通知", "自2026.3.5起有关事项通知")),
    ("日期写法", "notice", BODY, swap("有关事项通知", "自2026-03-05起有关事项通知")),
    ("日期写法", "notice", BODY, swap("现将2026年", "现将2026年和二〇二五年")),
    ("日期写法", "notice", BODY, swap(f"{D}<", "2026-03-05<")),
    ("日期有误", "notice", BODY, swap(f"{D}<", "2026年2月30日<")),
    ("标点", "notice", BODY, swap("通知如下。", "通知如下。。")),
    (
        "表格字号",
        "notice",
        BODY,
        lambda xml: re.sub(
            r"(<w:tc>.*?<w:r>)(?:<w:rPr>.*?</w:rPr>)?",
            r'\1<w:rPr><w:sz w:val="14"/></w:rPr>',
            xml,
            count=1,
        ),
    ),
]
