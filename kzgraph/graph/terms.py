"""The terms that are written, as N-Triples tokens, in closed namespaces: a name that is not declared cannot be used.

A token is what N-Triples prints: ``<iri>``, ``"text"@mt``, ``"3"^^<…integer>``. All writers start from tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from kzgraph.resources import ontology_folder

#: Subject, predicate and object of a statement, as tokens.
Row = tuple[str, str, str]

_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PREFIX = re.compile(r'sh:prefix\s+"([^"]*)"\s*;\s*sh:namespace\s+"([^"]*)"')


def iri(text: str) -> str:
    """Return the token of an IRI.

    >>> iri("https://w3id.org/kzgraph/id/resolution/2031-2901")
    '<https://w3id.org/kzgraph/id/resolution/2031-2901>'
    """
    return f"<{text}>"


def text(value: str, language: str | None = None) -> str:
    r"""Return the token of a text, with its language where it has one.

    >>> text('l-"għadira"', "mt")
    '"l-\\"għadira\\""@mt'
    """
    escaped = _UNSAFE.sub(_escape, value)
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def _escape(found: re.Match[str]) -> str:
    letter = found.group()
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"


def typed(value: str, datatype: str) -> str:
    """Return the token of a literal of some datatype, itself a token."""
    return f'"{value}"^^{datatype}'


@lru_cache(maxsize=2**16)
def integer(value: int) -> str:
    """Return the token of a whole number."""
    return typed(str(value), XSD.integer)


def date(value: str) -> str:
    """Return the token of a date by its true precision.

    >>> date("2031-05").rpartition("#")[2]
    'gYearMonth>'
    """
    return typed(value, XSD.date if len(value) == len("2031-05-03") else XSD.gYearMonth)


class Namespace:
    """A closed namespace: attributes are tokens, an undeclared one is an error.

    Args:
        base: What all its names begin with.
        names: All names that may be used.

    >>> KZ.Recital
    '<https://w3id.org/kzgraph/ontology#Recital>'
    >>> KZ.Reictal
    Traceback (most recent call last):
    AttributeError: https://w3id.org/kzgraph/ontology#Reictal is not declared
    """

    def __init__(self, base: str, names: str) -> None:
        self._base = base
        self._tokens: Mapping[str, str] = {name: iri(base + name) for name in names.split()}
        # Attributes of its own cost a look-up; only what is not declared comes to __getattr__.
        vars(self).update(self._tokens)

    def __getattr__(self, name: str) -> str:
        raise AttributeError(f"{self._base}{name} is not declared")

    def __getitem__(self, name: str) -> str:
        return self._tokens[name] if name in self._tokens else self.__getattr__(name)

    def names(self) -> tuple[str, ...]:
        """Return all declared names."""
        return tuple(self._tokens)


#: The namespace of our own terms.
ONTOLOGY = "https://w3id.org/kzgraph/ontology#"

KZ = Namespace(
    ONTOLOGY,
    """
    Resolution LanguageVersion Source Unit Citation Recital Paragraph UnitText Finding Evidence Passage DateMention FigureMention
    procedure adoptedTextNumber celex versionOf language stage sha256 mediaType encoding length partOf label position mentionsDate
    mentionsFigure textOf inVersion text printedLabel start end inUnit content attestedIn rule confidence evidenceOf date figure
    exact SpeechAct Demand Instruction Condemnation Concern Commendation Condolence Statement verb addressee concerns recipient
    deadline Actor Collective Institution Office Organisation Person State
    Instrument Agreement Convention Dialogue Index Mechanism NationalLaw OfficialStatement ParliamentResolution PolicyDocument
    ProceduralRules Report SanctionsRegime Treaty UnionAct
    Provision provisionOf pinpoint Mention refersTo mentions Divergence divergesOn reading
    MetadataRecord RecordDivergence TabledText Vote describes reference recordedTitle recordedDate recordedProcedure replacedBy
    adoptedAs voteOn voteDate votesFor votesAgainst abstentions divergesFrom printedIn recordedValue printedValue
    """,
)
STAGE = Namespace("https://w3id.org/kzgraph/vocab/stage/", "motion joint-motion adopted-text unknown")
RULE = Namespace(
    "https://w3id.org/kzgraph/vocab/rule/",
    """
    label opener sentence continuation full-date day-list month-year numeric-date digits number-word rank
    verb known-name state-body bare-body dated-text numbered-text short-form pinpoint role name-list subject organisation-role
    repeated-name surname titled-surname pronoun instructed-president
    """,
)
VERB = Namespace(
    "https://w3id.org/kzgraph/vocab/verb/",
    """
    calls-on urges asks requests demands insists invites encourages recommends expects reiterates-call calls-for instructs
    condemns deplores regrets denounces rejects expresses-concern is-concerned notes-with-concern welcomes praises supports
    stands-with expresses-solidarity pays-tribute thanks expresses-condolences recalls notes takes-note stresses underlines
    emphasises reiterates considers believes points-out acknowledges reaffirms draws-attention declares expresses-view approves
    """,
)
OWL = Namespace("http://www.w3.org/2002/07/owl#", "sameAs differentFrom")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", "prefLabel altLabel exactMatch")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#", "integer decimal date gYearMonth string boolean anyURI")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "seeAlso")
DCTERMS = Namespace("http://purl.org/dc/terms/", "source title")
PROV = Namespace("http://www.w3.org/ns/prov#", "Entity wasDerivedFrom")
ELI = Namespace(
    "http://data.europa.eu/eli/ontology#",
    "Work Expression WorkSubdivision realizes is_part_of language title date_document type_subdivision",
)
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
SUBDIVISION = Namespace("http://publications.europa.eu/resource/authority/subdivision/", "CIT RCT PAR")


@cache
def prefixes() -> Mapping[str, str]:
    """Return prefix and namespace of every vocabulary, from ``ontology/prefixes.ttl``, the only table of them.

    >>> prefixes()["kz"]
    'https://w3id.org/kzgraph/ontology#'
    """
    return dict(_PREFIX.findall((ontology_folder() / "prefixes.ttl").read_text("utf-8")))


_RULE_BLOCK = re.compile(r"^rule:([\w-]+) a skos:Concept ;(.*?)\.\s*$", re.DOTALL | re.MULTILINE)
_CONFIDENCE = re.compile(r"kz:confidence\s+([\d.]+)\s*;")


@cache
def confidences() -> Mapping[str, str]:
    """Return for each rule the share of its statements that is expected to be right, from ``ontology/vocab/rules.ttl``.

    >>> float(confidences()["full-date"]) > 0.9
    True
    """
    blocks = _RULE_BLOCK.findall((ontology_folder() / "vocab" / "rules.ttl").read_text("utf-8"))
    return {name: found.group(1) for name, block in blocks if (found := _CONFIDENCE.search(block))}
