"""Where fuzzing begins: small invented texts in every medium."""

from __future__ import annotations

import base64
import io
import json
import quopri
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import rdflib

from kzgraph.graph.check import to_rdflib
from kzgraph.language.pack import languages
from kzgraph.pipeline import build
from kzgraph.reading import pdfium
from kzgraph.reading.layout import Glyph, Line, lines_of
from kzgraph.reading.source import decode
from kzgraph.resolve.iri import Minter
from tests.extract.frames import FRAMES, body, last, paragraph, recital
from tests.fuzz.mutators import GLYPH, packed
from tests.fuzz.words import resolution
from tests.media import markup, pages, word
from tests.media.portable import Form, typeset
from tests.media.specimen import EXAMPLES, Specimen, plain, specimen

TOP = Path(__file__).resolve().parents[2]
#: The texts of these languages are rendered into other media.
RENDERED = ("en", "bg", "el", "mt", "hr", "fi")


@cache
def short(language: str) -> Specimen:
    """A specimen of which only some units are left.

    Args:
        language: Its code.
    """
    one = specimen(language)
    numbered = [unit for unit in one.units if unit.label[0].isdigit()]
    lettered = [unit for unit in one.units if unit.label[0].isalpha()]
    cited = [unit for unit in one.units if not unit.label[0].isalnum()]
    return replace(one, units=(*cited[:2], *lettered[:2], *numbered[:2], numbered[-1]))


def texts() -> Iterator[bytes]:
    """Plain texts: specimens whole and short, traps, frames, and what the packs alone make."""
    yield from (plain(short(language)).encode() for language in languages())
    yield from (path.read_bytes() for path in sorted((TOP / "tests" / "cases").glob("*/traps/text.*")))
    yield from (path.read_bytes() for path in sorted(EXAMPLES.glob("2031-2901.*")))
    for language in FRAMES:
        yield body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)]).encode()
    for language in languages():
        for number in range(4):
            yield resolution(language, random.Random(f"{language}{number}")).encode()


def encoded() -> Iterator[bytes]:
    """Short texts in other encodings."""
    yield from texts()
    for language, encoding in (("bg", "windows-1251"), ("el", "iso-8859-7"), ("hr", "windows-1250"), ("fi", "iso-8859-15")):
        yield plain(short(language)).encode(encoding, "ignore")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"):
        yield plain(short("el")).encode(encoding)


def html() -> Iterator[bytes]:
    """Web pages in each form."""
    for at, (form, _) in enumerate(pages.FORMS.values()):
        yield form(short(RENDERED[at % len(RENDERED)]))
    yield pages.day(short("en"), "")


def saved_pages() -> Iterator[bytes]:
    """Pages saved as one file, packed in each way."""
    packings: dict[str, Callable[[bytes], bytes]] = {
        "base64": base64.encodebytes,
        "quoted-printable": quopri.encodestring,
        "8bit": bytes,
    }
    for page, packing in zip(html(), ("quoted-printable", "base64", "8bit", "quoted-printable"), strict=False):
        packed_page = packings[packing](page)
        yield (
            b"From: <Saved>\r\nSubject: =?utf-8?Q?A_=E2=80=93_B?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
            b'\ttype="text/html"; boundary="--x--y"\r\n\r\n----x--y\r\nContent-Type: text/html; charset="utf-8"\r\n'
            b"Content-ID: <a@b>\r\nContent-Location: https://example.org/TA.html\r\nContent-Transfer-Encoding: "
            + packing.encode()
            + b"\r\n\r\n"
            + packed_page
            + b"\r\n----x--y\r\nContent-Type: image/png; name*0*=utf-8''a%20; name*1=b.png\r\n"
            b'Content-Disposition: attachment; filename="=?x?Q?=41?="\r\n\r\n\x89PNG\r\n----x--y--\r\n'
        )


def coded_html() -> Iterator[bytes]:
    """Web pages that declare an encoding, true or not."""
    for page, encoding in zip(html(), ("utf-8", "windows-1253", "iso-8859-1", "utf-16", "utf-8-sig"), strict=False):
        for declared in (b"utf-8", b"windows-1251", b"x-cp1250", b"utf-16"):
            yield page.decode().encode(encoding, "xmlcharrefreplace").replace(b"charset=utf-8", b"charset=" + declared)[:6000]


def xml() -> Iterator[bytes]:
    """The three schemas."""
    forms = (markup.sdocta, partial(markup.sdocta, old=True), markup.formex, markup.akoma_ntoso)
    yield from (form(short(language)) for language in RENDERED[:4] for form in forms)


def archives() -> Iterator[bytes]:
    """Archives as the Publications Office gives them, and mixed ones."""
    for language in RENDERED[:3]:
        one = short(language)
        yield packed(
            [
                ("C_2031301XX.01014401.doc.xml", b"<DOC><BIB.DOC/></DOC>"),
                ("C_2031301XX.01015201.xml", b"<ANNEX><TITLE><TI><P>ANNEX</P></TI></TITLE><CONTENTS><P>x</P></CONTENTS></ANNEX>"),
                ("C_2031301XX.01014401.xml", markup.formex(one)),
            ]
        )
        yield packed([("a.xml", markup.sdocta(one)), ("b.txt", plain(one).encode()), ("c.html", pages.adopted(one))])
    yield packed([("d.zip", packed([("a.txt", b"x")])), ("e.xml", b"<NOTICE/>"), ("dir/", b"")])


#: The parts of a Word file that its text does not need.
_NEEDLESS = re.compile(r"docProps/|customXml/|word/(?:theme/|stylesWithEffects|settings|webSettings|fontTable)")
_RELATION = re.compile(rb'<Relationship [^>]*Target="([^"]*)"[^>]*/>')
_STYLES = f"""<w:styles xmlns:w="{word.W}"><w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="character" w:styleId="HideTWBExt"><w:name w:val="HideTWBExt"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Point"><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="93"/></w:numPr></w:pPr>
</w:style></w:styles>"""


def word_files() -> Iterator[bytes]:
    """Word files of each kind, without what their texts do not need, stored unpacked so that their members can be damaged."""
    for at, form in enumerate((word.typed, word.listed, word.tabled) * 2):
        with zipfile.ZipFile(io.BytesIO(form(short(RENDERED[at])))) as held:
            members = {name: held.read(name) for name in held.namelist() if not _NEEDLESS.match(name)}
        members["word/styles.xml"] = _STYLES.encode()
        for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
            for relation in _RELATION.finditer(members[name]):
                if folder + relation[1].decode() not in members:
                    members[name] = members[name].replace(relation[0], b"")
        yield packed(list(members.items()))


def _portable() -> Iterator[bytes]:
    forms = (
        Form(),
        Form(height=330),
        Form(columns=2, height=400),
        Form(columns=2, height=400, hyphens=True),
        Form(loose=True, running="X"),
    )
    yield from (typeset(short(RENDERED[at]), form) for at, form in enumerate(forms))


def portable() -> list[bytes]:
    """PDF files in each form."""
    return list(_portable())


def placed() -> Iterator[bytes]:
    """The letters of PDF files with their places, as the library gives them."""
    for file in portable():
        kept: list[bytes] = []

        def keep(glyphs: list[Glyph], hint: float | None = None, kept: list[bytes] = kept) -> tuple[list[Line], float | None]:
            kept.extend(GLYPH.pack(ord(one.text), one.left, one.right, one.base, one.size) for one in glyphs)
            kept.append(GLYPH.pack(0, 0, 0, 0, 0))
            return lines_of(glyphs, hint)

        with patch.object(pdfium, "lines_of", keep):
            pdfium.read_file(file)
        yield b"".join(kept[:700])
        yield b"".join(kept[-300:])


def decisions() -> Iterator[bytes]:
    """Decisions of each kind."""
    end = 'by = "a curator"\non = 2031-07-01\nwhy = "same seat"\n'
    yield (
        f'[[same]]\nkeep = "actor/person-ana-velin"\nalso = ["actor/person-ana-velinin"]\n{end}\n'
        f'[[different]]\none = "actor/person-a"\nother = "actor/person-b"\nworks = ["2031-2901"]\n{end}\n'
        f'[[name]]\nof = "actor/organisation-kx"\nlanguage = "mt"\nname = "Kx"\n{end}'
    ).encode()
    yield f'same = [{{keep = "instrument/x", also = [], by = "a", on = 2031-07-01T00:00:00, why = ""}}]\n[name]\n{end}'.encode()
    yield f'[[same]]\nkeep = "actor/person-a"\nalso = ["actor/person-b"]\n{end}[[same]]\nkeep = "actor/person-b"\nalso = ["actor/person-a"]\n{end}'.encode()


#: The formats of graphs, as endings; the first byte of an input chooses.
FORMATS = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")


def graphs() -> Iterator[bytes]:
    """A small graph in each format, its format before it."""
    text = body("en", [recital("en", 1, "5 of 12 Hungarian judges met on 3 May 2031")], [paragraph("en", 1), last("en", 2)])
    (built,) = build([lambda: [decode(text.encode(), "x")]], minter=Minter()).works
    whole = to_rdflib(sorted(built.graph.rows()))
    for rows in (list(whole), sorted(whole)[:12]):
        graph = rdflib.Graph()
        for row in rows:
            graph.add(row)
        for at, form in enumerate(("turtle", "nt", "nt", "trig", "json-ld", "xml")):
            dataset: rdflib.Graph = rdflib.Dataset(default_union=True) if form == "trig" else graph
            if form == "trig":
                for row in graph:
                    dataset.add(row)
            yield bytes([48 + at]) + dataset.serialize(format=form, encoding="utf-8")


def records() -> Iterator[bytes]:
    """Answers of Parliament's portal."""
    files = [
        {
            "id": f"eli/dl/doc/TA-11-2031-0144/{language}",
            "is_embodied_by": [
                {
                    "id": f"eli/dl/doc/TA-11-2031-0144/{language}/{form}",
                    "format": f"http://publications.europa.eu/resource/authority/file-type/{form.upper()}",
                    "is_exemplified_by": f"distribution/doc/TA-11-2031-0144_{language}.{form}",
                }
                for form in ("xml", "docx", "pdf")
            ],
        }
        for language in ("hr", "mt")
    ]
    document = {"data": [{"id": "eli/dl/doc/TA-11-2031-0144", "type": "Work", "is_realized_by": files}], "@context": []}
    step = {
        "id": "eli/dl/event/2031-2901-DEC",
        "decided_on_a_realization_of": ["eli/dl/doc/TA-11-2031-0144"],
        "involved_work": "doc/RC-11-2031-0065",
    }
    procedure = {
        "data": [
            {
                "id": "eli/dl/proc/2031-2901",
                "consists_of": [step, {"created_a_realization_of": {"id": "eli/dl/doc/B-11-2031-0066"}}],
            }
        ]
    }
    answers: list[object] = [document, procedure, {"data": []}]
    yield from (json.dumps(answer).encode() for answer in answers)


def references() -> Iterator[bytes]:
    """What users ask for."""
    for one in (
        "2031/2901(RSP)", "P11_TA(2031)0144", "TA-11-2031-0144", "TA-11-2031-0144_SL", "RC-B11-0065/2031", "B11-0065/2031", "52031IP0144",
        "52031IP0144(02)", "T11-0144/2031", "https://www.europarl.europa.eu/doceo/document/TA-11-2031-0144_SL.html",
        "https://eur-lex.europa.eu/legal-content/HR/TXT/?uri=CELEX:52031IP0144&LANGUAGE=MT", "http://x.europa.eu:99999/%ff+V0//FI",
    ):  # fmt: skip
        yield one.encode()
