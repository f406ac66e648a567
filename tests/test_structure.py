"""The shape of the code: layers, charters, clauses, row scope."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from workbench import desk, models, services
from workbench.models import Base

ROOT = Path(__file__).parents[1]
WORKBENCH = ROOT / "workbench"

# layer -> what it may import besides the standard library
DESK_LEVEL = {"sqlalchemy", "workbench.access", "workbench.models", "workbench.rules"}
MAY_IMPORT = {
    "rules": {"workbench.rules"},
    "access": set(),
    "models": {"sqlalchemy", "workbench.models", "workbench.rules"},
    "solvers": {"numpy", "highspy", "workbench.solvers", "workbench.rules"},
    "rows": {"python_calamine", "workbench.rows", "workbench.rules"},
    "reports": {
        "docx",
        "lxml",
        "xlsxwriter",
        "segno",
        "workbench.reports",
        "workbench.rules",
    },
    "vault": {"keyring", "cryptography", "workbench.rules"},
    "home_folder": {
        "platformdirs",
        "sqlcipher3",
        "workbench.vault",
        "workbench.rules",
        "workbench.desk.unavailable",
    },
    "database": {
        "sqlcipher3",
        "psycopg",
        "sqlalchemy",
        "alembic",
        "workbench.MIGRATIONS",
        "workbench.home_folder",
        "workbench.vault",
        "workbench.rules",
        "workbench.desk.Backup",
        "workbench.desk.unavailable",
    },
    "desk": DESK_LEVEL,
    "facts": DESK_LEVEL | {"workbench.desk"},
    "listing": {"sqlalchemy"},
    "search": {"sqlalchemy", "pypinyin", "workbench.models", "workbench.rules"},
    "services": {
        "argon2",
        "pypinyin",
        "rapidfuzz",
        "sqlalchemy",
        "workbench.RESOURCES",
        "workbench.access",
        "workbench.desk",
        "workbench.facts",
        "workbench.listing",
        "workbench.models",
        "workbench.reports",
        "workbench.rows",
        "workbench.rules",
        "workbench.search",
        "workbench.services",
        "workbench.solvers",
    },
    "views": {
        "PySide6",
        "pypdfium2",
        "pyqtgraph",
        "shiboken6",
        "workbench.CLAUSES",
        "workbench.RESOURCES",
        "workbench.__version__",
        "workbench.access",
        "workbench.desk",
        "workbench.listing",
        "workbench.reports",
        "workbench.rules",
        "workbench.services",
        "workbench.views",
    },
}
THIRD_PARTY = (
    "PySide6",
    "alembic",
    "argon2",
    "cryptography",
    "docx",
    "highspy",
    "keyring",
    "lxml",
    "numpy",
    "openpyxl",
    "platformdirs",
    "psycopg",
    "pypdfium2",
    "pypinyin",
    "pyqtgraph",
    "python_calamine",
    "rapidfuzz",
    "segno",
    "shiboken6",
    "sqlalchemy",
    "sqlcipher3",
    "workbench",
    "xlsxwriter",
)


def files_of(layer):
    return [*WORKBENCH.glob(f"{layer}.py"), *WORKBENCH.glob(f"{layer}/**/*.py")]


def tree_of(path):
    return ast.parse(path.read_text("utf-8"))


def imports(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def under(name, roots):
    return any(name == root or name.startswith(f"{root}.") for root in roots)


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_a_layer_imports_only_what_lies_below_it(layer):
    files = files_of(layer)
    assert files, f"no such layer: {layer}"
    strays = [
        (path.name, name)
        for path in files
        for name in imports(path)
        if under(name, THIRD_PARTY) and not under(name, MAY_IMPORT[layer])
    ]
    assert strays == []


def test_a_room_of_the_services_imports_no_sibling():
    shared = {"platform", "documents"}
    strays = []
    for path in files_of("services"):
        room = path.relative_to(WORKBENCH / "services").parts[0].removesuffix(".py")
        for name in imports(path):
            if name.startswith("workbench.services."):
                other = name.split(".")[2]
                if other not in {room, *shared} or (
                    room == "platform" and other != "platform"
                ):
                    strays.append((str(path.relative_to(WORKBENCH)), name))
    assert strays == []


def test_only_main_imports_the_places_where_parts_are_put_together():
    strays = [
        (path.name, name)
        for path in WORKBENCH.rglob("*.py")
        for name in imports(path)
        if under(name, {"workbench.app", "workbench.cli"})
        and path.name not in {"app.py", "cli.py"}
    ]
    assert strays == []


def test_only_actions_starts_threads():
    starters = ("QThread", "QThreadPool", "threading", "QRunnable", "concurrent")
    strays = [
        path.name
        for path in files_of("views")
        if path.name != "actions.py"
        for name in imports(path)
        if any(part in starters for part in name.split("."))
    ]
    assert strays == []


def test_every_folder_of_code_travels_in_the_wheel():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    ours = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in WORKBENCH.rglob("__init__.py")
    }
    elsewhere = {"workbench.migrations", "workbench.migrations.versions"}
    assert listed == ours | elsewhere | {"workbench.docs", "workbench.resources"}


def modules(package):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def all_services():
    for module in modules(services):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes_work = "work" in inspect.signature(function).parameters
            if (
                function.__module__ == module.__name__
                and not name.startswith("_")
                and takes_work
            ):
                yield pytest.param(
                    function,
                    id=f"{module.__name__.removeprefix('workbench.services.')}.{name}",
                )


@pytest.mark.parametrize("service", list(all_services()))
def test_a_service_is_chartered_and_takes_its_work_and_named_arguments(service):
    declared = desk.charter(service)
    first, *others = inspect.signature(service).parameters.values()
    assert first.annotation is desk.Work
    assert {one.kind for one in others} <= {inspect.Parameter.KEYWORD_ONLY}
    names = {one.name for one in others}
    assert declared.secret | declared.personal <= names
    if declared.changes:
        assert declared.title, "a command says in words what it does"


SCOPED = {
    mapper.class_.__name__
    for mapper in Base.registry.mappers
    if hasattr(mapper.class_, "within")
}
KEEPERS = {"visible", "own", "whole_county"}


def selected_models(function):
    """Yield every scoped model a function's selects name."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in {"select", "get", "get_one", "update", "delete"}:
            for argument in node.args:
                for name in ast.walk(argument):
                    if isinstance(name, ast.Name) and name.id in SCOPED:
                        yield name.id


def kept_models(function):
    """Yield every scoped model a function keeps to what the person may see."""
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in KEEPERS
            and node.args
        ):
            for name in ast.walk(node.args[0]):
                if isinstance(name, ast.Name):
                    yield name.id


def test_every_select_of_a_scoped_table_says_whose_rows_it_may_see():
    assert {"Unit", "Person", "Posting", "CentreMember"} <= SCOPED
    loose = []
    for path in files_of("services"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                kept = set(kept_models(node))
                loose += [
                    f"{path.stem}.{node.name}: {model}"
                    for model in selected_models(node)
                    if model not in kept and "model" not in kept
                ]
    assert loose == []


def test_the_register_quotes_exactly_the_clauses_the_code_names():
    named = set()
    for path in WORKBENCH.rglob("*.py"):
        text = path.read_text("utf-8")
        # a checkup names the clauses of the standard itself: 10.1
        named.update(re.findall(r'clause="([^\d].*?)"', text))
        for line in re.findall(r"Clause: ([a-z0-9/, \n-]+)", text):
            named.update(re.findall(r"[a-z]+/[a-z0-9-]+", line))
    register = (ROOT / "docs" / "clauses.md").read_text("utf-8")
    quoted = re.findall(r"^## ([a-z]+/[a-z0-9-]+)", register, re.MULTILINE)
    assert len(quoted) == len(set(quoted))
    assert named == set(quoted)


def test_every_model_is_reached_by_importing_the_package():
    reached = set(models.Base.metadata.tables)
    declared = {
        node.value.value
        for path in files_of("models")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assign)
        and any(getattr(t, "id", "") == "__tablename__" for t in node.targets)
        and isinstance(node.value, ast.Constant)
    }
    assert declared <= reached
