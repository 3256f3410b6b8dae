"""docs/python.md: the reference of the public names, from their docstrings."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass

import narrator
from docs.make.part import Part
from docs.make.source import class_of, fields_of

_QUOTES = "'\""
"""Around the name of a class that is not there yet."""


def reference() -> str:
    """One section for each public name: what it is, its fields, its methods."""
    return "\n\n".join(block for name in narrator.__all__ for block in _section(name))


def _section(name: str) -> Iterator[str]:
    kind: type = getattr(narrator, name)
    yield f"### {name}"
    yield inspect.getdoc(kind) or ""
    if is_dataclass(kind):
        yield "\n".join(_field(node, text) for node, text in fields_of(class_of(kind)))
    for node in class_of(kind).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"#### `{_signature(name, node)}`"
            yield ast.get_docstring(node) or ""


def _field(node: ast.AnnAssign, text: str) -> str:
    default = f" = {ast.unparse(node.value)}" if _is_plain(node.value) and node.value else ""
    return f"* `{ast.unparse(node.target)}: {ast.unparse(node.annotation)}{default}` {text}".rstrip()


def _is_plain(value: ast.expr | None) -> bool:
    """Whether a default says something; of `field(default_factory=dict)` nobody learns anything."""
    return not isinstance(value, ast.Call)


def _signature(name: str, node: ast.FunctionDef) -> str:
    """How a method is called, with its types; of a property what it is."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    result = f" -> {ast.unparse(node.returns).strip(_QUOTES)}" if node.returns else ""
    owner = name if "classmethod" in decorators else name.lower()
    if "property" in decorators:
        return f"{owner}.{node.name}{result}"
    node.args.args = node.args.args[1:]  # self or cls
    arguments = ast.unparse(_Shown(vars(inspect.getmodule(getattr(narrator, name)))).visit(node.args))
    return f"{owner}.{node.name}({arguments}){result}"


class _Shown(ast.NodeTransformer):
    """Puts the text into the place of a constant that holds one."""

    def __init__(self, module: Mapping[str, object]) -> None:
        self._module = module

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self._module.get(node.id)
        return ast.Constant(value) if isinstance(value, str) else node


PARTS = (Part(page="docs/python.md", name="reference", make=reference),)
