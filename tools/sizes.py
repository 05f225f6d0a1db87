"""Holds functions to 40 lines and files to 350, and counts those over the aims of 20 and 300."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("consult", "proposals", "moderation", "cms", "tests", "tools")
FUNCTION_AIM, FUNCTION_LIMIT = 20, 40
FILE_AIM, FILE_LIMIT = 300, 350


def source_files():
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def functions_of(source):
    """(name, line, length without docstring and decorators) of each function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            signature = node.body[0].lineno - node.lineno
            yield node.name, node.lineno, signature + node.end_lineno - first.lineno + 1


def measure(files):
    """Everything over an aim: (length, limit, where)."""
    for file in files:
        source = file.read_text()
        place = file.relative_to(ROOT)
        lines = source.count("\n")
        if lines > FILE_AIM:
            yield lines, FILE_LIMIT, str(place)
        for name, line, length in functions_of(source):
            if length > FUNCTION_AIM:
                yield length, FUNCTION_LIMIT, f"{place}:{line} {name}"


def main():
    found = sorted(measure(source_files()), reverse=True)
    over_limit = [each for each in found if each[0] > each[1]]
    for length, limit, where in over_limit:
        print(f"{where}: {length} lines, the limit is {limit}")
    functions = sum(limit == FUNCTION_LIMIT for _length, limit, _where in found)
    print(f"{functions} functions over {FUNCTION_AIM} lines, {len(found) - functions} files over {FILE_AIM}")
    if "-v" in sys.argv:
        print("\n".join(f"{length:4} {where}" for length, _limit, where in found))
    return bool(over_limit)


if __name__ == "__main__":
    sys.exit(main())
