"""What stands in a module's source and is gone once it runs: the text under a field, types as written."""

import ast
import inspect
from collections.abc import Iterator, Sequence
from itertools import pairwise


def class_of(kind: type) -> ast.ClassDef:
    """The class as it stands in its module."""
    module = ast.parse(inspect.getsource(inspect.getmodule(kind) or kind))
    (found,) = (node for node in module.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__)
    return found


def fields_of(kind: ast.ClassDef) -> Iterator[tuple[ast.AnnAssign, str]]:
    """Each field of a dataclass, and the text under it; an empty one where there is none."""
    body: Sequence[ast.stmt | None] = [*kind.body, None]
    for node, following in pairwise(body):
        if isinstance(node, ast.AnnAssign):
            yield node, _text(following)


def _text(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return inspect.cleandoc(str(node.value.value))
    return ""
