"""Textual's private names are used in terminal/ alone."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import textual

import alliance_tui

PRODUCT = Path(alliance_tui.__file__).parent
TEXTUAL = Path(textual.__file__).parent


def is_private(name: str) -> bool:
    """Return True for `_name`, and not for `__name__`."""
    return name.startswith("_") and name != "_" and not name.endswith("__")


def bound(tree: ast.AST) -> set[str]:
    """Return the private names of functions, classes, variables and attributes of `self` that a tree binds."""
    found = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(ast.Name("self" | "cls"), name, ast.Store()):
                found.add(name)
    return {name for name in found if is_private(name)}


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module's tree."""
    return ast.parse(path.read_text())


@cache
def private_names(folder: Path) -> frozenset[str]:
    """Return what is bound in all of a package."""
    return frozenset().union(*(bound(parsed(path)) for path in folder.rglob("*.py")))


def names_of(kind: type) -> frozenset[str]:
    """Return the private names that a class has of Textual's classes."""
    return frozenset().union(*(names_in(base) for base in kind.__mro__ if base.__module__.startswith("textual")))


@cache
def names_in(base: type) -> frozenset[str]:
    """Return the private names that one class of Textual's binds."""
    tree = parsed(Path(importlib.import_module(base.__module__).__file__ or ""))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == base.__name__]
    return frozenset().union(*map(bound, classes))


def uses(path: Path) -> Iterator[str]:
    """Yield each private name of Textual's that a module of the product uses, takes the place of, or takes for its own.

    Of an object other than `self` nothing is known: any name counts that Textual binds somewhere, and the product not.
    """
    name = ".".join(path.relative_to(PRODUCT.parent).with_suffix("").parts).removesuffix(".__init__")
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "textual":
            if any(map(is_private, node.module.split("."))):
                yield node.module
            yield from (each.name for each in node.names if is_private(each.name))
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            known = node.attr in private_names(TEXTUAL) and node.attr not in private_names(PRODUCT)
            if known and ast.unparse(node.value) not in ("self", "os"):
                yield node.attr
        elif isinstance(node, ast.ClassDef) and any(map(is_private, own := bound(node) | called(node))):
            kind = getattr(importlib.import_module(name), node.name, None)
            yield from sorted(own & names_of(kind)) if isinstance(kind, type) else ()


def called(kind: ast.ClassDef) -> set[str]:
    """Return the attributes that a class asks `self` or `super()` for."""
    asked = [each for each in ast.walk(kind) if isinstance(each, ast.Attribute) and is_private(each.attr)]
    return {each.attr for each in asked if ast.unparse(each.value) in ("self", "cls", "super()")}


def modules(within: bool) -> list[Path]:
    """Return the product's modules in terminal/, or all others."""
    found = [path for path in sorted(PRODUCT.rglob("*.py")) if path.name != "__main__.py"]
    return [path for path in found if (path.parent.name == "terminal") is within]


def test_no_other_package_uses_a_private_name() -> None:
    """Nor replaces one, nor has one of the same name by chance."""
    assert {f"{path.relative_to(PRODUCT)}: {name}" for path in modules(within=False) for name in uses(path)} == set()


def test_the_search_finds_what_is_in_terminal() -> None:
    """A module, a method in the place of Textual's, an attribute of `self` and one of another object."""
    found = {name for path in modules(within=True) for name in uses(path)}
    assert found >= {"textual._compositor", "_fatal_error", "_scroll_update", "_compositor"}


def test_the_input_uses_none() -> None:
    """What stands before the parser can't fall back, so it depends on public names alone."""
    for name in (
        "driver",
        "output_pace",
        "paste_detection",
        "lexer",
        "key_names",
        "writer",
        "mouse",
        "restore_process",
    ):
        assert [*uses(PRODUCT / "terminal" / f"{name}.py")] == []
