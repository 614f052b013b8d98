"""Which tables there are and what their columns say: the one place to look for, or to add, a column.

A table has a row per thing of one class; or, where it follows a property, a row per thing and value of that property.
"""

from __future__ import annotations

from dataclasses import dataclass

from kzgraph.graph.terms import ONTOLOGY, prefixes

KZ = ONTOLOGY
ELI = prefixes()["eli"]
SKOS = prefixes()["skos"]
TYPE = prefixes()["rdf"] + "type"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or for texts one per language.

    Args:
        name: Of the column; a text has its language behind it: ``title_mt``.
        title: What people read above it.
        property: The IRI of the property whose value it shows; empty for the thing itself.
        kind: "key" for things of these tables, "name" for things of a vocabulary or an ontology, "iri" for things elsewhere,
            "class" for the special classes of the thing, "text" for texts in languages, else the name of a datatype of XML
            Schema; "day" is a date or a month of a year.
        table: Whose key it is, for a key.
        many: There can be several values.
        required: There always is a value.
        of_value: It is said of the value of the property that the table follows, not of the thing.
    """

    name: str
    title: str
    property: str
    kind: str
    table: str = ""
    many: bool = False
    required: bool = False
    of_value: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Args:
        name: Of the table and its files.
        about: What a row is, a sentence.
        of: The IRI of the class of its things.
        columns: From left to right.
        follows: The IRI of a property with a row per value; empty for a row per thing.
        key: The columns that tell rows apart.
        general: Classes that all its things have, which say nothing in a column of kind "class".
        target: A table: there are rows for the things that lead into it alone.
    """

    name: str
    about: str
    of: str
    columns: tuple[Column, ...]
    follows: str = ""
    key: tuple[str, ...] = ("id",)
    general: tuple[str, ...] = ()
    target: str = ""


def _id(title: str) -> Column:
    return Column("id", title, "", "key", required=True)


_PLACE = (
    Column("unit", "unit", f"{KZ}inUnit", "key", "units", required=True),
    Column("version", "version", f"{KZ}inVersion", "key", "versions", required=True),
    Column("start", "first character", f"{KZ}start", "integer", required=True),
    Column("end", "behind the last character", f"{KZ}end", "integer", required=True),
    Column("rule", "rule", f"{KZ}rule", "name", required=True),
    Column("confidence", "confidence", f"{KZ}confidence", "decimal", required=True),
)
_WORDS = Column("words", "words", f"{KZ}content", "text", many=True)
_NAME = Column("name", "name", f"{SKOS}prefLabel", "text", many=True)
_OTHER_NAMES = Column("other_names", "other names", f"{SKOS}altLabel", "text", many=True)
_LINKS = (
    Column("exact_match", "the same elsewhere", f"{SKOS}exactMatch", "iri", many=True),
    Column("same_as", "identical elsewhere", f"{prefixes()['owl']}sameAs", "iri", many=True),
    Column("see_also", "more elsewhere", f"{prefixes()['rdfs']}seeAlso", "iri", many=True),
)


def _evidence(name: str, about: str, statements: str) -> Table:
    of = _id("evidence")
    statement = Column("statement", statements.rstrip("s"), f"{KZ}evidenceOf", "key", statements, required=True)
    return Table(name, about, f"{KZ}Passage", (of, statement, *_PLACE), target=statements)


def _mentions(things: str) -> Table:
    kind = things.rstrip("s")
    thing = Column(kind, kind, f"{KZ}refersTo", "key", things, required=True)
    printed = Column("printed", "printed", f"{KZ}exact", "string", required=True)
    about = f"Where a version names one of the {things}."
    return Table(f"{kind}_mentions", about, f"{KZ}Mention", (_id("mention"), thing, printed, *_PLACE), target=things)


def _actors_of_act(name: str, about: str, property_: str) -> Table:
    act = Column("act", "act", "", "key", "acts", required=True)
    actor = Column("actor", "actor", f"{KZ}{property_}", "key", "actors", required=True)
    return Table(name, about, f"{KZ}SpeechAct", (act, actor), f"{KZ}{property_}", ("act", "actor"))


#: All tables, what is pointed at before what points.
TABLES = (
    Table(
        "resolutions",
        "A resolution, whatever the language or stage in which it is read.",
        f"{KZ}Resolution",
        (
            _id("resolution"),
            Column("date", "date", f"{ELI}date_document", "date"),
            Column("procedure", "procedure", f"{KZ}procedure", "string", many=True),
            Column("number", "number of the adopted text", f"{KZ}adoptedTextNumber", "string", many=True),
            Column("celex", "CELEX number", f"{KZ}celex", "string", many=True),
            Column("title", "title", f"{prefixes()['dcterms']}title", "text", many=True),
        ),
    ),
    Table(
        "sources",
        "A file as it was received.",
        f"{KZ}Source",
        (
            _id("source"),
            Column("sha256", "SHA-256", f"{KZ}sha256", "string", required=True),
            Column("media_type", "media type", f"{KZ}mediaType", "string"),
            Column("encoding", "encoding", f"{KZ}encoding", "string"),
            Column("length", "characters", f"{KZ}length", "integer"),
        ),
    ),
    Table(
        "versions",
        "The text of a resolution in one language at one stage.",
        f"{KZ}LanguageVersion",
        (
            _id("version"),
            Column("resolution", "resolution", f"{KZ}versionOf", "key", "resolutions", required=True),
            Column("language", "language", f"{KZ}language", "string", required=True),
            Column("stage", "stage", f"{KZ}stage", "name", required=True),
            Column("title", "title", f"{ELI}title", "string"),
            Column("source", "source", f"{prefixes()['prov']}wasDerivedFrom", "key", "sources", required=True),
        ),
    ),
    Table(
        "units",
        "A citation, recital or paragraph.",
        f"{KZ}Unit",
        (
            _id("unit"),
            Column("resolution", "resolution", f"{KZ}partOf", "key", "resolutions", required=True),
            Column("kind", "kind", TYPE, "class", required=True),
            Column("label", "label", f"{KZ}label", "string", required=True),
            Column("position", "position", f"{KZ}position", "integer", required=True),
        ),
        general=(f"{KZ}Unit",),
    ),
    Table(
        "texts",
        "The words of a unit in a version.",
        f"{KZ}UnitText",
        (
            _id("text"),
            Column("unit", "unit", f"{KZ}textOf", "key", "units", required=True),
            Column("version", "version", f"{KZ}inVersion", "key", "versions", required=True),
            Column("printed_label", "printed label", f"{KZ}printedLabel", "string"),
            Column("start", "first character", f"{KZ}start", "integer", required=True),
            Column("end", "behind the last character", f"{KZ}end", "integer", required=True),
            Column("text", "text", f"{KZ}text", "string", required=True),
        ),
    ),
    Table(
        "findings",
        "What a recital finds.",
        f"{KZ}Finding",
        (
            _id("finding"),
            Column("unit", "unit", f"{KZ}inUnit", "key", "units", required=True),
            Column("position", "position", f"{KZ}position", "integer", required=True),
            _WORDS,
        ),
    ),
    Table(
        "acts",
        "What Parliament does in a paragraph: demands, condemns, welcomes and so on.",
        f"{KZ}SpeechAct",
        (
            _id("act"),
            Column("unit", "unit", f"{KZ}inUnit", "key", "units", required=True),
            Column("position", "position", f"{KZ}position", "integer", required=True),
            Column("force", "force", TYPE, "class", required=True),
            Column("verb", "verb", f"{KZ}verb", "name"),
            Column("deadline", "deadline", f"{KZ}deadline", "day", many=True),
            _WORDS,
        ),
        general=(f"{KZ}SpeechAct",),
    ),
    Table(
        "actors",
        "A person, body, office, state or group.",
        f"{KZ}Actor",
        (_id("actor"), Column("kind", "kind", TYPE, "class", required=True), _NAME, _OTHER_NAMES, *_LINKS),
        general=(f"{KZ}Actor",),
    ),
    Table(
        "instruments",
        "A legal or political text, or a mechanism, that a resolution names.",
        f"{KZ}Instrument",
        (_id("instrument"), Column("kind", "kind", TYPE, "class", many=True, required=True), _NAME, _OTHER_NAMES, *_LINKS),
        general=(f"{KZ}Instrument",),
    ),
    Table(
        "provisions",
        "An article, paragraph, rule or point of an instrument.",
        f"{KZ}Provision",
        (
            _id("provision"),
            Column("instrument", "instrument", f"{KZ}provisionOf", "key", "instruments", required=True),
            Column("pinpoint", "pinpoint", f"{KZ}pinpoint", "string", required=True),
        ),
    ),
    _actors_of_act("addressees", "Who is to carry out a demand or an instruction.", "addressee"),
    _actors_of_act("concerned", "Whom an act is about.", "concerns"),
    _actors_of_act("recipients", "To whom a resolution is forwarded.", "recipient"),
    _mentions("actors"),
    _mentions("instruments"),
    _mentions("provisions"),
    Table(
        "dates",
        "Where a version prints a day, or a month of a year.",
        f"{KZ}DateMention",
        (
            _id("mention"),
            Column("date", "date", f"{KZ}date", "day", required=True),
            Column("printed", "printed", f"{KZ}exact", "string", required=True),
            *_PLACE,
        ),
    ),
    Table(
        "figures",
        "Where a version prints a count or a rank.",
        f"{KZ}FigureMention",
        (
            _id("mention"),
            Column("figure", "figure", f"{KZ}figure", "integer", required=True),
            Column("printed", "printed", f"{KZ}exact", "string", required=True),
            *_PLACE,
        ),
    ),
    _evidence("finding_evidence", "The characters of a version in which a finding stands.", "findings"),
    _evidence("act_evidence", "The characters of a version in which an act stands.", "acts"),
    Table(
        "divergences",
        "A point on which the versions of a unit do not agree.",
        f"{KZ}Divergence",
        (
            _id("divergence"),
            Column("unit", "unit", f"{KZ}inUnit", "key", "units", required=True),
            Column("on", "on", f"{KZ}divergesOn", "string", required=True),
        ),
    ),
    Table(
        "readings",
        "What a version has where versions do not agree.",
        f"{KZ}Divergence",
        (
            Column("divergence", "divergence", "", "key", "divergences", required=True),
            Column("evidence", "evidence", f"{KZ}reading", "iri", required=True),
            Column("version", "version", f"{KZ}inVersion", "key", "versions", required=True, of_value=True),
            Column("printed", "printed", f"{KZ}exact", "string", of_value=True),
        ),
        f"{KZ}reading",
        ("divergence", "evidence"),
    ),
)
