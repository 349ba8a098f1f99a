"""The house style, as far as a machine can tell."""

import ast
from collections.abc import Iterator

from tests.house.sources import Source, last_name, own_tests, product, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
# Name -> why it may be longer.
_RECORD = "a migration is the record of a schema: one step, never changed again"
LONG_FILES = {"db/migrations/versions/0001_the_queue.py": _RECORD}
LONG_FUNCTIONS = {"db/migrations/versions/0001_the_queue.py:upgrade": _RECORD}
FORBIDDEN_WORDS = ("Manager", "Helper", "Util", "Handler", "Processor")


def test_files_have_one_job() -> None:
    long = {
        source.name: source.lines
        for source in product()
        if source.lines > LONGEST_FILE and source.name not in LONG_FILES
    }
    assert long == {}


def test_functions_fit_on_a_screen() -> None:
    long = {
        f"{source.name}:{node.name}": _length(node)
        for source in (*product(), *own_tests(), *sources("benchmarks"))
        for node in _functions(source)
        if _length(node) > LONGEST_FUNCTION and f"{source.name}:{node.name}" not in LONG_FUNCTIONS
    }
    assert long == {}


def test_listed_exceptions_are_still_needed() -> None:
    lengths = {source.name: source.lines for source in product()}
    assert [name for name in LONG_FILES if lengths.get(name, 0) <= LONGEST_FILE] == []


def test_classes_are_named_in_the_words_of_the_counter() -> None:
    named = [
        f"{source.name}:{node.name}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(FORBIDDEN_WORDS)
    ]
    assert named == []


def test_tests_wait_for_facts_and_never_sleep() -> None:
    sleeping = [
        f"{source.name}:{call.lineno}"
        for source in own_tests()
        for call in source.calls()
        if ast.unparse(call.func) in ("time.sleep", "sleep", "qtbot.wait", "QTest.qWait")
    ]
    assert sleeping == []


def test_no_test_is_skipped() -> None:
    words = ("pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.importorskip")
    skipped = [
        f"{source.name}:{node.lineno}"
        for source in own_tests()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in words
    ]
    assert skipped == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [source.name for source in product() if ast.get_docstring(source.tree) is None]
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{source.name}:{place}"
        for source in (*product(), *sources("benchmarks"))
        for place, line in enumerate(source.text.splitlines(), 1)
        if any(word in line.split() for word in ("TODO", "TODO:", "FIXME", "FIXME:", "XXX"))
    ]
    assert left == []


def test_no_module_hides_a_standard_one() -> None:
    assert not {"queue", "platform"} & {source.name.split("/")[0] for source in product()}


def test_the_network_is_asked_only_with_a_deadline() -> None:
    """``create_connection`` without its time-out waits for as long as the system likes."""
    endless = [
        f"{source.name}:{call.lineno}"
        for source in product()
        for call in source.calls()
        if last_name(call.func) == "create_connection" and len(call.args) + len(call.keywords) < 2
    ]
    assert endless == []


def _functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
