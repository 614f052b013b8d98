"""The plan of the house, held by the house itself: which way imports run, who prints, and that languages are data.

The last section turns each detector on a line of code that breaks its rule, so that none of them can go blind.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from kzgraph.language.pack import languages, pack

TOP = Path(__file__).resolve().parent.parent
PACKAGE = TOP / "kzgraph"
LONGEST_FILE = 400

#: What each part of the package may import besides itself. A part is a module or a folder of modules; the name of a module
#: behind a dot allows that module alone. The wings keep apart but for two doors: extract cleans texts with what reading
#: offers, and graph names things by resolve's IRIs, writes what resolve says of versions side by side, and asks the pack of a
#: language for its code at the EU.
ALLOWED = {
    "__init__": set(),
    "errors": set(),
    "spans": set(),
    "metadata": set(),
    "model": {"metadata", "spans"},
    "resources": {"errors"},
    "kept": set(),
    "language": {"errors", "resources"},
    "web": set(),
    "fetching": {"__init__", "errors", "language.pack", "web"},
    "reading": {"errors", "resources", "metadata", "model", "language"},
    "extract": {"errors", "model", "language", "reading.lines", "reading.plain", "reading.furniture", "reading.footnotes"},
    "resolve": {"errors", "resources", "kept", "metadata", "model", "language"},
    "graph": {
        "errors", "resources", "metadata", "model", "language.pack",
        "resolve.iri", "resolve.works", "resolve.fingerprint", "resolve.align", "resolve.divergences", "resolve.decisions",
        "resolve.namecards", "resolve.records", "dataset.parse",
    },
    "dataset": {"errors", "resources", "resolve.iri"},
    "queries": {"errors", "resources", "graph.terms", "dataset"},
    "tables": {"errors", "graph.order", "graph.terms", "dataset.load"},
    "network": {"dataset.load"},
    "handover": {
        "__init__", "errors", "language.pack", "dataset.load",
        "pages.catalogue", "pages.marks", "pages.nodes", "pages.records", "pages.resolution",
    },
    "pages": {"errors", "network.layout", "language.pack", "dataset.load", "resolve.vocabulary", "graph.terms", "queries.question"},
    "publish": {"__init__", "errors", "dataset.load", "web"},
    "pipeline": {"errors", "model", "reading", "extract", "resolve", "graph"},
    "bulk": {
        "__init__", "errors", "resources", "metadata", "model", "reading.media", "reading.record", "resolve.decisions",
        "resolve.identity", "resolve.iri", "resolve.namecards", "resolve.records", "resolve.works", "graph.known", "graph.report",
        "graph.serialise", "graph.validate", "pipeline",
    },
    "summary": {"model", "graph.report", "graph.terms", "resolve.iri", "resolve.records", "pipeline"},
    "serve": {
        "errors", "dataset", "resolve.vocabulary", "pages", "handover.description",
        "graph.build", "graph.terms", "graph.order", "graph.turtle", "graph.ntriples", "graph.jsonld",
    },
    "explain": {"model", "resolve.vocabulary"},
    "inspection": {"errors", "model", "reading.recognise", "resolve.iri", "resolve.works", "pipeline", "summary"},
    "terminal": {
        "model", "fetching.fetch", "graph.report", "language.pack", "pipeline", "resolve.coverage", "resolve.divergences", "resolve.iri",
        "summary", "inspection", "publish.results",
    },
    "options": {"__init__"},
    "commands": {
        "bulk",
        "dataset",
        "errors",
        "fetching",
        "graph",
        "handover",
        "kept",
        "language.pack",
        "model",
        "network",
        "pages",
        "pipeline",
        "queries",
        "tables",
        "reading.media",
        "reading.recognise",
        "reading.record",
        "resolve.coverage",
        "resolve.decisions",
        "resolve.divergences",
        "resolve.iri",
        "resolve.vocabulary",
        "resolve.records",
        "summary", "inspection", "explain", "terminal",
        "web", "publish",
        "serve",
    },
    "cli": {"errors", "options", "commands"},
}  # fmt: skip
#: Who may import which library: a part, or one module of it. Oxigraph reads the vocabularies ten times as fast.
LIBRARIES = {
    "rdflib": {"graph"},
    "pyshacl": {"graph"},
    "rich": {"commands", "explain", "terminal"},
    "pyoxigraph": {
        "resolve.vocabulary",
        "graph",
        "dataset",
        "queries",
        "tables",
        "pages",
        "network.views",
        "handover",
        "publish.endpoint",
        "serve",
    },
    "networkx": {"network"},
    "lxml": {"reading", "dataset.parse", "handover.akomantoso"},
    "docx": {"reading.docx"},
    "fsspec": {"bulk.folders"},
    "distributed": {"bulk.engines"},
    "requests": {"fetching.transfer", "publish.line", "publish.secrets"},
    "pypdfium2": {"reading.pdfium"},
    "jinja2": {"pages.render", "serve.pages"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "h11": {"serve.connections"},
}
#: The name that a library is declared by, where it is imported by another.
DECLARED_AS = {"docx": "python-docx"}
#: What no module may be called: a name that says nothing collects everything.
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "tools", "base", "core", "shared"}
#: Letters outside ASCII that code may hold, and why: variants of one letter (cedilla, final sigma), ends of a range of letters.
LETTERS = {
    "language.phrases": "șțȘȚşţŞŢʼİı",
    "language.lookup": "ıİşţșțʼ",
    "extract.dates": "șțşţ",
    "extract.figures": "șțşţʼ",
    "reading.source": "șşţ",
    "reading.furniture": "º",
    "reading.plain": "\u00b5ŞşŢţ\u02bc\u0370\u03ff\u1f00\u1f71\ufb00\ufb06",
    "extract.clauses": "àöøÿ",
    "language.tokens": "șțşţßσςͰϿἀ",
}
#: Elements of XML whose names are words of a pack too.
ELEMENTS = {"reading.formex": {"NOTE"}, "reading.akomantoso": {"note"}}
#: The one code of a language in code: that of the labels which the graph makes itself, English as its terms are.
LABEL_LANGUAGE = {"resolve.vocabulary": ["en"]}
#: The language that names, messages and comments in code are written in.
LANGUAGE_OF_CODE = "en"
#: What the command line must not load before it is needed.
SLOW = (
    "rdflib",
    "pyshacl",
    "pyoxigraph",
    "networkx",
    "requests",
    "rich",
    "lxml",
    "docx",
    "pypdfium2",
    "jinja2",
    "starlette",
    "uvicorn",
)
#: Arguments that still wait for their words; the list may only become shorter.
UNDOCUMENTED = {
    "extract.read.read_unit",
    "extract.structure.Structure",
    "pipeline.BuiltWork",
}


# ---------------------------------------------------------------- the code as data


@dataclass(frozen=True)
class Module:
    """A module of the package.

    Args:
        name: Behind "kzgraph.", such as "graph.build"; a folder's own module has the folder's name.
        path: Its file.
        tree: Its syntax.
    """

    name: str
    path: Path
    tree: ast.Module

    @property
    def part(self) -> str:
        """The module at the top or the folder that it belongs to."""
        return self.name.partition(".")[0]


@cache
def modules() -> dict[str, Module]:
    """All modules of the package by name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text("utf-8")))
    return found


def imports(tree: ast.AST, names: frozenset[str]) -> set[str]:
    """What a module imports: modules of the package as "graph.build", libraries as "rdflib/".

    Args:
        tree: The module.
        names: All modules of the package, to tell them from what they hold.
    """
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            full = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            full = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in full:
            top, _, rest = name.partition(".")
            if top != "kzgraph":
                found.add(f"{top}/")
            elif rest in names:
                found.add(rest)
            else:
                found.add(rest.rpartition(".")[0] or "__init__")
    return found


@cache
def import_graph() -> nx.DiGraph:
    """Module -> module it imports."""
    graph = nx.DiGraph()
    graph.add_nodes_from(modules())
    names = frozenset(modules())
    for module in modules().values():
        graph.add_edges_from((module.name, target) for target in imports(module.tree, names) if not target.endswith("/"))
    return graph


def docstrings(tree: ast.AST) -> set[int]:
    """The identities of the constants that are docstrings, of attributes too."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                found.add(id(statement.value))
    return found


def strings(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    """The string constants of a module that are no docstrings, escapes of regular expressions undone."""
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node, re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), node.value)


def parametrized() -> list[object]:
    """All modules, as parameters of a test."""
    return [pytest.param(module, id=name) for name, module in modules().items()]


# ---------------------------------------------------------------- which way imports run


def test_imports_run_in_no_circle() -> None:
    assert list(nx.simple_cycles(import_graph())) == []


def test_parts_import_each_other_in_no_circle() -> None:
    parts = nx.DiGraph((one.partition(".")[0], other.partition(".")[0]) for one, other in import_graph().edges)
    parts.remove_edges_from(list(nx.selfloop_edges(parts)))
    assert list(nx.simple_cycles(parts)) == []


def test_every_part_has_its_row_in_the_table() -> None:
    assert {module.part for module in modules().values()} == set(ALLOWED)


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_a_part_imports_what_its_row_allows(part: str) -> None:
    edges = {(one, other) for one, other in import_graph().edges if one.partition(".")[0] == part != other.partition(".")[0]}
    strangers = {edge for edge in edges if not {edge[1], edge[1].partition(".")[0]} & ALLOWED[part]}
    assert strangers == set()
    unused = {right for right in ALLOWED[part] if not any(right in (other, other.partition(".")[0]) for _, other in edges)}
    assert unused == set(), "the table allows what nobody needs"


def test_the_layers_stand_one_above_the_other() -> None:
    """The rows above are an order: from the command line down to the errors, nothing ever points up."""
    order = [
        "errors",
        "resources",
        "kept",
        "spans",
        "metadata",
        "model",
        "language",
        "web",
        "fetching",
        "reading",
        "extract",
        "resolve",
        "dataset",
        "graph",
        "queries",
        "tables",
        "network",
        "pages",
        "handover",
        "publish",
        "pipeline",
        "bulk",
        "serve",
        "summary",
        "inspection",
        "explain",
        "terminal",
        "commands",
        "options",
        "cli",
    ]
    height = {part: place for place, part in enumerate(["__init__", *order])}
    assert {
        (part, right) for part, rights in ALLOWED.items() for right in rights if height[right.partition(".")[0]] >= height[part]
    } == set()


@pytest.mark.parametrize("module", parametrized())
def test_libraries_are_imported_where_they_belong(module: Module) -> None:
    libraries = {name.rstrip("/") for name in imports(module.tree, frozenset(modules())) if name.endswith("/")}
    foreign = libraries - set(sys.stdlib_module_names)
    assert {name for name in foreign if not {module.part, module.name} & LIBRARIES.get(name, set())} == set()


def test_libraries_are_declared() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    rows = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    declared = {re.split(r"[^\w-]", row)[0] for row in rows}
    assert {DECLARED_AS.get(name, name) for name in LIBRARIES} <= declared


@pytest.mark.parametrize("module", parametrized())
def test_nothing_private_is_imported(module: Module) -> None:
    names = [alias.name for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert [name for name in names if name.startswith("_") and not name.startswith("__")] == []


@pytest.mark.parametrize("command", ["import kzgraph.cli", "from kzgraph.cli import main; main(['build', '--help'])"])
def test_starting_is_quick_because_slow_libraries_are_imported_late(command: str) -> None:
    end = f"print(*set({SLOW!r}) & sys.modules.keys(), file=sys.stderr)"
    program = f"import sys\ntry:\n    {command}\nexcept SystemExit:\n    pass\n{end}"
    ended = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=True)
    assert ended.stderr.split() == []


def test_a_build_needs_neither_rdflib_nor_pyshacl(tmp_path: Path) -> None:
    """Both take longer to load than a text to read: shapes are compiled, graphs are rows."""
    [text] = (TOP / "docs" / "examples").glob("2031-2901.mt.*")
    program = (
        "import sys; from kzgraph.cli import main; "
        f"code = main(['build', '-q', {str(text)!r}, '-o', {str(tmp_path / 'g.ttl')!r}]); "
        "print(code, *{'rdflib', 'pyshacl', 'networkx', 'requests'} & sys.modules.keys())"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["0"]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("module", parametrized())
def test_files_are_short_and_well_named(module: Module) -> None:
    assert len(module.path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    assert module.path.stem not in EMPTY_NAMES
    assert ast.get_docstring(module.tree)


# ---------------------------------------------------------------- printing


def printing(tree: ast.AST) -> list[str]:
    """Where a module prints or reaches for the streams of the process."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ("print", "input"):
            found.append(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if name in ("sys.stdout", "sys.stderr", "sys.stdin", "sys.exit", "warnings.warn") or name.startswith("logging."):
                found.append(name)
    return found


@pytest.mark.parametrize("module", parametrized())
def test_only_the_command_line_prints(module: Module) -> None:
    if module.name == "cli":
        assert printing(module.tree)
    if module.part in ("cli", "commands"):
        return
    # "-o -" is a file like any other: the bytes of the graph, and nothing said about them. A reader that is a process of its own
    # takes the file and gives the text over its streams.
    streams = {"graph.serialise": ["sys.stdout"], "reading.pdfium": ["sys.stdin", "sys.stdout"]}
    streams["serve.worker"] = ["sys.stdin", *["sys.stdout"] * 4]
    assert sorted(printing(module.tree)) == streams.get(module.name, [])


# ---------------------------------------------------------------- languages are data


def language_codes(tree: ast.AST) -> list[str]:
    """String constants that name a language, alone or in a list; the tag of a text that code itself writes is none."""
    tags = {
        id(word.value) for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords if word.arg == "lang"
    }
    pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    found = []
    for node, text in strings(tree):
        if id(node) in tags | pieces:
            continue
        words = re.split(r"[\s,;|]+", text.strip().casefold())
        if all(re.split(r"[-_]", word)[0] in languages() for word in words):
            found.append(text)
    return found


@pytest.mark.parametrize("module", parametrized())
def test_no_code_branches_on_a_language(module: Module) -> None:
    assert language_codes(module.tree) == LABEL_LANGUAGE.get(module.name, [])


def test_only_the_report_is_tagged_in_code() -> None:
    """The messages of the shapes and the description of an export are English; every other tag is that of a text that was read."""
    tags = [
        module.name
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg == "lang" and isinstance(node.value, ast.Constant) and node.value.value
    ]
    assert tags == ["graph.check", "handover.description"]


def foreign_letters(tree: ast.AST) -> set[str]:
    """Letters outside ASCII in the string constants of a module."""
    return {letter for _, text in strings(tree) for letter in text if letter.isalpha() and not letter.isascii()}


@pytest.mark.parametrize("module", parametrized())
def test_no_words_of_other_languages_stand_in_code(module: Module) -> None:
    assert foreign_letters(module.tree) == set(LETTERS.get(module.name, ""))


@cache
def formulas() -> re.Pattern[str]:
    """Openers, titles, verbs and months of all packs: the words that code must not know.

    A verb of one word counts in every language but that of the code itself, where "points" and "notes" are plain prose. What
    a hyphen joins is one name: "takes-note".
    """
    words: set[str] = set()
    for code in languages():
        own = pack(code)
        words |= {*own.head.title, *own.citation_openers, *own.recital.openers}
        words |= {verb.phrase for verb in own.verbs if code != LANGUAGE_OF_CODE or " " in verb.phrase}
        words |= {month for months in own.date.months for month in months}
    long = {word.rstrip("*") for word in words if len(word.rstrip("*")) > 3}
    either = "|".join(sorted(map(re.escape, long), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def known_words(tree: ast.AST) -> list[str]:
    """Words of the packs in the string constants of a module."""
    return [found.group() for _, text in strings(tree) for found in formulas().finditer(text)]


@pytest.mark.parametrize(
    "module", [pytest.param(module, id=name) for name, module in modules().items() if module.part not in ("cli", "commands")]
)
def test_no_words_of_the_packs_stand_in_code(module: Module) -> None:
    assert set(known_words(module.tree)) == ELEMENTS.get(module.name, set())


# ---------------------------------------------------------------- docstrings


def public(tree: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """The public functions, classes and methods of a module, with their names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{name}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node, f"{name}.{node.name}")


def arguments(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """The arguments of a function, or of making an instance of a class."""
    if isinstance(node, ast.ClassDef):
        own = next((part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"), None)
        if own is not None:
            return arguments(own)
        fields = [part for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)]
        return [ast.unparse(part.target) for part in fields] if node.decorator_list or node.bases else []
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [argument.arg for argument in given if argument.arg not in ("self", "cls")]


def documented(docstring: str) -> list[str] | None:
    """The arguments that a docstring has words for, or None where it has no such section."""
    found = re.search(r"^Args:\n((?:    .*\n?|\n)+)", docstring, re.MULTILINE)
    return re.findall(r"^    (\w+): \S", found[1], re.MULTILINE) if found else None


def faults_of_docstring(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """What a docstring lacks: itself, an argument in its list, or the list where there are three arguments or more."""
    docstring = ast.get_docstring(node)
    if not docstring:
        return ["docstring"]
    rows = documented(docstring)
    if rows is not None:
        return [f"Args: {rows}"] if rows != arguments(node) else []
    elsewhere = re.search(r"\bsee :(?:func|class|meth):", docstring)
    return ["Args"] if len(arguments(node)) > 2 and not elsewhere else []


def test_public_names_are_documented_with_their_arguments() -> None:
    faults = {
        name: found
        for module in modules().values()
        for name, node in public(module.tree, module.name)
        if (found := faults_of_docstring(node))
    }
    assert {name: found for name, found in faults.items() if name not in UNDOCUMENTED} == {}
    assert UNDOCUMENTED - faults.keys() == set(), "documented by now: take it off the list"


# ---------------------------------------------------------------- the detectors see


@pytest.mark.parametrize(
    "code",
    [
        "if code == 'nl': pass",
        "if code in ('hr', 'sl'): pass",
        "match code:\n    case 'mt':\n        pass",
        "rules = {'el': 1}",
        "rules['bg'] = 1",
        "codes = 'bg cs da'.split()",
        "if code.startswith('PT-br'): pass",
    ],
)
def test_a_branch_on_a_language_is_seen(code: str) -> None:
    assert language_codes(ast.parse(code))


@pytest.mark.parametrize(
    "code", ["'''nl'''", "def f():\n    'sv'", "Literal(text, lang='en')", "f'{x}it{y}'", "x = 'item'", "x = ''"]
)
def test_what_is_no_branch_is_none(code: str) -> None:
    assert language_codes(ast.parse(code)) == []


def test_foreign_words_are_seen() -> None:
    assert foreign_letters(ast.parse("words = 'oħrajn'")) == {"ħ"}
    assert foreign_letters(ast.parse(r"words = re.compile(r'[\u0431]')")) == {"б"}
    assert foreign_letters(ast.parse("'''oħrajn'''\nword = '…–°'")) == set()
    assert known_words(ast.parse("opener = 'having regard to'")) == ["having regard to"]
    assert known_words(ast.parse("month = 'x|september|y'")) == ["september"]
    assert known_words(ast.parse("verbs = ['calls on', 'kehottaa']")) == ["calls on", "kehottaa"]
    assert known_words(ast.parse("message = 'it notes what it welcomes'")) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import kzgraph.graph.build", {"graph.build"}),
        ("from kzgraph.graph.build import Group", {"graph.build"}),
        ("from kzgraph.graph import build", {"graph.build"}),
        ("from kzgraph import __version__", {"__init__"}),
        ("def f():\n    from rdflib.namespace import RDF", {"rdflib/"}),
    ],
)
def test_imports_are_seen(code: str, found: set[str]) -> None:
    assert imports(ast.parse(code), frozenset({"graph", "graph.build", "__init__"})) == found


@pytest.mark.parametrize(
    "code", ["print(1)", "sys.stderr.write('x')", "from functools import partial\nf = partial(print, 1)", "logging.info('x')"]
)
def test_printing_is_seen(code: str) -> None:
    assert printing(ast.parse(code))


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ("def f(): pass", ["docstring"]),
        ("def f(a, b, c):\n    'Do.'", ["Args"]),
        ("def f(a, b, c):\n    'Do; see :func:`g`.'", []),
        ("def f(a, b):\n    'Do.'", []),
        ("def f(a, b):\n    '''Do.\n\n    Args:\n        a: One.\n    '''", ["Args: ['a']"]),
        ("def f(a, *, b):\n    '''Do.\n\n    Args:\n        a: One.\n        b: Two,\n            and more.\n    '''", []),
        (
            "@dataclass\nclass C:\n    '''A.\n\n    Args:\n        x: One.\n        z: Gone.\n    '''\n    x: int",
            ["Args: ['x', 'z']"],
        ),
    ],
)
def test_missing_words_are_seen(code: str, faults: list[str]) -> None:
    [node] = ast.parse(code).body
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    assert faults_of_docstring(node) == faults
