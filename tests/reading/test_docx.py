"""Word files: the same graph as from plain text, all that is hidden passed over, and whatever is broken refused with a reason."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kzgraph.cli import main
from kzgraph.errors import InputError
from kzgraph.language.pack import languages
from kzgraph.reading.docx import parts
from kzgraph.reading.media import media_type_of, open_bytes
from kzgraph.reading.numbering import Numbering, written
from kzgraph.reading.source import decode
from tests.media import word
from tests.media.specimen import facts, facts_of, plain, specimen

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def text_of(body: str, **rest: str) -> str:
    """The text that is read of a Word file with this body."""
    (part,) = parts(word.document(body, **rest), "a.docx")
    return part.text


def changed(data: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """A package with changed members; None leaves one out.

    Args:
        data: The package.
        change: Given the name and the bytes of each member.
        added: Further members by name.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            blob = change(name, old.read(name))
            if blob is not None:
                new.writestr(name, blob)
        for name, blob in added.items():
            new.writestr(name, blob)
    return held.getvalue()


def with_document(xml: str) -> bytes:
    """A Word file whose main part is this."""
    return changed(word.document(""), lambda name, blob: xml.encode() if name == "word/document.xml" else blob)


# ---------------------------------------------------------------- same text, same graph


@cache
def printed_facts(language: str) -> list[tuple[str, ...]]:
    """The graph of a specimen as plain text, with the foot of its pages."""
    one = specimen(language)
    return facts([decode(f"{plain(one)}\n{word.foot(one)}".encode(), "plain")])


@pytest.mark.parametrize("render", [word.typed, word.listed, word.tabled])
@pytest.mark.parametrize("language", ["bg", "el", "en", "fr", "hr", "pl"])
def test_a_specimen_gives_the_graph_of_the_plain_text(language: str, render: Callable[..., bytes]) -> None:
    one = specimen(language)
    assert facts_of(render(one)) == printed_facts(language)


@pytest.mark.parametrize("language", sorted(set(languages()) - {"bg", "el", "en", "fr", "hr", "pl"}))
def test_every_language_is_read_as_it_is_printed(language: str) -> None:
    one = specimen(language)
    printed = " ".join(f"{plain(one)} {word.foot(one)}".split())
    for render in (word.typed, word.listed, word.tabled):
        (part,) = parts(render(one), "a.docx")
        # A list cannot print the sign that a text has typed: its bullet is a sign of the font.
        assert " ".join(part.text.replace("\uf02d", "–").split()) == printed


def test_the_command_line_builds_word_files_and_folders_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for language in ("lv", "sk"):
        (folder / f"{language}.docx").write_bytes(word.typed(specimen(language)))
    assert main(["build", str(folder), "-o", str(tmp_path / "graph.ttl"), "--quiet"]) == 0
    graph = (tmp_path / "graph.ttl").read_text("utf-8")
    assert graph.count(f'kz:mediaType "{DOCX}"') == 2


# ---------------------------------------------------------------- what is printed and what is not


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (word.paragraph(word.HIDDEN + word.run("Ar an")), "Ar an"),
        (word.paragraph(word.FIELD + word.run("Ar an")), "Ar an"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r></w:p>", ""),
        ('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>yes</w:t></w:r></w:p>', "yes"),
        ('<w:p><w:fldSimple w:instr=" FILENAME "><w:r><w:t>yes</w:t></w:r></w:fldSimple></w:p>', "yes"),
        (
            '<w:p><w:moveFrom w:id="1"><w:r><w:t>no</w:t></w:r></w:moveFrom><w:moveTo w:id="2"><w:r><w:t>yes</w:t></w:r></w:moveTo></w:p>',
            "yes",
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>lake</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>s</w:t></w:r></w:sdtContent></w:sdt></w:p>",
            "lakes",
        ),
        (
            "<w:p><w:r><w:t>UE</w:t><w:noBreakHyphen/><w:t>Veldo</w:t><w:softHyphen/><w:t>ria</w:t></w:r></w:p>",
            "UE\u2011Veldoria",
        ),
        ('<w:p><w:r><w:sym w:font="Symbol" w:char="F02D"/><w:tab/><w:t>having</w:t></w:r></w:p>', "\uf02d having"),
        ("<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>", "one\ntwo"),
        (
            '<w:p><w:r><w:t>km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>',
            "km<sup>2</sup>",
        ),
        ('<w:p><w:r><w:t>1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>er</w:t></w:r></w:p>', "1er"),
        (
            '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>',
            "one two",
        ),
        ('<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>one</w:t></w:r></w:p>', "one"),
        (
            (
                "<w:p><w:r><w:t>one</w:t><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
                "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
                "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> line</w:t></w:r></w:p>"
            ),
            "one line\n\nbox",
        ),
        (
            (
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><v:textbox><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
                "</w:txbxContent></v:textbox></w:r></w:p>"
            ),
            "",
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p><w:r><w:t>a field without end hides nothing</w:t></w:r></w:p>',
            "a field without end hides nothing",
        ),
        (
            (
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText><w:fldChar w:fldCharType="begin"/>'
                '<w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/>'
                '<w:fldChar w:fldCharType="separate"/><w:t>shown</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ),
            "shown",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>17.11.2031</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>GA</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "17.11.2031 | GA",
        ),
    ],
)
def test_what_is_printed_is_read(body: str, text: str) -> None:
    assert text_of(body) == text


def test_notes_are_numbered_as_they_are_pointed_to() -> None:
    body = word.paragraph(word.marked("Ormhaven{2}, Lake Orm{1} and again{2}, lost{7}"))
    (part,) = parts(word.document(body, notes=("The lake.", "The town.")), "a.docx")
    assert part.text == (
        "Ormhaven<sup>1</sup>, Lake Orm<sup>2</sup> and again<sup>1</sup>, lost\n\n<sup>1</sup> The town.\n\n<sup>2</sup> The lake."
    )


def test_a_note_to_the_title_is_no_part_of_it() -> None:
    one = specimen("en")
    body = word.paragraph(word.run(one.title) + word.marked("{1}") + word.run(f" {one.procedure}"))
    body += word.paragraph(word.run(one.opening)) + word.paragraph(word.run("– having regard to the Treaty,"))
    body += word.paragraph(word.run("1. Calls on Veldoria to listen."))
    rows = facts_of(word.document(body, notes=("OJ C 1, 1.1.2031, p. 1.",)))
    assert {row[2] for row in rows if row[1].endswith("title>")} == {f'"{one.title}"@en'}


def test_labels_are_counted_as_word_counts_them() -> None:
    lists = parse_xml(f"""<w:numbering xmlns:w="{word.W}">
      <w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/><w:lvlRestart w:val="0"/></w:lvl>
      </w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
      <w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>
    </w:numbering>""")
    count = Numbering(lists)
    asked = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 0), (1, 0), (3, 0), (0, 0)]
    assert [count.label(list_, level, None) for list_, level in asked] == [
        "I.", "I.1.", "I.2.", "a)", "II.", "II.1.", "b)", "IX.", "X.", "XI.", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "form", "label"),
    [(27, "upperLetter", "AA"), (1, "russianUpper", "\u0410"), (10, "russianUpper", "\u041a"), (1999, "lowerRoman", "mcmxcix"),
     (7, "decimalZero", "07"), (10**8, "upperRoman", "100000000"), (-2, "lowerLetter", "-2"), (4, "aiueo", "4")],
)  # fmt: skip
def test_counts_are_written(count: int, form: str, label: str) -> None:
    assert written(count, form) == label


def test_files_with_macros_are_read_without_them() -> None:
    def with_macros(name: str, blob: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return blob.replace(
                b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
            )
        return blob

    plain_file = word.typed(specimen("fi"))
    with_them = changed(plain_file, with_macros, **{"word/vbaProject.bin": b"Sub AutoOpen()"})
    assert with_them != plain_file
    assert [one.text for one in parts(with_them, "a.docm")] == [one.text for one in parts(plain_file, "a.docx")]


def test_what_lies_outside_the_file_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_rest: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr("socket.socket.connect", refuse)
    link = b'<Relationship Id="rId99" TargetMode="External" Target="http://127.0.0.1:9/%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/>'
    links = b"".join(link % (kind, kind) for kind in (b"attachedTemplate", b"footer", b"footnotes"))
    data = changed(
        word.document(word.paragraph(word.run("text"))),
        lambda name, blob: (
            blob.replace(b"</Relationships>", links + b"</Relationships>") if name == "word/_rels/document.xml.rels" else blob
        ),
    )
    assert [one.text for one in parts(data, "a.docx")] == ["text"]


# ---------------------------------------------------------------- hostile files

#: Each entity is ten of the one before it.
ENTITIES = '<!DOCTYPE a [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {new} "{("&" + old + ";") * 10}">' for old, new in pairwise("abcdefghijk")
)


def bomb() -> bytes:
    """A member of nothing but zeros that unpacks to more than a resolution has."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "")
        with made.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(64):
                member.write(bytes(2**20))
    return held.getvalue()


def locked() -> bytes:
    """A package whose members say that they are locked."""
    data = bytearray(word.document(""))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "unpacks to"),
        (locked(), "locked"),
        (word.document("")[:-30], "damaged|zip"),
        (
            with_document(
                f'{ENTITIES}]><w:document xmlns:w="{word.W}"><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>'
            ),
            "entit",
        ),
        (with_document(f'{ENTITIES}]><w:document xmlns:w="{word.W}" w:x="&k;"/>'), "damaged|entities"),
        (
            with_document(
                f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{word.W}"><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>'
            ),
            "entit",
        ),
        (with_document("<w:document"), "damaged"),
        (with_document(f'<w:document xmlns:w="{word.W}">{"<w:p>" * 5000}'), "damaged"),
        (with_document(""), "damaged"),
        (with_document(f'<w:document xmlns:w="{word.W}"><w:body/></w:document>'), "holds no text"),
        (changed(word.document(""), lambda name, blob: None if name == "_rels/.rels" else blob), "no document|damaged"),
        (changed(word.document(""), lambda name, blob: None if name == "word/styles.xml" else blob), "damaged"),
        (changed(word.document(""), lambda name, blob: b"<a/>" if name == "[Content_Types].xml" else blob), "damaged"),
        (
            changed(
                word.document(""), lambda name, blob: b"<Types><Default/></Types>" if name == "[Content_Types].xml" else blob
            ),
            "damaged",
        ),
    ],
)
def test_broken_and_hostile_packages_are_refused(data: bytes, reason: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=reason) as fault:
            open_bytes(data, "trap.docx")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert fault.value.place == "trap.docx"
    assert fault.value.remedy
    assert most < 64 * 2**20


def test_a_label_cannot_blow_a_text_up() -> None:
    body = "".join(
        word.paragraph(word.run("x"), '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="93"/></w:numPr>') for _ in range(200)
    )
    assert len(text_of(body, point="%2" * 50_000)) < 200 * 500


def test_a_file_with_its_main_part_elsewhere_is_a_word_file() -> None:
    moved = changed(
        word.document(word.paragraph(word.run("moved"))), lambda _name, blob: blob.replace(b"document.xml", b"document2.xml")
    )
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(moved)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("document.xml", "document2.xml"), old.read(name))
    assert media_type_of(held.getvalue()) == DOCX
    assert open_bytes(held.getvalue(), "a.docx")[0].text == "moved"


# ---------------------------------------------------------------- damage by chance


def outcome_of(data: bytes) -> str:
    """The text, or the reason why there is none."""
    try:
        return "".join(one.text for one in open_bytes(data, "a"))
    except InputError as fault:
        return f"{fault.reason}. {fault.remedy}"


MEMBERS = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
)
WHOLE = word.listed(specimen("en"))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), member=st.sampled_from(MEMBERS))
def test_any_damage_gives_a_text_or_a_reason(seed: int, member: str) -> None:
    chance = random.Random(seed)

    def damage(name: str, blob: bytes) -> bytes:
        if name != member:
            return blob
        pieces = bytearray(blob)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(pieces))
            kind = chance.randrange(4)
            if kind == 0:
                pieces[at] = chance.randrange(256)
            elif kind == 1:
                del pieces[at : at + chance.randint(1, 60)]
            elif kind == 2:
                pieces[at:at] = pieces[: chance.randint(1, 80)]
            else:
                # Names and values changed leave XML that can be parsed and means something else.
                word_ = chance.choice([b'w:val="1"', b'"rId', b"w:p>", b"w:abstractNumId", b'w:id="', b'w:styleId="'])
                pieces = bytearray(
                    bytes(pieces).replace(word_, chance.choice([b'w:val="-9999999999"', b"", b"w:r>", b'w:id="']), 1)
                )
            if not pieces:
                break
        return bytes(pieces)

    outcome_of(changed(WHOLE, damage))
    cut = bytearray(WHOLE[: chance.randrange(len(WHOLE))])
    outcome_of(bytes(cut))
    torn = bytearray(WHOLE)
    torn[chance.randrange(len(torn))] ^= 1 << chance.randrange(8)
    outcome_of(bytes(torn))


VALUES = ["", "-1", "0", "99999999999", "%1%2%9", "x" * 500, "true", "begin", "end"]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), member=st.sampled_from(MEMBERS))
def test_elements_in_any_order_give_a_text_or_a_reason(seed: int, member: str) -> None:
    chance = random.Random(seed)

    def shuffled(name: str, blob: bytes) -> bytes:
        if name != member:
            return blob
        root = etree.fromstring(blob)
        elements = list(root.iter("{*}*"))
        for _ in range(chance.randint(1, 25)):
            one, other = chance.choice(elements), chance.choice(elements)
            above = one.getparent()
            kind = chance.randrange(4)
            if kind == 0 and above is not None:
                above.remove(one)
            elif kind == 1 and one.attrib:
                one.set(chance.choice(list(one.attrib)), chance.choice(VALUES))
            elif kind == 2:
                one.tag = other.tag
            elif kind == 3 and one is not other and one not in other.iterancestors():
                other.append(one)
        return etree.tostring(root)

    outcome_of(changed(WHOLE, shuffled))
