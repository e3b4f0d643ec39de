"""YAML files as plain values with the line of every place, so that a fault can name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scanner import Scanner

from foundation.faults import Fault, nearest
from scenes.yaml_faults import syntax_fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Place = tuple[str | int, ...]
"""The way down a tree: keys and 0-based indices."""

_TIMESTAMP = "tag:yaml.org,2002:timestamp"
"""What YAML takes for a day by its look."""

MOST_BYTES = 1_000_000
MOST_NODES = 50_000
MOST_DEPTH = 40


def written(place: Place) -> str:
    """Return a place as authors read it: ``scenes.amount.layers[2].style``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(slots=True)
class Tree:
    """A file's values and their lines; ``faults`` holds what is wrong with the file as YAML."""

    file: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    nodes: int = 0

    def line(self, place: Place) -> int | None:
        """Return the 1-based line of a place, or of the nearest place above it that has one."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return None

    def fault(self, place: Place, message: str, hint: str = "") -> Fault:
        """Return a fault at a place of this file."""
        return Fault(self.file, self.line(place), written(place), message, hint)

    def unknown(
        self, place: Place, kind: str, name: str, valid: Iterable[str], hint: str = ""
    ) -> Fault:
        """Return the fault of a name that stands for nothing.

        Names the nearest valid name, or all of them where none is near.
        """
        names = list(valid)
        near = nearest(name, names)
        if near or not names:
            return self.fault(place, f"There is no {kind} '{name}'.", near or hint)
        message = f"There is no {kind} '{name}'; there are {', '.join(names)}."
        return self.fault(place, message, hint)

    def at(self, place: Place) -> Any:
        """Return the value at a place, or None where there is none."""
        value = self.value
        for part in place:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value


class _TooLargeError(Exception):
    """Raised when aliases or nesting blow a small file up; ``line`` is where, from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


_TOO_DEEP = f"The file is nested deeper than {MOST_DEPTH} levels."


class _ShallowScanner(Scanner):
    """Stops at deep nesting while it reads: at each bracket it looks at all that are still open."""

    def fetch_more_tokens(self) -> Any:
        """Read on; raises _TooLargeError."""
        result = super().fetch_more_tokens()
        if self.flow_level + len(self.indents) > MOST_DEPTH + 1:
            raise _TooLargeError(_TOO_DEEP, self.reader.line + 1)
        return result


def read_tree(path: Path, name: str) -> Tree:
    """Read a YAML file. Faults of the file itself (missing, too large, no YAML) are in the tree.

    Keys that stand twice are faults, aliases count as often as they are used.
    """
    tree = Tree(name)
    try:
        size = path.stat().st_size
        text = path.read_text(encoding="utf-8-sig") if size <= MOST_BYTES else None
    except FileNotFoundError:
        tree.faults.append(tree.fault((), f"The campaign folder has no file {name}."))
        return tree
    except UnicodeDecodeError:
        tree.faults.append(tree.fault((), "The file is not UTF-8 text; save it as UTF-8."))
        return tree
    except OSError as error:
        tree.faults.append(tree.fault((), f"The file cannot be read: {error.strerror}."))
        return tree
    if text is None:
        tree.faults.append(tree.fault((), f"The file is larger than {MOST_BYTES // 1000} kB."))
        return tree
    return parse_tree(text, tree)


def parse_tree(text: str, tree: Tree) -> Tree:
    """Fill a tree from YAML text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _ShallowScanner
    try:
        root = yaml.compose(text)
        if root is None:
            tree.faults.append(tree.fault((), "The file is empty."))
        else:
            tree.value = _plain(root, (), tree, yaml)
    except MarkedYAMLError as error:
        tree.faults.append(syntax_fault(error, text, tree.file))
    except _TooLargeError as error:
        tree.faults.append(Fault(tree.file, error.line or tree.line(()), "", str(error)))
    except (YAMLError, ValueError, RecursionError):
        tree.faults.append(tree.fault((), "The file is not valid YAML."))
    return tree


def _plain(node: Node, place: Place, tree: Tree, yaml: YAML) -> Any:
    tree.nodes += 1
    if tree.nodes > MOST_NODES:
        raise _TooLargeError(f"The file holds more than {MOST_NODES} values.")
    if len(place) > MOST_DEPTH:
        raise _TooLargeError(_TOO_DEEP, node.start_mark.line + 1)
    tree.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return _mapping(node, place, tree, yaml)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*place, index), tree, yaml) for index, item in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        return _scalar(node, place, tree, yaml)
    return None


def _mapping(node: MappingNode, place: Place, tree: Tree, yaml: YAML) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            tree.faults.append(
                Fault(
                    tree.file,
                    line,
                    written(place),
                    "Braces at the start of a value are read as YAML, not as an expression.",
                    'Put the text in quotes: "{{ name }}".',
                )
            )
            continue
        key = str(key_node.value)
        if key in result:
            first = tree.lines[(*place, key)]
            tree.faults.append(
                Fault(
                    tree.file,
                    line,
                    written((*place, key)),
                    f"The key '{key}' stands twice; it stands on line {first} already.",
                    "Keep one of them.",
                )
            )
            continue
        tree.lines[*place, key] = line
        result[key] = _plain(value_node, (*place, key), tree, yaml)
    return result


def _scalar(node: ScalarNode, place: Place, tree: Tree, yaml: YAML) -> Any:
    text = str(node.value)
    if "\x00" in text:  # no database keeps it, and nothing shows it
        tree.faults.append(tree.fault(place, "The text holds the character NUL.", "Take it out."))
        return text.replace("\x00", "")
    if node.style is None and text.startswith("+"):
        return text  # "+24" means "24 below", which a number could not say
    try:
        return yaml.constructor.construct_object(node, deep=True)
    except (YAMLError, ValueError):
        if node.tag == _TIMESTAMP:
            message = f"'{text}' is no day that there is."
            tree.faults.append(tree.fault(place, message, "Write year-month-day: 2026-12-24."))
            return text
        tree.faults.append(
            tree.fault(place, f"A value with the tag '{node.tag}' is not understood here.")
        )
        return text
