"""The wheel is whole: installed away from the checkout, it brings ontology, shapes and packs and builds a graph."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
SPECIMEN = TOP / "docs" / "examples" / "2031-2901.el.txt"
CI = bool(os.environ.get("CI"))
MISSING = [name for name in ("build", "hatchling") if importlib.util.find_spec(name) is None]

# In CI a missing tool is a fault of CI, and the fixture fails.
pytestmark = pytest.mark.skipif(bool(MISSING) and not CI, reason=f"not installed here: {', '.join(MISSING)}")


def call(*command: str | Path, cwd: Path) -> str:
    """Run a command without what this process has in its environment about Python, and return what it prints."""
    own = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def program(home: Path, name: str) -> Path:
    return home / ("Scripts" if os.name == "nt" else "bin") / name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the checkout so that nothing is left in it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build")
    shutil.copytree(TOP, source, ignore=ignored, symlinks=True)
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", source, cwd=folder)
    wheels = list((folder / "dist").glob("*.whl"))
    assert len(wheels) == 1
    return wheels[0]


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel in it; what the wheel needs is borrowed from this one, so no network is used."""
    folder = tmp_path_factory.mktemp("home") / "venv"
    venv.create(folder, system_site_packages=False, with_pip=False, symlinks=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    # pip is told whose packages these are: with --prefix it would take kzgraph out of the environment that runs the tests.
    target = ("-m", "pip", "--disable-pip-version-check", "--python", program(folder, "python"))
    call(sys.executable, *target, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=folder)
    assert (site / "kzgraph" / "__init__.py").is_file()
    # Its own packages come first; a finder of the checkout (an editable install) is none of what stands in site-packages.
    (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return folder


def test_the_wheel_holds_data_and_types_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("ontology", "shapes"):
        there = {path.relative_to(TOP / folder).as_posix() for path in (TOP / folder).rglob("*.ttl")}
        assert there
        assert {f"kzgraph/data/{folder}/{name}" for name in there} <= names
    packs = {
        f"kzgraph/language/packs/{path.name}" for path in (TOP / "kzgraph" / "language" / "packs").iterdir() if path.is_file()
    }
    assert packs <= names
    assert "kzgraph/py.typed" in names
    assert not [
        name for name in names if name.startswith(("tests", "docs", "benchmarks", "ontology", "shapes")) or "__pycache__" in name
    ]
    assert any(name.endswith("/LICENSE") for name in names)


def test_the_installed_program_builds_a_graph_with_its_own_data(home: Path, tmp_path: Path) -> None:
    specimen = tmp_path / "text.txt"
    shutil.copy(SPECIMEN, specimen)
    call(program(home, "kzgraph"), "build", specimen, "-o", tmp_path / "out.nt", "-q", cwd=tmp_path)
    lines = (tmp_path / "out.nt").read_text("utf-8").splitlines()
    assert len(lines) > 500
    assert any("/resolution/2031-2901>" in line for line in lines)


def test_data_and_code_come_from_the_environment(home: Path, tmp_path: Path) -> None:
    asked = (
        "import kzgraph, kzgraph.resources as r;"
        "print(kzgraph.__file__, r.ontology_folder(), r.shapes_folder(), r.packs_folder(), sep='\\n')"
    )
    places = call(program(home, "python"), "-c", asked, cwd=tmp_path).splitlines()
    assert len(places) == 4
    for place in places:
        assert Path(place).is_relative_to(home.resolve()), place
        assert Path(place).exists()


def test_the_version_is_that_of_the_checkout(home: Path, tmp_path: Path) -> None:
    import kzgraph

    assert call(program(home, "kzgraph"), "--version", cwd=tmp_path) == f"kzgraph {kzgraph.__version__}\n"
