"""The specimens as XML: Parliament's SDOCTA of two ages, Formex, Akoma Ntoso."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from tests.media.specimen import MARK, Specimen, Unit

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_POINT = re.compile(r"(\S+?\))\s(.*)", re.DOTALL)


def _words(text: str, note: Callable[[int], str], date: str = '<DATE ISO="{0}">{0}</DATE>') -> str:
    """Words with their notes, and elements in them that have text behind."""
    dated = _YEAR.sub(lambda found: date.format(found[0]), escape(text))
    return MARK.sub(lambda found: note(int(found[1])), dated)


def _is(unit: Unit, kind: str) -> bool:
    return kind == ("paragraph" if unit.label[0].isdigit() else "recital" if unit.label[0].isalpha() else "citation")


def _of(specimen: Specimen, kind: str) -> list[Unit]:
    return [unit for unit in specimen.units if _is(unit, kind)]


def _points(unit: Unit) -> list[tuple[str, str]]:
    """Label and text of the points of a unit."""
    return [(found[1], found[2]) for found in map(_POINT.fullmatch, unit.paragraphs[1:]) if found]


def _title(specimen: Specimen) -> str:
    return escape(f"{specimen.title} {specimen.procedure}".strip())


def _note(specimen: Specimen, number: int) -> str:
    """The text of a note; a specimen that lost its notes has some all the same in XML."""
    notes = specimen.notes or ("OJ C 1, 1.1.2030, p. 1.",) * 3
    return escape(notes[number - 1])


def sdocta(specimen: Specimen, *, old: bool = False) -> bytes:
    """Parliament's own; the old form has recitals in the elements of paragraphs."""

    def note(number: int) -> str:
        return f"<FOOTNOTE><FIELD>{_note(specimen, number)}</FIELD></FOOTNOTE>"

    def unit(one: Unit, element: str) -> str:
        words = _words(one.paragraphs[0], note)
        points = "".join(f"<P><NO.P>{label}</NO.P>{escape(text)}</P>" for label, text in _points(one))
        return f"<{element}><P><NO.P>{one.label}</NO.P>{words}</P>{points}</{element}>\n"

    visas = "".join(unit(one, "VISA") for one in _of(specimen, "citation"))
    recitals = "".join(unit(one, "ACTION" if old else "CONS") for one in _of(specimen, "recital"))
    actions = [unit(one, "ACTION") for one in _of(specimen, "paragraph")]
    title = f'<TI><STRING BOLD="on">{_title(specimen)}</STRING></TI>' if _title(specimen) else ""
    return (
        f'{DECLARATION}<SDOCTA STATUS="DEF4"><TXTLST><RESOL>{title}\n<TEXT><PREAMBLE>'
        f'<PRINIT><STRING ITALIC="on">{specimen.opening}</STRING></PRINIT>\n<GRVISA>{visas}</GRVISA>'
        f"{'' if old else f'<GRCONS>{recitals}</GRCONS>'}</PREAMBLE>\n<DISPOSITIF><ACTLST>{recitals if old else ''}"
        f'<ACTINIT><STRING BOLD="on">Ormhaven, 2031:</STRING></ACTINIT>{"".join(actions[:-1])}'
        f'<ACTINIT><STRING BOLD="on">o o o</STRING></ACTINIT>{actions[-1]}</ACTLST></DISPOSITIF></TEXT></RESOL></TXTLST></SDOCTA>'
    ).encode()


def formex(specimen: Specimen) -> bytes:
    """The Official Journal's: dash lists without dashes, labels in elements, quotation marks as codes."""

    def note(number: int) -> str:
        words = _note(specimen, number)
        return f'<NOTE NOTE.ID="E{number:04}" NUMBERING="ARAB" TYPE="FOOTNOTE"><P><REF.DOC.OJ>{words}</REF.DOC.OJ></P></NOTE>'

    def words(one: Unit) -> str:
        text = _words(one.paragraphs[0], note)
        return text.replace("\N{LEFT SINGLE QUOTATION MARK}", '<QUOT.START CODE="2018"/>')

    def numbered(one: Unit) -> str:
        items = "".join(f"<ITEM><NP><NO.P>{a}</NO.P><TXT>{escape(b)}</TXT></NP></ITEM>\n" for a, b in _points(one))
        points = f'<P><LIST TYPE="alpha">{items}</LIST></P>' if items else ""
        return f"<NP>\n  <NO.P>{one.label}</NO.P>\n  <TXT>{words(one)}</TXT>\n{points}</NP><?PAGE NO='144'?>\n"

    visas = "".join(f"<ITEM><P>{words(one)}</P></ITEM>\n" for one in _of(specimen, "citation"))
    recitals = "".join(f"<ITEM>{numbered(one)}</ITEM>" for one in _of(specimen, "recital"))
    paragraphs = [numbered(one) for one in _of(specimen, "paragraph")]
    middle = len(specimen.title.split()) // 2
    lines = (" ".join(specimen.title.split()[:middle]), " ".join(specimen.title.split()[middle:]), specimen.procedure)
    title = "".join(f"<P>{escape(line)}</P>\n" for line in lines if line)
    if title:
        title = f"<TITLE><TI>{title}<NO.DOC.C>(2031/C 301/15)</NO.DOC.C></TI></TITLE>"
    return (
        f'{DECLARATION}<GENERAL NNC="YES"><BIB.INSTANCE><DATE ISO="20310612">20310612</DATE><LG.DOC>XX</LG.DOC></BIB.INSTANCE>'
        f'{title}\n<CONTENTS><PREAMBLE.GEN><PREAMBLE.INIT><P><HT TYPE="ITALIC">{specimen.opening}</HT></P></PREAMBLE.INIT>\n'
        f'<LIST TYPE="DASH">{visas}</LIST></PREAMBLE.GEN>\n<GR.SEQ LEVEL="1"><LIST TYPE="ALPHA">{recitals}</LIST>'
        f"</GR.SEQ><GR.SEQ><TITLE><TI><P>Ormhaven, 2031:</P></TI></TITLE>{''.join(paragraphs[:-1])}</GR.SEQ>"
        f"<GR.SEQ><TITLE><TI><P>o o o</P></TI></TITLE>{paragraphs[-1]}</GR.SEQ></CONTENTS></GENERAL>"
    ).encode()


def annex() -> bytes:
    """An annex whose numbers begin anew."""
    points = "".join(f"<NP><NO.P>{n}.</NO.P><TXT>The lakes are to be kept clean, point {n}.</TXT></NP>" for n in range(1, 12))
    return (
        f"{DECLARATION}<ANNEX><BIB.INSTANCE><NO.SEQ>0026.0001</NO.SEQ></BIB.INSTANCE><TITLE><TI><P>ANNEX</P></TI></TITLE>"
        f"<CONTENTS>{points}</CONTENTS></ANNEX>"
    ).encode()


def akoma_ntoso(specimen: Specimen) -> bytes:
    """A drafting tool's: citations without dashes, points as elements of their own."""

    def note(number: int) -> str:
        return f'<authorialNote marker="{number}" placement="bottom"><p>{_note(specimen, number)}</p></authorialNote>'

    def words(one: Unit) -> str:
        return _words(one.paragraphs[0], note, '<date date="{0}">{0}</date>')

    def unit(one: Unit, element: str) -> str:
        num = f"<num>{one.label}</num>" if one.label else ""
        if not _points(one):
            return f"<{element}>{num}<content><p>{words(one)}</p></content></{element}>\n"
        points = "".join(f"<point><num>{a}</num><content><p>{escape(b)}</p></content></point>\n" for a, b in _points(one))
        return f"<{element}>{num}<list><intro><p>{words(one)}</p></intro>{points}</list></{element}>\n"

    citations = "".join(f"<citation><p>{words(one)}</p></citation>\n" for one in _of(specimen, "citation"))
    recitals = "".join(unit(one, "recital") for one in _of(specimen, "recital"))
    paragraphs = "".join(unit(one, "paragraph") for one in _of(specimen, "paragraph"))
    title = (
        f"<preface><longTitle><p><docTitle>{_title(specimen)}</docTitle></p></longTitle></preface>" if _title(specimen) else ""
    )
    return (
        f'{DECLARATION}<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">'
        f"<meta><identification><FRBRWork/></identification></meta>{title}\n<preamble><formula name='enacting'><p>{specimen.opening}"
        f"</p></formula>\n<citations>{citations}</citations><recitals>{recitals}</recitals></preamble>"
        f"<mainBody>{paragraphs}</mainBody></statement></akomaNtoso>"
    ).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of some files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def formex_zip(specimen: Specimen) -> bytes:
    """As the Publications Office gives it: a notice, the resolution, its annex, a picture."""
    return zipped(
        {
            "C_2031301XX.01014401.doc.xml": f"{DECLARATION}<DOC><BIB.DOC/></DOC>".encode(),
            "C_2031301XX.01015201.xml": annex(),
            "C_2031301XX.01014401.xml": formex(specimen),
            "C_2031301XX.01014401.tif": b"II*\x00" + bytes(64),
        }
    )
