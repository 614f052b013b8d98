"""What kind a file is: told by its content whatever it is called, and refused with a remedy where nothing reads it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kzgraph.errors import InputError
from kzgraph.reading.media import MOST_BYTES, READERS, media_type_of, open_bytes, open_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def archive(*names: str) -> bytes:
    """A zip archive with some empty members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\x00\x01junk before %PDF-1.4", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "application/msword"),
        (b"{\\rtf1\\ansi }", "application/rtf"),
        (archive("word/document.xml", "[Content_Types].xml"), DOCX),
        (archive("mimetype", "content.xml"), ODT),
        (archive("C_2031.xml"), "application/zip"),
        (b"PK\x03\x04 cut off", "application/zip"),
        (b"<!DOCTYPE html><html lang='mt'>", "text/html"),
        (b"  <!-- saved page -->\n<HTML><BODY>", "text/html"),
        ('\ufeff<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>'.encode(), "text/html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "text/html"),
        (b"<div><p>Il-Parlament Ewropew,</p></div>", "text/html"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<GENERAL>', "application/xml"),
        ('<?xml version="1.0" encoding="UTF-16"?><SDOCTA/>'.encode("utf-16"), "application/xml"),
        (b"<akomaNtoso><statement/></akomaNtoso>\n", "application/xml"),
        (b"From: <Saved by x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "multipart/related"),
        (b"mime-version: 1.0\nContent-Type: text/html\n\n<html>", "multipart/related"),
        (b"Note: a text of which a line says\n\nMIME-Version: 1.0\nContent-Type: multipart/related\n", None),
        (b"<Date>{30/07/2031}30.7.2031</Date>\nA text whose template shows", None),
        ("Eiropas Parlaments,\n\n– ņemot vērā".encode(), None),
        (b"", None),
    ],
)
def test_the_kind_is_in_the_content(data: bytes, kind: str | None) -> None:
    assert media_type_of(data) == kind


@pytest.mark.parametrize("kind", ["application/msword", "application/rtf", ODT])
def test_what_nothing_reads_is_refused_with_a_remedy(kind: str) -> None:
    data = {
        "application/msword": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/rtf": b"{\\rtf1",
        ODT: archive("mimetype", "content.xml"),
    }
    assert kind not in READERS
    with pytest.raises(InputError) as fault:
        open_bytes(data[kind], "annex.txt")
    assert fault.value.place == "annex.txt"
    assert "Save it as" in str(fault.value)


def test_a_text_is_a_text_whatever_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "resolution.pdf"
    file.write_text("Evropski parlament,\n\n– ob upoštevanju", "utf-8")
    (source,) = open_file(file)
    assert (source.media_type, source.text[:19]) == ("text/plain", "Evropski parlament,")


def test_more_than_a_resolution_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    with pytest.raises(InputError, match="no resolution has"):
        open_file(file)
