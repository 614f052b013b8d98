"""What catalogues and crawlers read of an export: VoID (statistics, partitions, links) and DCAT-AP 3, in one graph.

Everything is counted from the data; there are no blank nodes and no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kzgraph import __version__
from kzgraph.dataset.load import FORMATS, TERMS, Dataset
from kzgraph.errors import KzgraphError

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
FOAF = "http://xmlns.com/foaf/0.1/"
KZ = "https://w3id.org/kzgraph/ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SPDX = "http://spdx.org/rdf/terms#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES = {
    "dcat": DCAT, "dcterms": DCTERMS, "eli": ELI, "foaf": FOAF, "kz": KZ, "owl": OWL, "rdfs": RDFS, "skos": SKOS, "spdx": SPDX,
    "void": VOID, "xsd": XSD,
}  # fmt: skip
# Of its tables DCAT-AP 3 (SEMIC, chapter "Controlled vocabularies") has access rights and themes.
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_PROJECT = "https://w3id.org/kzgraph/project"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Properties that lead to the same thing, or more about it, elsewhere.
_LINKS = (f"{SKOS}exactMatch", f"{OWL}sameAs", f"{RDFS}seeAlso")


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the export can be had as.

    Args:
        name: Of the file.
        length: In bytes.
        sha256: Of its bytes.
        address: Where it can be downloaded.
    """

    name: str
    length: int
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom an export is published.

    Args:
        title: Of the export, in English.
        downloads: Its files.
        endpoint: A SPARQL endpoint that holds it.
        licence: Address of the licence of the data.
        modified: ISO date of the export.

    Raises:
        KzgraphError: An address or the date is none.
    """

    title: str
    downloads: tuple[Download, ...] = ()
    endpoint: str | None = None
    licence: str = _LICENCE
    modified: str | None = None

    def __post_init__(self) -> None:
        import datetime as dt

        addresses = {"--endpoint": self.endpoint, "--licence": self.licence} | {one.name: one.address for one in self.downloads}
        for option, address in addresses.items():
            if address is not None and not (urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc):
                raise KzgraphError(option, f"'{address}' is no web address", "Give one that begins with https://.")
        if self.modified is not None:
            try:
                dt.date.fromisoformat(self.modified)
            except ValueError as fault:
                raise KzgraphError("--modified", f"'{self.modified}' is no date", "Write it as 2031-06-12.") from fault


def describe(dataset: Dataset, place: Place) -> bytes:
    """Return the description of an export as Turtle, the same bytes for the same data.

    Args:
        dataset: The export, without the terms.
        place: Where it is published.
    """
    quads = sorted({ox.Quad(*triple) for triple in described(dataset, place)}, key=str)
    data = ox.serialize(quads, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES)
    assert data is not None
    return data


def described(dataset: Dataset, place: Place) -> Iterator[ox.Triple]:
    """Yield the statements of :func:`describe`.

    Args:
        dataset: The export, without the terms.
        place: Where it is published.
    """
    return _Description(dataset, place).triples()


def _literal(value: str | int, datatype: str | None = None, *, lang: str | None = None) -> ox.Literal:
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}{datatype or 'integer'}"))
    return ox.Literal(value, language=lang) if lang else ox.Literal(value, datatype=ox.NamedNode(f"{XSD}{datatype or 'string'}"))


def _english(value: str) -> ox.Literal:
    return _literal(value, lang="en")


class _Description:
    def __init__(self, dataset: Dataset, place: Place) -> None:
        self.dataset = dataset
        self.place = place
        self.node = f"{dataset.base}dataset"

    def triples(self) -> Iterator[ox.Triple]:
        """Yield all statements."""
        for subject, predicate, value in self._rows():
            term = ox.NamedNode(value) if isinstance(value, str) else value
            yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)

    def _rows(self) -> Iterator[tuple[str, str, str | ox.Literal]]:
        yield from self._dataset_rows()
        yield from self._counted()
        yield from self._linked()
        yield from self._published()

    def _dataset_rows(self) -> Iterator[tuple[str, str, str | ox.Literal]]:
        node, place = self.node, self.place
        for cls in (f"{DCAT}Dataset", f"{VOID}Dataset"):
            yield node, f"{RDF}type", cls
        count = len(self.dataset.graphs)
        what = (
            f"What {count} resolution(s) of the European Parliament say, to whom, about whom and citing what, as linked data "
            f"with the characters that prove each statement. Made by kzgraph {__version__}."
        )
        yield node, f"{DCTERMS}title", _english(place.title)
        yield node, f"{DCTERMS}description", _english(what)
        yield node, f"{DCTERMS}identifier", _literal(node)
        yield node, f"{DCTERMS}license", place.licence
        yield node, f"{DCTERMS}publisher", _PROJECT
        yield _PROJECT, f"{RDF}type", f"{FOAF}Agent"
        yield _PROJECT, f"{FOAF}name", _english("kzgraph project")
        yield node, f"{DCTERMS}accessRights", f"{_AUTHORITY}access-right/PUBLIC"
        yield node, f"{DCAT}theme", f"{_AUTHORITY}data-theme/GOVE"
        for shape in (TERMS, "https://w3id.org/kzgraph/shapes"):
            yield node, f"{DCTERMS}conformsTo", shape
        if place.modified:
            yield node, f"{DCTERMS}modified", _literal(place.modified, "date")
        for (language,) in self.dataset.select(f"SELECT DISTINCT ?l {{ ?v a <{KZ}LanguageVersion> ; <{ELI}language> ?l }}"):
            assert isinstance(language, ox.NamedNode)
            yield node, f"{DCTERMS}language", language.value
        days = [
            day.value
            for (day,) in self.dataset.select(
                f"SELECT DISTINCT ?d {{ ?w a <{KZ}Resolution> ; <{ELI}date_document> ?d }} ORDER BY ?d"
            )
            if isinstance(day, ox.Literal)
        ]
        if days:
            period = f"{node}/period"
            yield node, f"{DCTERMS}temporal", period
            yield period, f"{RDF}type", f"{DCTERMS}PeriodOfTime"
            yield period, f"{DCAT}startDate", _literal(days[0], "date")
            yield period, f"{DCAT}endDate", _literal(days[-1], "date")

    def _counted(self) -> Iterator[tuple[str, str, str | ox.Literal]]:
        """Statistics, over the union of all graphs."""
        node = self.node
        subjects: set[object] = set()
        objects: set[object] = set()
        properties: Counter[str] = Counter()
        classes: dict[str, set[object]] = {}
        total = 0
        for quad in self.dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            total += 1
            subjects.add(quad.subject)
            objects.add(quad.object)
            properties[quad.predicate.value] += 1
            if quad.predicate.value == f"{RDF}type" and isinstance(quad.object, ox.NamedNode):
                classes.setdefault(quad.object.value, set()).add(quad.subject)
        own = [
            subject for subject in subjects if isinstance(subject, ox.NamedNode) and subject.value.startswith(self.dataset.base)
        ]
        for name, count in (
            ("triples", total), ("entities", len(own)), ("distinctSubjects", len(subjects)), ("distinctObjects", len(objects)),
            ("properties", len(properties)), ("classes", len(classes)),
        ):  # fmt: skip
            yield node, f"{VOID}{name}", _literal(count)
        yield node, f"{VOID}uriSpace", _literal(self.dataset.base)
        yield node, f"{VOID}vocabulary", KZ
        for namespace in sorted({_namespace(name) for name in [*properties, *classes]} - {RDF}):
            yield node, f"{VOID}vocabulary", namespace
        for work in self._works()[:3]:
            yield node, f"{VOID}exampleResource", work
        for name in sorted(classes):
            part = f"{node}/class/{_end(name)}"
            yield node, f"{VOID}classPartition", part
            yield part, f"{VOID}class", name
            yield part, f"{VOID}entities", _literal(len(classes[name]))
        for name in sorted(properties):
            part = f"{node}/property/{_end(name)}"
            yield node, f"{VOID}propertyPartition", part
            yield part, f"{VOID}property", name
            yield part, f"{VOID}triples", _literal(properties[name])

    def _works(self) -> Sequence[str]:
        found = self.dataset.select(f"SELECT DISTINCT ?w {{ ?w a <{KZ}Resolution> }} ORDER BY ?w")
        return [work.value for (work,) in found if isinstance(work, ox.NamedNode)]

    def _linked(self) -> Iterator[tuple[str, str, str | ox.Literal]]:
        """A link set per property and host that it leads to."""
        counts: Counter[tuple[str, str]] = Counter()
        for name in _LINKS:
            for quad in self.dataset.store.quads_for_pattern(None, ox.NamedNode(name), None, ox.DefaultGraph()):
                if isinstance(quad.object, ox.NamedNode) and not quad.object.value.startswith(self.dataset.base):
                    counts[name, urlsplit(quad.object.value).netloc] += 1
        for (name, host), count in sorted(counts.items()):
            links = f"{self.node}/links/{_end(name)}/{quote(host)}"
            yield links, f"{RDF}type", f"{VOID}Linkset"
            yield self.node, f"{VOID}subset", links
            yield links, f"{VOID}linkPredicate", name
            yield links, f"{VOID}subjectsTarget", self.node
            yield links, f"{VOID}objectsTarget", f"{self.node}/of/{quote(host)}"
            yield f"{self.node}/of/{quote(host)}", f"{RDF}type", f"{VOID}Dataset"
            yield f"{self.node}/of/{quote(host)}", f"{FOAF}homepage", f"http://{host}/"
            yield links, f"{VOID}triples", _literal(count)

    def _published(self) -> Iterator[tuple[str, str, str | ox.Literal]]:
        node, place = self.node, self.place
        for one in place.downloads:
            download = f"{node}/download/{quote(one.name)}"
            yield node, f"{DCAT}distribution", download
            yield node, f"{VOID}dataDump", one.address
            yield download, f"{RDF}type", f"{DCAT}Distribution"
            yield download, f"{DCTERMS}title", _literal(one.name)
            yield download, f"{DCAT}accessURL", one.address
            yield download, f"{DCAT}downloadURL", one.address
            yield download, f"{DCAT}byteSize", _literal(one.length, "nonNegativeInteger")
            yield download, f"{DCTERMS}license", place.licence
            name = one.name.removesuffix(".gz")
            if name != one.name:
                yield download, f"{DCAT}compressFormat", f"{_MEDIA_TYPES}application/gzip"
            form = FORMATS.get(f".{name.rpartition('.')[2].lower()}")
            if form is not None:
                yield download, f"{DCAT}mediaType", f"{_MEDIA_TYPES}{form.media_type}"
            checksum = f"{download}/checksum"
            yield download, f"{SPDX}checksum", checksum
            yield checksum, f"{RDF}type", f"{SPDX}Checksum"
            yield checksum, f"{SPDX}algorithm", f"{SPDX}checksumAlgorithm_sha256"
            yield checksum, f"{SPDX}checksumValue", _literal(one.sha256, "hexBinary")
        if place.endpoint:
            service = f"{node}/service"
            yield node, f"{VOID}sparqlEndpoint", place.endpoint
            yield service, f"{RDF}type", f"{DCAT}DataService"
            yield service, f"{DCTERMS}title", _english(f"SPARQL endpoint of {place.title}")
            yield service, f"{DCAT}endpointURL", place.endpoint
            yield service, f"{DCAT}servesDataset", node
            yield service, f"{DCTERMS}conformsTo", "http://www.w3.org/TR/sparql11-protocol/"


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _end(iri: str) -> str:
    """The name of a term with the vocabulary that it is of, so that two of one name stay apart."""
    names: Mapping[str, str] = {namespace: prefix for prefix, namespace in [*_PREFIXES.items(), ("rdf", RDF)]}
    prefix = names.get(_namespace(iri)) or urlsplit(iri).netloc.replace(".", "-")
    return f"{prefix}-{iri[len(_namespace(iri)) :]}"
