"""Papers to check: good ones of ours, one typed without care, one right by hand."""

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from tests.papers import FINAL, issuing
from workbench.reports.layout import docx_bytes
from workbench.reports.page import (
    Align,
    Attachment,
    Column,
    Heading,
    Paragraph,
    Present,
    Table,
)

SENTENCE = (
    "各镇街要统筹执法力量，落实专人负责，于每月5日前报送上月情况，不得迟报、漏报。"
)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
RED = RGBColor(255, 0, 0)
VML = (
    f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:line'
    ' id="l" style="position:absolute;z-index:1" from="0,6pt" to="442pt,6pt"'
    ' strokecolor="red" strokeweight="1.5pt"/></w:pict></w:r>'
)


def kept(file):
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def everyday():
    """A notice as somebody types it into Word's own template."""
    file = docx.Document()
    file.add_heading("关于做好执法片区工作的通知", 0)
    file.add_paragraph("各镇人民政府：")
    file.add_paragraph("现将有关事项通知如下。")
    file.add_heading("一、总体要求", 1)
    file.add_paragraph("　　各镇街要统筹执法力量，落实专人负责，每月报送情况。")
    file.add_paragraph("")
    file.add_heading("（一）任务", 2)
    mixed = file.add_paragraph("各镇街要")
    mixed.add_run("统筹").bold = True
    mixed.add_run("执法力量2026")
    for words in ("第一项工作", "第二项工作"):
        file.add_paragraph(words, style="List Number")
    file.add_table(2, 3).cell(0, 0).text = "序号"
    for words in ("东海县综合行政执法局", "2026年3月5日"):
        file.add_paragraph(words).alignment = RIGHT
    return kept(file)


# --- a paper set right by hand -------------------------------------------------------


def typed(run, name, size, latin="Times New Roman"):
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", name)):
        fonts.set(qn(f"w:{slot}"), font)
    run.font.size = Pt(size)


def indented(paragraph, **values):
    """Set an indent as Word does, counted in characters, over the one before."""
    for before in paragraph._p.get_or_add_pPr().findall(qn("w:ind")):
        before.getparent().remove(before)
    ind = OxmlElement("w:ind")
    for name, value in values.items():
        ind.set(qn(f"w:{name}"), str(value))
    paragraph._p.get_or_add_pPr().append(ind)


def line(file, text="", name="仿宋", size=16, *, first=False, align=None, right=0):
    paragraph = file.add_paragraph()
    typed(paragraph.add_run(text), name, size)
    space = paragraph.paragraph_format
    space.space_before = space.space_after = Pt(0)
    space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.95)
    values = {"firstLineChars": 200, "firstLine": 640} if first else {}
    if right:
        values |= {"rightChars": right, "right": right * 3}
    indented(paragraph, **values)
    paragraph.alignment = align
    return paragraph


def page(file):
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Twips(1422)
    grid = section._sectPr.find(qn("w:docGrid"))
    for name, value in (
        ("type", "linesAndChars"),
        ("linePitch", 579),
        ("charSpace", -849),
    ):
        grid.set(qn(f"w:{name}"), str(value))
    file.settings.odd_and_even_pages_header_footer = True
    for footer, side, chars in (
        (section.footer, RIGHT, "rightChars"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "leftChars"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        space = paragraph.paragraph_format
        space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(20)
        indented(paragraph, **{chars: 100})
        typed(paragraph.add_run("— "), "宋体", 14, "宋体")
        paragraph._p.append(
            parse_xml(
                f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:rPr><w:rFonts'
                ' w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/>'
                "</w:rPr><w:t>1</w:t></w:r></w:fldSimple>"
            )
        )
        typed(paragraph.add_run(" —"), "宋体", 14, "宋体")


def head(file, *, drawn):
    mark = line(file, "连云港市人民政府文件", "方正小标宋简体", 48, align=CENTER)
    mark.runs[0].font.color.rgb = RED
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    mark.paragraph_format.space_before = Pt(90)
    line(file), line(file)
    number = line(file, "连政发〔2026〕8号", align=CENTER)
    if drawn:
        line(file)._p.append(parse_xml(VML))
    else:
        number._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12"'
                ' w:space="8" w:color="FF0000"/></w:pBdr>'
            )
        )
        line(file)
    line(file)
    for text in ("连云港市人民政府关于进一步加强", "综合行政执法工作的通知"):
        line(file, text, "方正小标宋简体", 22, align=CENTER)
    line(file)


def imprint(file):
    table = file.add_table(2, 1)
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:color="auto"/>'
        for side, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    table._tbl.tblPr.append(
        parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>")
    )
    for row, text in enumerate(
        (
            "抄送：市委各部委，市人大常委会办公室，市政协办公室，市法院，市检察院。",
            "连云港市人民政府办公室　　　　　　　　2026年3月16日印发",
        )
    ):
        typed(table.cell(row, 0).paragraphs[0].add_run(text), "仿宋", 14)


def by_hand(*, drawn=False, blanks=False):
    """A notice of another organ, set right without any of our styles.

    Args:
        drawn: Whether the red line is a shape, not a paragraph's rule.
        blanks: Whether full-width blanks keep name and day off the right edge.
    """
    file = docx.Document()
    page(file)
    head(file, drawn=drawn)
    line(file, "各县区人民政府，市各委办局，市各直属单位：")
    line(file, "为加强综合行政执法工作，根据有关法律，现通知如下：", first=True)
    line(file, "一、总体要求", "黑体", first=True)
    line(file, "到2026年底，全市执法力量下沉比例达85%以上。", first=True)
    line(file, "（一）基本原则", "楷体", first=True)
    line(file, "1.坚持依法行政。严格按照法定权限和程序履行职责。", first=True)
    line(file, "（1）规范执法行为。", first=True)
    mixed = line(file, "（二）加强领导。", "楷体", first=True)
    typed(mixed.add_run("各县区要高度重视，确保工作落到实处。"), "仿宋", 16)
    line(file)
    line(file, "附件：1.任务清单", first=True)
    indented(line(file, "2.联系表"), leftChars=500, left=1600)
    line(file), line(file), line(file)
    name, day = "连云港市人民政府", "2026年3月15日"
    if blanks:
        indented(line(file, f"{name}　　　", align=RIGHT), rightChars=25)
        line(file, f"{day}　　　　", align=RIGHT)
    else:
        line(file, name, align=RIGHT, right=325)
        line(file, day, align=RIGHT, right=400)
    line(file, "（此件公开发布）", first=True)
    imprint(file)
    return kept(file)


def framed_letter():
    """A letter whose upper red line is the lower edge of its framed mark."""
    file = docx.Document()
    page(file)
    file.sections[0].different_first_page_header_footer = True
    mark = line(file, "连云港市司法局", "方正小标宋简体", 40, align=CENTER)
    mark.runs[0].font.color.rgb = RED
    frame = (
        '<w:framePr {} w:w="9638" w:h="1200" w:hRule="exact" w:hAnchor="page"'
        ' w:vAnchor="page" w:x="1134" w:y="1560"/>'
    )
    rule = (
        '<w:pBdr {}><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="6"'
        ' w:color="FF0000"/></w:pBdr>'
    )
    for markup in (frame, rule):
        mark._p.get_or_add_pPr().append(parse_xml(markup.format(nsdecls("w"))))
    line(file, "连司函〔2026〕7号", align=RIGHT), line(file), line(file)
    line(file, "关于商请支持执法工作的函", "方正小标宋简体", 22, align=CENTER)
    line(file)
    line(file, "市公安局：")
    line(file, "现将有关事项函告如下。", first=True)
    line(file), line(file)
    line(file, "连云港市司法局", align=RIGHT, right=375)
    line(file, "2026年3月15日", align=RIGHT, right=400)
    return file


def _begun(*texts):
    file = docx.Document()
    page(file)
    head(file, drawn=False)
    line(file, "各县区人民政府：")
    for text in ("现将有关情况通知如下。", *texts):
        line(file, text, first=True)
    return file


def _ended(file, *lines):
    line(file), line(file)
    for text, right in lines:
        line(file, text, align=RIGHT, right=right)
    imprint(file)
    return file


_ORGAN, _DAY = ("连云港市人民政府", 325), ("2026年3月15日", 400)


def _season():
    words = "二、三季度，全市共办理案件1200件，其中罚款2.5万元。"
    return _ended(_begun(words), _ORGAN, _DAY)


def _joint():
    names = ("连云港市司法局　　　　连云港市公安局　　　", 0)
    return _ended(_begun(), names, _DAY)


def _joint_rows():
    names = [(f"连云港市{one}局", 425) for one in ("司法", "公安")]
    return _ended(_begun(), *names, _DAY)


def _articles():
    file = _begun()
    line(file, "第一章　总则", "黑体", align=CENTER)
    for text in (
        "第一条　为了规范执法，制定本办法。",
        "第二条　本办法所称执法，包括下列活动：",
        "（一）日常巡查；",
        "（二）案件办理。",
    ):
        line(file, text, first=True)
    return _ended(file, _ORGAN, _DAY)


def _order():
    file = docx.Document()
    page(file)
    mark = line(file, "连云港市人民政府令", "方正小标宋简体", 48, align=CENTER)
    mark.runs[0].font.color.rgb = RED
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    mark.paragraph_format.space_before = Pt(50)
    line(file), line(file), line(file, "第12号", align=CENTER), line(file), line(file)
    line(file, "现予公布，自2026年5月1日起施行。", first=True)
    line(file), line(file)
    line(file, "市长　邢正军", align=RIGHT, right=400)
    line(file)
    line(file, "2026年3月15日", align=RIGHT, right=400)
    return file


HANDMADE = {
    "季度": _season,
    "联合行文": _joint,
    "联合行文分行": _joint_rows,
    "办法": _articles,
    "令": _order,
}


# --- good papers ---------------------------------------------------------------------


def blocks():
    return (
        Paragraph("现将2026年执法片区工作有关事项通知如下。"),
        Heading("总体要求"),
        Paragraph(SENTENCE),
        Heading("工作任务"),
        Heading("统筹执法力量。", 2, SENTENCE),
        Heading("明确工作责任", 2),
        Heading("片区指挥中心负责调度", 3),
        Heading("镇街负责日常巡查", 4),
        Heading("部门负责业务指导", 4),
        Heading("按月报送情况", 3),
        Paragraph(SENTENCE),
    )


def attachments():
    columns = (Column("序号", 12), Column("片区", 40), Column("镇街", 70, Align.LEFT))
    rows = (("1", "白塔埠片区", "白塔埠镇、黄川镇"),)
    return (
        Attachment(("执法片区一览表",), (Table(columns, rows),)),
        Attachment(("报送要求",), (Paragraph(SENTENCE), Paragraph(SENTENCE))),
        Attachment(("横排统计表",), (Table(columns, rows),), landscape=True),
    )


def notice(**others):
    paper = issuing(**others).paper(
        "通知",
        ("关于做好2026年执法片区工作", "有关事项的通知"),
        blocks(),
        attachments(),
        FINAL,
    )
    return docx_bytes(paper)


def request():
    paper = issuing(
        signer="周建国", contact="联系人：李文博，电话：0518—87654321"
    ).paper(
        "请示",
        ("关于增派执法人员的请示",),
        (Paragraph("现就增派执法人员事项请示如下。"), Paragraph("妥否，请批示。")),
        (),
        FINAL,
    )
    return docx_bytes(paper)


def letter():
    paper = issuing(number="东综执函〔2026〕7号").letter(
        "函",
        ("关于商请支持执法片区工作的函",),
        (Paragraph(SENTENCE), Paragraph("专此函达。")),
        (),
        FINAL,
    )
    return docx_bytes(paper)


def minutes():
    paper = issuing(number="〔2026〕3号").minutes(
        "东海县综合执法联席会议纪要",
        ("东海县综合执法联席会议纪要",),
        (Paragraph(SENTENCE), Present("出席", "县司法局王立，县公安局张伟")),
        (),
        FINAL,
    )
    return docx_bytes(paper)


def form():
    paper = issuing(number="东综执责改〔2026〕5号").form(
        "责令改正通知书", (Paragraph(SENTENCE),), FINAL
    )
    return docx_bytes(paper)


PAPERS = {
    "notice": notice(),
    "request": request(),
    "letter": letter(),
    "minutes": minutes(),
    "form": form(),
    "unsealed": notice(sealed=False),
}
