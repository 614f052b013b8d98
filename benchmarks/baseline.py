"""The same mapping by hand: the rdflib and pySHACL script that a linked-data engineer writes in an afternoon.

It is what kzgraph is measured against, so it is as good as such a script is: patterns compiled once per language, IRIs made
once per unit, one graph, one call of the validator, one call of the serialiser. It reads the language packs for its words and
the vocabularies for its names. It knows nothing of page feet, footnotes, torn lines, lost labels or texts without a number,
finds names by their letters and the addressee of a verb by its place, and knows no persons, provisions or dated texts.

Run it alone with: python benchmarks/baseline.py OUTPUT.ttl TEXT...
or, for an archive, work by work in one process: python benchmarks/baseline.py --each FOLDER TEXT...
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyshacl
from rdflib import DCTERMS, PROV, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kzgraph.language.pack import languages, latin_label, pack
from kzgraph.language.words import Pack
from kzgraph.resources import ontology_folder, shapes_folder

BASE = "https://w3id.org/kzgraph/id/"
KZ = Namespace("https://w3id.org/kzgraph/ontology#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
STAGE = Namespace("https://w3id.org/kzgraph/vocab/stage/")
RULE = Namespace("https://w3id.org/kzgraph/vocab/rule/")
VERB = Namespace("https://w3id.org/kzgraph/vocab/verb/")
SUBDIVISION = Namespace("http://publications.europa.eu/resource/authority/subdivision/")
LANGUAGE = Namespace("http://publications.europa.eu/resource/authority/language/")

CLASSES = {
    "citation": (KZ.Citation, SUBDIVISION.CIT),
    "recital": (KZ.Recital, SUBDIVISION.RCT),
    "paragraph": (KZ.Paragraph, SUBDIVISION.PAR),
}
PROCEDURE = re.compile(r"\((\d{4}/\d{4}\([A-Z]{3}\))\)")
BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
CITATION = re.compile(r"\s*[-–—•*]\s*")
RECITAL = re.compile(r"\s*(?:[-*]\s+)?([^\W\d_]{1,2}\.)\s+")
PARAGRAPH = re.compile(r"\s*(?:[-*]\s+)?(\d{1,3}\.)\s+")
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"(?<![\w.,/(-])\d{1,3}(?:[ .\u00a0]\d{3})*(?![\w/,.)-])")


@dataclass(frozen=True)
class Patterns:
    """What the script looks for in a language."""

    citation: re.Pattern[str]
    recital: re.Pattern[str]
    finding: re.Pattern[str]
    title: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    months: dict[str, int]


@cache
def vocabulary() -> Graph:
    """The vocabularies in one graph."""
    graph = Graph()
    for path in sorted((ontology_folder() / "vocab").glob("*.ttl")):
        graph.parse(path)
    return graph


@cache
def names() -> dict[str, tuple[dict[str, URIRef], int]]:
    """For each language actor or instrument by the words of its name, and how many words the longest name has."""
    found: dict[str, dict[str, URIRef]] = {code: {} for code in languages()}
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for subject, label in vocabulary().subject_objects(predicate):
            named = str(subject).startswith((f"{BASE}actor/", f"{BASE}instrument/"))
            if named and isinstance(subject, URIRef) and isinstance(label, Literal) and label.language in found:
                found[label.language].setdefault(" ".join(WORD.findall(str(label))), subject)
    return {code: (known, max((name.count(" ") + 1 for name in known), default=0)) for code, known in found.items()}


def phrase(words: str) -> str:
    """A phrase of a pack as a regular expression."""
    parts = [r"(?:\S+\s+){0,6}?" if word == "…" else re.escape(word).replace(r"\*", r"\w*") + r"\s+" for word in words.split()]
    return "".join(parts).removesuffix(r"\s+")


def any_of(phrases: Iterable[str]) -> str:
    """Any of some phrases, the longest first."""
    return "(?:" + ("|".join(phrase(words) for words in sorted(phrases, key=len, reverse=True)) or "(?!)") + ")"


@cache
def patterns(code: str) -> Patterns:
    """The patterns of a language, compiled once."""
    own: Pack = pack(code)
    months = {form.casefold(): number for number, forms in enumerate(own.date.months, 1) for form in forms}
    fields = {
        "{day}": r"(?P<day>\d{1,2})(?:\w{1,2}|\.|er)?",
        "{month}": "(?P<month>" + "|".join(sorted(map(phrase, months), key=len, reverse=True)) + ")",
        "{year}": r"(?P<year>(?:19|20)\d\d)",
    }
    dates = []
    for template in sorted((*own.date.full, *own.date.month_year), key=len, reverse=True):
        source = r"\s+".join(re.escape(word) for word in template.split())
        for field, expression in fields.items():
            source = source.replace(re.escape(field), expression)
        dates.append(re.compile(rf"(?<!\w){source}(?!\d)", re.IGNORECASE))
    recital = any_of(own.recital.openers)
    return Patterns(
        citation=re.compile(any_of(own.citation_openers), re.IGNORECASE),
        recital=re.compile(recital, re.IGNORECASE),
        finding=re.compile(rf"[;·.]\s+(?={recital})", re.IGNORECASE),
        title=re.compile(any_of(own.head.title), re.IGNORECASE),
        dates=tuple(dates),
        months=months,
    )


def language_of(text: str) -> str:
    """The language whose openers stand most often in the text."""
    return max(
        languages(), key=lambda code: len(patterns(code).citation.findall(text)) + len(patterns(code).recital.findall(text))
    )


def units_of(text: str, own: Patterns) -> Iterator[tuple[str, str, str, int, int]]:
    """Kind, label, printed label and offsets of each unit: a block of lines that begins with a label or a dash."""
    ranks = dict.fromkeys(CLASSES, 0)
    for block in BLOCK.finditer(text):
        dash, letter, number = (pattern.match(block.group()) for pattern in (CITATION, RECITAL, PARAGRAPH))
        if dash and own.citation.match(block.group(), dash.end()) and not ranks["recital"]:
            kind, printed, at = "citation", "", dash.end()
        elif letter and (own.recital.match(block.group(), letter.end()) or (ranks["citation"] and not ranks["paragraph"])):
            kind, printed, at = "recital", letter[1], letter.end()
        elif number and ranks["recital"]:
            kind, printed, at = "paragraph", number[1], number.end()
        else:
            continue
        ranks[kind] += 1
        label = latin_label(ranks[kind]) if kind == "recital" else str(ranks[kind])
        yield kind, label, printed, block.start() + at, block.start() + len(block.group().rstrip())


def dates_of(text: str, own: Patterns) -> Iterator[tuple[int, int, str]]:
    """Offsets and ISO form of each date."""
    taken: list[tuple[int, int]] = []
    for pattern in own.dates:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            month = own.months.get(" ".join(found["month"].split()).casefold())
            if month is None:
                continue
            value = f"{found['year']}-{month:02}"
            day = found.groupdict().get("day")
            if day and 1 <= int(day) <= 31:
                value += f"-{int(day):02}"
            yield found.start(), found.end(), value


def figures_of(text: str, dates: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, int]]:
    """Offsets and value of each number that is no date and no year."""
    for found in NUMBER.finditer(text):
        value = int(re.sub(r"\D", "", found.group()))
        if not 1900 <= value < 2100 and not any(found.start() < end and start < found.end() for start, end, _ in dates):
            yield found.start(), found.end(), value


@cache
def verb_patterns(code: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """One pattern for each verb of Parliament in a language, with force and name."""
    own = pack(code)
    subject = rf"(?:{any_of(own.subject)}\s+)?" if own.subject else ""
    phrases: dict[tuple[str, str], list[str]] = {}
    for verb in own.verbs:
        phrases.setdefault((verb.force, verb.concept), []).append(verb.phrase)
    return tuple(
        (re.compile(rf"\s*{subject}{any_of(own_phrases)}(?!\w)", re.IGNORECASE), force, concept)
        for (force, concept), own_phrases in phrases.items()
    )


def names_in(text: str, code: str) -> Iterator[tuple[int, int, URIRef]]:
    """Offsets and entity of each known name: of all runs of words the longest that is one."""
    known, longest = names()[code]
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            entity = known.get(" ".join(word.group() for word in words[at : at + size]))
            if entity is not None:
                yield words[at].start(), words[at + size - 1].end(), entity
                at += size - 1
                break
        at += 1


def acts_in(text: str, code: str) -> Iterator[tuple[int, int, int, str, str]]:
    """Start, end of the verb, end, force and verb of each clause that begins with a verb of Parliament."""
    start = 0
    for clause in re.split(r"(?<=[;·])", text):
        hits = [
            (found.end(), force, concept) for pattern, force, concept in verb_patterns(code) if (found := pattern.match(clause))
        ]
        if hits:
            end, force, concept = max(hits)
            yield start, start + end, start + len(clause.rstrip()), force, concept
        start += len(clause)


def squeeze(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def add_version(graph: Graph, data: bytes) -> None:
    """Read one text and add all statements about it.

    Args:
        graph: What to add to.
        data: The bytes of the text.
    """
    text = data.decode("utf-8-sig")
    digest = hashlib.sha256(data).hexdigest()
    code = language_of(text)
    own = patterns(code)
    procedure = PROCEDURE.search(text)
    key = procedure[1].split("(")[0].replace("/", "-") if procedure else f"x-{digest[:16]}"
    work = URIRef(f"{BASE}resolution/{key}")
    version = URIRef(f"{work}/version/{code}")
    source = URIRef(f"{BASE}source/{digest}")

    graph.add((work, RDF.type, KZ.Resolution))
    graph.add((work, RDF.type, ELI.Work))
    graph.add((version, RDF.type, KZ.LanguageVersion))
    graph.add((version, RDF.type, ELI.Expression))
    graph.add((version, KZ.versionOf, work))
    graph.add((version, ELI.realizes, work))
    graph.add((version, KZ.language, Literal(code)))
    graph.add((version, ELI.language, LANGUAGE[pack(code).authority]))
    graph.add((version, KZ.stage, STAGE["adopted-text"] if procedure else STAGE.unknown))
    graph.add((version, PROV.wasDerivedFrom, source))
    graph.add((source, RDF.type, KZ.Source))
    graph.add((source, RDF.type, PROV.Entity))
    graph.add((source, KZ.sha256, Literal(digest)))
    graph.add((source, KZ.mediaType, Literal("text/plain")))
    graph.add((source, KZ.encoding, Literal("utf-8")))
    graph.add((source, KZ.length, Literal(len(text))))
    if procedure:
        graph.add((work, KZ.procedure, Literal(procedure[1])))
        title = next((block.group() for block in BLOCK.finditer(text) if own.title.search(block.group())), None)
        if title:
            words = Literal(squeeze(PROCEDURE.sub("", title)), lang=code)
            graph.add((work, DCTERMS.title, words))
            graph.add((version, ELI.title, words))
            day = next((value for _, _, value in dates_of(title, own) if len(value) == 10), None)
            if day:
                graph.add((work, ELI.date_document, Literal(day, datatype=XSD.date)))

    for kind, label, printed, start, end in units_of(text, own):
        add_unit(graph, work, version, code, text, kind, label, printed, start, end)


def add_unit(
    graph: Graph, work: URIRef, version: URIRef, code: str, text: str, kind: str, label: str, printed: str, start: int, end: int
) -> None:
    """Add a unit with its text, findings, dates, figures, names and acts.

    Args:
        graph: What to add to.
        work: The resolution.
        version: The language version.
        code: Its language.
        text: The whole source.
        kind: "citation", "recital" or "paragraph".
        label: The language-free label.
        printed: The label as printed, or nothing.
        start: Where the words of the unit begin.
        end: Where they end.
    """
    own = patterns(code)
    unit = URIRef(f"{work}/{kind}/{label}")
    own_class, subdivision = CLASSES[kind]
    position = ord(label[-1]) - 64 + 26 * (len(label) - 1) if kind == "recital" else int(label)
    graph.add((unit, RDF.type, own_class))
    graph.add((unit, RDF.type, KZ.Unit))
    graph.add((unit, RDF.type, ELI.WorkSubdivision))
    graph.add((unit, ELI.type_subdivision, subdivision))
    graph.add((unit, KZ.partOf, work))
    graph.add((unit, ELI.is_part_of, work))
    graph.add((unit, KZ.label, Literal(label)))
    graph.add((unit, KZ.position, Literal(position)))

    unit_text = URIRef(f"{version}/{kind}/{label}")
    graph.add((unit_text, RDF.type, KZ.UnitText))
    graph.add((unit_text, RDF.type, ELI.Expression))
    graph.add((unit_text, KZ.textOf, unit))
    graph.add((unit_text, ELI.realizes, unit))
    graph.add((unit_text, KZ.inVersion, version))
    graph.add((unit_text, KZ.text, Literal(squeeze(text[start:end]), lang=code)))
    graph.add((unit_text, KZ.start, Literal(start)))
    graph.add((unit_text, KZ.end, Literal(end)))
    if printed:
        graph.add((unit_text, KZ.printedLabel, Literal(printed)))

    def add_evidence(node: URIRef, first: int, last: int, rule: str, confidence: str) -> None:
        graph.add((node, RDF.type, KZ.Evidence))
        graph.add((node, KZ.inUnit, unit))
        graph.add((node, KZ.inVersion, version))
        graph.add((node, KZ.start, Literal(start + first)))
        graph.add((node, KZ.end, Literal(start + last)))
        graph.add((node, KZ.rule, RULE[rule]))
        graph.add((node, KZ.confidence, Literal(confidence, datatype=XSD.decimal)))

    words = text[start:end]
    if kind == "recital":
        cuts = [0, *(found.end() for found in own.finding.finditer(words)), len(words)]
        for number, (first, last) in enumerate(pairwise(cuts), 1):
            finding = URIRef(f"{unit}/finding/{number}")
            graph.add((finding, RDF.type, KZ.Finding))
            graph.add((finding, KZ.inUnit, unit))
            graph.add((finding, KZ.position, Literal(number)))
            graph.add((finding, KZ.content, Literal(squeeze(words[first:last]), lang=code)))
            graph.add((finding, KZ.attestedIn, version))
            passage = URIRef(f"{version}/passage/{kind}/{label}/finding/{number}")
            graph.add((passage, RDF.type, KZ.Passage))
            graph.add((passage, KZ.evidenceOf, finding))
            add_evidence(passage, first, first + len(words[first:last].rstrip()), "opener", "0.99")
    dates = list(dates_of(words, own))
    for first, last, iso in dates:
        value = Literal(iso, datatype=XSD.date if len(iso) == 10 else XSD.gYearMonth)
        graph.add((unit, KZ.mentionsDate, value))
        mention = URIRef(f"{version}/date/{start + first}-{start + last}")
        graph.add((mention, RDF.type, KZ.DateMention))
        graph.add((mention, KZ.date, value))
        graph.add((mention, KZ.exact, Literal(squeeze(words[first:last]), lang=code)))
        add_evidence(mention, first, last, "full-date", "0.99")
    for first, last, count in figures_of(words, dates):
        graph.add((unit, KZ.mentionsFigure, Literal(count)))
        mention = URIRef(f"{version}/figure/{start + first}-{start + last}")
        graph.add((mention, RDF.type, KZ.FigureMention))
        graph.add((mention, KZ.figure, Literal(count)))
        graph.add((mention, KZ.exact, Literal(squeeze(words[first:last]), lang=code)))
        add_evidence(mention, first, last, "digits", "0.90")
    mentions = list(names_in(words, code))
    for first, last, entity in mentions:
        graph.add((unit, KZ.mentions, entity))
        mention = URIRef(f"{version}/mention/{start + first}-{start + last}")
        graph.add((mention, RDF.type, KZ.Mention))
        graph.add((mention, KZ.refersTo, entity))
        graph.add((mention, KZ.exact, Literal(squeeze(words[first:last]), lang=code)))
        add_evidence(mention, first, last, "known-name", "0.95")
        if (entity, RDF.type, None) not in graph:
            for predicate in (RDF.type, SKOS.prefLabel, SKOS.exactMatch):
                for fact in vocabulary().triples((entity, predicate, None)):
                    graph.add(fact)
    if kind != "paragraph":
        return
    for number, (first, after, last, force, concept) in enumerate(acts_in(words, code), 1):
        act = URIRef(f"{unit}/act/{number}")
        if (act, RDF.type, None) not in graph:  # another language may have said so already
            graph.add((act, RDF.type, KZ[force]))
            graph.add((act, RDF.type, KZ.SpeechAct))
            graph.add((act, KZ.verb, VERB[concept]))
        graph.add((act, KZ.inUnit, unit))
        graph.add((act, KZ.position, Literal(number)))
        graph.add((act, KZ.content, Literal(squeeze(words[first:last]), lang=code)))
        graph.add((act, KZ.attestedIn, version))
        actors = [entity for at, _, entity in mentions if after <= at < last and "/actor/" in entity]
        if (act, RDF.type, KZ.Demand) in graph:
            for actor in actors[:1]:
                graph.add((act, KZ.addressee, actor))
        elif (act, RDF.type, KZ.Instruction) in graph:
            for actor in actors:
                graph.add((act, KZ.recipient, actor))
        passage = URIRef(f"{version}/passage/{kind}/{label}/act/{number}")
        graph.add((passage, RDF.type, KZ.Passage))
        graph.add((passage, KZ.evidenceOf, act))
        add_evidence(passage, first + len(words[first:last]) - len(words[first:last].lstrip()), last, "verb", "0.95")


def build(texts: Iterable[bytes]) -> Graph:
    """One graph of all texts.

    Args:
        texts: The bytes of each.
    """
    graph = Graph()
    for prefix, namespace in (
        ("kz", KZ),
        ("eli", ELI),
        ("stage", STAGE),
        ("rule", RULE),
        ("verb", VERB),
        ("dcterms", DCTERMS),
        ("prov", PROV),
    ):
        graph.bind(prefix, namespace)
    for data in texts:
        add_version(graph, data)
    return graph


def shapes() -> Graph:
    """The shapes of the data, as kzgraph uses them."""
    graph = Graph()
    for path in sorted(shapes_folder().glob("*.ttl")):
        if path.name != "ontology-style.ttl":
            graph.parse(path)
    return graph


def validate(graph: Graph, shapes_graph: Graph) -> bool:
    """Validate the whole graph in one call."""
    conforms, _, _ = pyshacl.validate(graph, shacl_graph=shapes_graph)
    return bool(conforms)


def main(output: str, inputs: Sequence[str]) -> dict[str, float]:
    """Build, validate and write, and say how long each took.

    Args:
        output: The Turtle file.
        inputs: The texts.

    Returns:
        Seconds of the processor by step, and the number of triples.
    """
    clock = [time.process_time()]
    graph = build(Path(name).read_bytes() for name in inputs)
    clock.append(time.process_time())
    shapes_graph = shapes()
    clock.append(time.process_time())
    if not validate(graph, shapes_graph):
        sys.exit("the graph does not conform")
    clock.append(time.process_time())
    graph.serialize(output, format="turtle")
    clock.append(time.process_time())
    seconds = [after - before for before, after in pairwise(clock)]
    return dict(zip(("texts to graph", "shapes", "validate", "write ttl"), seconds, strict=True)) | {"triples": len(graph)}


def each(folder: str, inputs: Sequence[str]) -> dict[str, object]:
    """Build, validate and write each work by itself, as a loop over an archive does; one that does not conform is counted.

    Args:
        folder: For the Turtle files.
        inputs: The texts, named WORK.LANGUAGE.txt.

    Returns:
        Seconds of the processor by work, the first with all that is done once, and how many conform.
    """
    works: dict[str, list[Path]] = {}
    for path in map(Path, inputs):
        works.setdefault(path.name.partition(".")[0], []).append(path)
    shapes_graph: Graph | None = None
    seconds: list[float] = []
    conforming = 0
    for name, paths in sorted(works.items()):
        start = time.process_time()
        graph = build(path.read_bytes() for path in paths)
        shapes_graph = shapes_graph or shapes()
        conforming += validate(graph, shapes_graph)
        graph.serialize(f"{folder}/{name}.ttl", format="turtle")
        seconds.append(time.process_time() - start)
    return {"seconds": seconds, "conforming": conforming}


if __name__ == "__main__":
    done = each(sys.argv[2], sys.argv[3:]) if sys.argv[1] == "--each" else main(sys.argv[1], sys.argv[2:])
    print(json.dumps(done))
