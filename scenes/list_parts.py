"""Parts of list items that a template reads, checked against the list field's own parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Node = TypeVar("_Node", bound=nodes.Node)

Parts = tuple[str, ...]


def unknown_parts(tree: nodes.Node, lists: Mapping[str, Parts]) -> Iterator[tuple[str, str, Parts]]:
    """Yield (list field, part, parts it has) for every part that a list field does not have.

    Args:
        tree: an expression or a text.
        lists: list fields and the parts of their items, in order.

    Followed are a field's own name, its slices, its items by number, ``first`` and ``last``, and
    the items of a loop over it; what cannot be followed is left to the binding.
    """
    loops: dict[str, str] = {}
    for loop in _every(tree, nodes.For):
        source = _list_of(loop.iter, lists)
        if source is not None and isinstance(loop.target, nodes.Name):
            loops[loop.target.name] = source
    for read in _every(tree, nodes.Getattr):
        source = _item_of(read.node, lists, loops)
        if source is not None and read.attr not in lists[source]:
            yield source, read.attr, lists[source]
    for call in _every(tree, nodes.Filter):
        source = _list_of(call.node, lists)
        part = _attribute(call) if call.name in {"sum", "join"} else None
        if source is not None and part is not None and part not in lists[source]:
            yield source, part, lists[source]


def _every(tree: nodes.Node, kind: type[_Node]) -> list[_Node]:
    found = list(tree.find_all(kind))
    return [tree, *found] if isinstance(tree, kind) else found


def _list_of(node: nodes.Node | None, lists: Mapping[str, Parts]) -> str | None:
    """Return the list field that an expression is, or is a slice of."""
    if isinstance(node, nodes.Name) and node.name in lists:
        return node.name
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        return _list_of(node.node, lists)
    return None


def _item_of(node: nodes.Node, lists: Mapping[str, Parts], loops: Mapping[str, str]) -> str | None:
    """Return the list field that an expression is an item of."""
    if isinstance(node, nodes.Name):
        return loops.get(node.name)
    if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Slice):
        return _list_of(node.node, lists)
    if isinstance(node, nodes.Filter) and node.name in {"first", "last"}:
        return _list_of(node.node, lists)
    return None


def _attribute(call: nodes.Filter) -> str | None:
    position = {"sum": 0, "join": 1}[call.name]
    given = [word.value for word in call.kwargs if word.key == "attribute"]
    given += call.args[position : position + 1]
    return given[0].value if given and isinstance(given[0], nodes.Const) else None
