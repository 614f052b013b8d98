"""Damage as disks, converters and attackers do it: the same seed, the same damage."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Sequence

from lxml import etree

_TAG = re.compile(rb"<[^<>]*>")
#: What stands in no honest file at this place.
_ODD = (
    b"<", b">", b"&", b"&nbsp;", b"&foo;", b"&#0;", b"&#x1F600;", b"\x00", b"\xff\xfe", b"\xc3", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"<?x", b"?>", b"<!DOCTYPE x [<!ENTITY y 'z'>]>", b"<NO.P>9.</NO.P>", b"<NO.P/>", b"<num>A.</num>", b"<NOTE NOTE.REF='E0001'/>",
    b"<NOTE/>", b"<FOOTNOTE/>", b"<QUOT.START CODE='D800'/>", b"<QUOT.START CODE='-1'/>", b"<QUOT.START CODE='110000'/>", b"<ANNEX/>",
    b"<RESOL/>", b"<ITEM>", b"</ITEM>", b"<HT TYPE='SUP'>2", b"<noteRef href='#'/>", b"<sup>1</sup>", b"<TBL><CELL>1</CELL></TBL>",
    b"1.", b"A. ", b"\xe2\x80\x93 ", b"\n\n", b"\xe2\x80\xa8", b"\xc2\xa0" * 40, b"x" * 3000,
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes with one to six faults in them.

    Args:
        data: Whole bytes.
        chance: Decides all.
    """
    for _ in range(chance.randint(1, 6)):
        data = chance.choice((_cut, _drop, _swap, _flip, _insert, _double, _tags))(data, chance)
    return data


def _place(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 8, 60, 400, 3000)))


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.3 else data


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + data[end:]


def _swap(data: bytes, chance: random.Random) -> bytes:
    (start, end), (other, last) = sorted((_place(data, chance), _place(data, chance)))
    if end > other:
        return data
    return data[:start] + data[other:last] + data[end:other] + data[start:end] + data[last:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    start, _ = _place(data, chance)
    return data[:start] + chance.choice(_ODD) + data[start:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _place(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 30)) + data[end:]


def _tags(data: bytes, chance: random.Random) -> bytes:
    """Two tags change places, or one goes with its partner's name kept: files stay parseable more often than not."""
    tags = list(_TAG.finditer(data))
    names = re.findall(rb"</?([A-Za-z][\w.]*)", data)
    if len(tags) < 2 or not names:
        return data
    one, other = sorted(chance.sample(tags, 2), key=lambda tag: tag.start())
    if chance.random() < 0.5:
        name, new = chance.choice(names), chance.choice(names)
        return re.sub(rb"(</?)" + re.escape(name) + rb"(?=[\s/>])", rb"\g<1>" + new, data)
    return data[: one.start()] + other.group() + data[one.end() : other.start()] + one.group() + data[other.end() :]


def rearranged(data: bytes, chance: random.Random, names: Sequence[str]) -> bytes:
    """A file whose elements were moved, doubled, renamed, wrapped or unwrapped: still XML, but of no schema.

    Args:
        data: A whole file.
        chance: Decides all.
        names: What elements may be called.
    """
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 40)):
        elements = [one for one in root.iter("{*}*") if one is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        action = chance.randrange(5)
        if action == 0:
            one.tag = chance.choice(names)
        elif action == 1 and other not in set(one.iterdescendants()) | {one}:
            other.insert(chance.randrange(len(other) + 1), one)
        elif action == 2 and len(elements) < 2000:
            other.append(copy.deepcopy(one))
        elif action == 3:
            one.append(etree.Element(chance.choice(names)))
            one[-1].text, one.text = one.text, None
        elif action == 4:
            one.text, one.tail = one.tail, one.text
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
