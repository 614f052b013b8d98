"""A specimen as a Word file, in the two ways Parliament's files are made: with all labels typed, and with automatic lists."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from tests.media.specimen import MARK, Specimen

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: Lists of the file: dashes, letters, numbers, and bracketed letters a level below the numbers.
LISTS = """
<w:abstractNum w:abstractNumId="{n}1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF02D;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="{n}2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{letters}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="{n}3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="{point}"/></w:lvl></w:abstractNum>
<w:num w:numId="{n}1"><w:abstractNumId w:val="{n}1"/></w:num><w:num w:numId="{n}2"><w:abstractNumId w:val="{n}2"/></w:num>
<w:num w:numId="{n}3"><w:abstractNumId w:val="{n}3"/></w:num>
"""
HIDDEN = '<w:r><w:rPr><w:rStyle w:val="HideTWBExt"/></w:rPr><w:t>&lt;Titre&gt;{12/06/2031}</w:t></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TC "(2031 - X)"\\l3 \\n&gt; \\* MERGEFORMAT </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def marked(text: str) -> str:
    """Runs of a text with marks such as "{1}" as references to notes."""
    pieces = MARK.split(text)
    return "".join(
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{int(piece) + 1}"/></w:r>'
        if at % 2
        else run(piece)
        for at, piece in enumerate(pieces)
    )


def worn(text: str) -> str:
    """The same with what editing leaves: torn runs, a soft hyphen, text deleted and inserted, a field in a sentence."""
    words = text.split(" ", 3)
    if len(words) < 4 or MARK.search(" ".join(words[:3])):
        return marked(text)
    first, second, third, rest = words
    soft = f"{second[:2]}</w:t><w:softHyphen/><w:t>{second[2:]}" if second.isalpha() else second
    return (
        f'{run(first + " ")}<w:del w:id="7"><w:r><w:delText>2041 </w:delText></w:r></w:del>'
        f'<w:r><w:t>{soft}</w:t></w:r><w:ins w:id="8">{run(" ")}</w:ins>{FIELD}'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref1 \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(third)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden 1999</w:t></w:r>{marked(' ' + rest)}"
    )


def footnotes(notes: Sequence[str]) -> str:
    """The part with the notes, separators included, in another order than they are pointed to."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for at, kind in enumerate(("separator", "continuationSeparator"))
    )
    texts = [
        f'<w:footnote w:id="{at}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:tab/></w:r>{run(note)}</w:p></w:footnote>'
        for at, note in enumerate(notes, 2)
    ]
    return f'<w:footnotes xmlns:w="{W}">{separators}{"".join(reversed(texts))}</w:footnotes>'


def document(
    body: str, *, notes: Sequence[str] = (), page_foot: str = "", letters: str = "upperLetter", point: str = "(%2)"
) -> bytes:
    """A Word file with this body.

    Args:
        body: Its paragraphs and tables.
        notes: Their texts; notes have the numbers from 2 on.
        page_foot: The text of the page foot.
        letters: How the list of letters counts.
        point: How the points below a number are printed.
    """
    file = docx.Document()
    file.styles.add_style("HideTWBExt", 2)
    lists = parse_xml(f'<w:numbering xmlns:w="{W}">{LISTS.format(n=9, letters=letters, point=point)}</w:numbering>')
    for one in list(lists):
        file.part.numbering_part.element.append(one)
    for one in reversed(list(parse_xml(f"<w:body {SPACES}>{body}</w:body>"))):
        file.element.body.insert(0, one)
    if notes:
        blob = footnotes(notes).encode()
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, blob, file.part.package)
        file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    if page_foot:
        file.sections[0].footer.paragraphs[0].text = page_foot
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _head(one: Specimen) -> Iterator[str]:
    if one.title:
        yield paragraph(HIDDEN + run(one.title) + FIELD)
        yield paragraph(run(one.procedure))
    yield paragraph(run(one.opening))


def foot(one: Specimen) -> str:
    """What its pages print below the text."""
    return f"RC\\2901000{one.language.upper()}.docx\t3/4\tPE801.101v01-00 }}"


def typed(one: Specimen) -> bytes:
    """A specimen with every label typed in front of a tab, worn by editing."""
    body = list(_head(one))
    for unit in one.units:
        first, *rest = unit.paragraphs
        body.append(paragraph(f"<w:r><w:t>{escape(unit.label)}</w:t><w:tab/></w:r>{worn(first)}"))
        body += [paragraph(marked(text)) for text in rest]
    return document("".join(body), notes=one.notes, page_foot=foot(one))


def listed(one: Specimen) -> bytes:
    """A specimen whose labels Word computes, where Word has such letters."""
    body = list(_head(one))
    letters, printed = "upperLetter", "(%2)"
    for unit in one.units:
        first, *rest = unit.paragraphs
        letter = unit.label[0]
        if letter == "\u0410":
            letters = "russianUpper"
        counted = letter.isdigit() or letter in "–ABCDEF" or letters == "russianUpper"
        key = "93" if letter.isdigit() else "91" if not letter.isalpha() else "92"
        if counted:
            body.append(paragraph(marked(first), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{key}"/></w:numPr>'))
        else:
            body.append(paragraph(run(f"{unit.label}  ") + marked(first)))
        for text in rest:
            point = re.match(r"\(?[a-z]\)\s*", text)
            printed = re.sub("[a-z]", "%2", point.group().strip()) if point else printed
            level = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="93"/></w:numPr>' if point else ""
            body.append(paragraph(marked(text[point.end() if point else 0 :]), level))
    return document("".join(body), notes=one.notes, page_foot=foot(one), letters=letters, point=printed)


def tabled(one: Specimen) -> bytes:
    """A specimen set as the Official Journal sets it: each unit a table of its label and its text."""
    body = list(_head(one))
    for unit in one.units:
        text = "".join(paragraph(marked(text)) for text in unit.paragraphs)
        cells = f"<w:tc>{paragraph(run(unit.label))}</w:tc><w:tc>{text}</w:tc>"
        body.append(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>")
    return document("".join(body), notes=one.notes, page_foot=foot(one))
