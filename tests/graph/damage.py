"""Random damage to valid graphs, of every kind that shapes are to find: rows lost, doubled, bent, retyped, renamed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from kzgraph.graph.literals import parts
from kzgraph.graph.terms import KZ, RDF, XSD, Row

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATATYPES = ("integer", "decimal", "date", "gYearMonth", "string", "boolean", "token", "double", "dateTime", "anyURI", "int")
#: Spellings that some datatype takes and others refuse, or that two spell alike.
_SPELLINGS = (
    "0", "1", "7", "007", "+3", "-0", "-4", "3.0", "0.50", "1.5", "1e3", "", " 2 ", "x", "true", "INF", "2031-05-03", "2031-5-3",
    "2031-05-03Z", "2031-05", "2031-02-30", "99999999999999999999", "A", "AA", "b", "12a", "Ä", "date", "nl", "a/b", "\\n3",
)  # fmt: skip
_LANGUAGES = ("nl", "mt", "el", "xx", "de-at", "nl-be", "en", "nl-BE")
_CLASSES = tuple(KZ[name] for name in KZ.names() if name[0].isupper())
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


def damaged(rows: Sequence[Row], random: Random) -> list[Row]:
    """A graph with one to eight faults in it.

    Args:
        rows: The valid graph.
        random: Chooses the faults.
    """
    found = list(rows)
    for _ in range(random.randint(1, 8)):
        random.choice(_KINDS)(found, random)
    # What a set of statements is to a graph, each once in any order.
    return list(dict.fromkeys(found))


def _drop(rows: list[Row], random: Random) -> None:
    rows.pop(random.randrange(len(rows)))


def _drop_all(rows: list[Row], random: Random) -> None:
    """All that is said of one node."""
    subject = random.choice(rows)[0]
    rows[:] = [row for row in rows if row[0] != subject]


def _move(rows: list[Row], random: Random) -> None:
    """A value, a predicate or a subject from elsewhere in its place."""
    at, other = random.randrange(len(rows)), random.choice(rows)
    place = random.randrange(3)
    rows[at] = _row(rows[at], place, other[place])


def _add(rows: list[Row], random: Random) -> None:
    """A second value."""
    subject, predicate, _ = random.choice(rows)
    same = [row for row in rows if row[1] == predicate]
    rows.append((subject, predicate, random.choice(same if random.random() < 0.7 else rows)[2]))


def _retype(rows: list[Row], random: Random) -> None:
    at = random.choice([at for at, row in enumerate(rows) if row[1] == RDF.type])
    rows[at] = _row(rows[at], 2, random.choice(_CLASSES))


def _type_too(rows: list[Row], random: Random) -> None:
    rows.append((random.choice(rows)[0], RDF.type, random.choice(_CLASSES)))


def _subclass(rows: list[Row], random: Random) -> None:
    rows.append((random.choice(_CLASSES), _SUBCLASS, random.choice(_CLASSES)))


def _alter(rows: list[Row], random: Random) -> None:
    """A literal with other characters, another datatype, another language, or made an IRI."""
    literals = [at for at, row in enumerate(rows) if row[2][0] == '"']
    at = random.choice(literals)
    characters, language, datatype = parts(rows[at][2])
    change = random.randrange(4)
    if change == 0:
        characters = random.choice(_SPELLINGS)
    if change == 1:
        language, datatype = "", f"<{_XSD}{random.choice(_DATATYPES)}>"
    if change == 2:
        language, datatype = random.choice(_LANGUAGES), ""
    if change == 3:
        language, datatype, characters = "", random.choice(("", XSD.integer, XSD.decimal)), random.choice(_SPELLINGS)
    end = f"@{language}" if language else f"^^{datatype}" if datatype else ""
    value = f'"{characters}"{end}'
    if random.random() < 0.3:
        rows.append(_row(rows[at], 2, value))
    else:
        rows[at] = _row(rows[at], 2, value)


def _rename(rows: list[Row], random: Random) -> None:
    """Another IRI for a node, wherever it stands, or in one place alone; now and then no IRI at all."""
    node = random.choice(rows)[0]
    bent = [f"{node[:-1]}x>", f"{node[:-1]}/1>", "<urn:other>", node.replace("resolution", "Resolution")]
    new = "_:b1" if random.random() < 0.1 else random.choice(bent)
    everywhere = random.random() < 0.7
    once = random.randrange(len(rows))
    for at, (subject, predicate, value) in enumerate(rows):
        if everywhere or at == once:
            rows[at] = (new if subject == node else subject, predicate, new if value == node else value)


def _to_iri(rows: list[Row], random: Random) -> None:
    at = random.randrange(len(rows))
    rows[at] = _row(rows[at], 2, random.choice(("<urn:value>", random.choice(rows)[0], '"text"', '"tekst"@nl')))


def _row(row: Row, place: int, token: str) -> Row:
    parts_of = list(row)
    parts_of[place] = token
    return parts_of[0], parts_of[1], parts_of[2]


_KINDS: tuple[Callable[[list[Row], Random], None], ...] = (
    _drop, _drop, _drop_all, _move, _move, _add, _add, _retype, _type_too, _subclass, _alter, _alter, _alter, _rename, _to_iri,
)  # fmt: skip
