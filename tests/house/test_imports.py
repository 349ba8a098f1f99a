"""Who may know whom: the contracts of pyproject.toml, and what they cannot say."""

import contextlib
import io
import tomllib

import grimp
import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.house.sources import ROOT

PROGRAMS = ("kiosk", "officer_panel", "counter_display")


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    # Not through the tool's own command: that one switches off every logger of the process.
    configure()
    with contextlib.redirect_stdout(said):
        kept = lint_imports(config_filename="pyproject.toml", cache_dir=None)
    assert kept, said.getvalue()


def test_qt_free_modules_do_not_reach_qt_through_others() -> None:
    graph = grimp.build_graph(
        "core", "i18n", "db", "hardware", "ui_kit", *PROGRAMS, "motcua",
        include_external_packages=True, cache_dir=None,
    )  # fmt: skip
    knowing = graph.find_downstream_modules("PySide6")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    qt = next(contract for contract in contracts["contracts"] if contract["id"] == "qt")
    surprising = {
        module
        for module in knowing
        if not any(
            module == allowed or module.startswith(f"{allowed}.")
            for allowed in qt["allowed_importers"]
        )
    }
    assert surprising == set()
