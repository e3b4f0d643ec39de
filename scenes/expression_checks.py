"""What is wrong with an expression, found before any row: names, filters, tests, parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import nodes

from foundation.faults import nearest
from scenes import expressions
from scenes.list_parts import unknown_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from foundation.faults import Fault
    from scenes.yaml_tree import Place, Tree

_Node = TypeVar("_Node", bound=nodes.Node)

ISSUER = "issuer"
"""The name under which expressions read campaign.yaml's issuer."""

_UNWRITTEN = {"boolean", "list"}
"""Types whose values cannot be written as one text."""

_NEEDS = {
    "money": ("an amount", {"money", "decimal", "integer"}),
    "date": ("a date", {"date"}),
    "sum": ("a list", {"list"}),
    "join": ("a list", {"list"}),
    "first": ("a list", {"list"}),
    "last": ("a list", {"list"}),
    "round": ("a number", {"money", "decimal", "integer"}),
}
"""What a filter takes, where it stands right behind a field."""


@dataclass(slots=True)
class Vocabulary:
    """What expressions may read.

    ``known`` maps the names to their types, ``lists`` the list fields to the parts of their items,
    ``issuer`` the issuer's parts to what they hold. With ``open``, names may be unknown: what
    should declare them is faulty itself.
    """

    known: dict[str, str]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    issuer: dict[str, Any] = field(default_factory=dict)
    open: bool = False


def expression_faults(
    tree: nodes.Node,
    words: Vocabulary,
    filters: Collection[str],
    tests: Collection[str],
    file: Tree,
    place: Place,
) -> list[Fault]:
    """Return every fault of an expression that stands at a place of a file."""
    unwelcome = [file.fault(place, text) for text in dict.fromkeys(expressions.unwelcome(tree))]
    if unwelcome:
        return unwelcome  # what cannot stand here cannot be looked into either
    faults = list(_name_faults(tree, words, file, place))
    for node in _every(tree, nodes.Filter):
        if node.name not in filters:
            faults.append(file.unknown(place, "filter", node.name, sorted(filters)))
        elif isinstance(node.node, nodes.Name):
            faults += _misfits(node.name, node.node.name, words, file, place)
    for test in _every(tree, nodes.Test):
        if test.name not in tests:
            message = f"There is no test 'is {test.name}'."
            faults.append(file.fault(place, message, "Compare with == instead."))
    return faults


def _name_faults(tree: nodes.Node, words: Vocabulary, file: Tree, place: Place) -> Iterator[Fault]:
    unknown = set() if words.open else expressions.names(tree) - words.known.keys()
    for name in sorted(unknown):
        message = f"Nothing is called '{name}': expected a field, or an entry of values."
        yield file.fault(place, message, nearest(name, words.known))
    for read in _every(tree, nodes.Getattr):
        part = read.attr
        if not isinstance(read.node, nodes.Name) or read.node.name != ISSUER or words.open:
            continue
        if part not in words.issuer:
            hint = nearest(part, words.issuer) or f"It gives {', '.join(words.issuer)}."
            yield file.fault(place, f"campaign.yaml gives no issuer.{part}.", hint)
    for name, part, parts in unknown_parts(tree, words.lists):
        message = f"The items of '{name}' have no part '{part}'; they have {', '.join(parts)}."
        yield file.fault(place, message, nearest(part, parts))


def _misfits(
    filter_name: str, name: str, words: Vocabulary, file: Tree, place: Place
) -> Iterator[Fault]:
    wanted, kinds = _NEEDS.get(filter_name, ("", set()))
    kind = words.known.get(name, "")
    if filter_name == "url" and kind in _UNWRITTEN:
        message = f"The filter 'url' takes a text, a number or a date; '{name}' is a {kind} field."
        yield file.fault(place, message)
    if kinds and kind and kind != "value" and kind not in kinds:
        message = f"The filter '{filter_name}' takes {wanted}; '{name}' is a {kind} field."
        yield file.fault(place, message)


def _every(tree: nodes.Node, kind: type[_Node]) -> list[_Node]:
    found = list(tree.find_all(kind))
    return [tree, *found] if isinstance(tree, kind) else found
