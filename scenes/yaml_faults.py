"""What is wrong with a file that is no YAML, said so that an author finds the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.tokens import ScalarToken

from foundation.faults import Fault

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError, StreamMark

_NOT_HERE = "The file is not valid YAML here"
_QUOTES = "Text that holds ': ', '#', '{' or a quote belongs in quotes."


def syntax_fault(error: MarkedYAMLError, text: str, file: str) -> Fault:
    """Return the fault of a text that the YAML parser refuses."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    problem = (error.problem or "it cannot be read").strip()
    if "\\t" in problem:
        message = f"{_NOT_HERE}: a tab stands where spaces belong."
        return Fault(file, line, "", message, "Use spaces, not tabs.")
    if "quoted scalar" in (error.context or "") and error.context_mark is not None:
        line = error.context_mark.line + 1
        message = (
            f"The file is not valid YAML: a quotation mark opened in line {line} is not closed."
        )
        hint = "Close it, or write a quotation mark within the text twice."
        return Fault(file, line, "", message, hint)
    quoted = _quoted_before(text, error.problem_mark)
    if quoted is not None:
        return _quotation_fault(quoted, file)
    if "expected <block end>" in problem or "mapping values" in problem:
        message = f"{_NOT_HERE}: the indentation or the quotes do not fit."
        hint = f"Check that this line and the one above begin in the same column. {_QUOTES}"
        return Fault(file, line, "", message, hint)
    return Fault(file, line, "", f"{_NOT_HERE}: {problem}.", _QUOTES)


def _quoted_before(text: str, mark: StreamMark | None) -> ScalarToken | None:
    """Return the text in quotation marks that ends right before a mark, with only spaces between.

    Nothing of the kind may follow it: what follows belongs to it, and a quotation mark is wrong.
    """
    if mark is None:
        return None
    last = None
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if token.start_mark.index >= mark.index:
                break
            last = token
    except YAMLError:
        pass  # the text is known to be faulty; what was read before is what counts
    if not isinstance(last, ScalarToken) or last.style not in {"'", '"'}:
        return None
    between = text[last.end_mark.index : mark.index]
    return last if not between.strip(" ") else None


def _quotation_fault(quoted: ScalarToken, file: str) -> Fault:
    first, last = quoted.start_mark.line + 1, quoted.end_mark.line + 1
    if first != last:
        message = (
            f"The file is not valid YAML: the quotation mark opened in line {first} is closed only"
            f" by the one in line {last}."
        )
        return Fault(file, first, "", message, "Close it where its text ends.")
    message = f"{_NOT_HERE}: something follows a text that its quotation marks have closed."
    other = '"' if quoted.style == "'" else "'"
    hint = f"Put the whole text between {other}…{other}, or write «…» within it."
    return Fault(file, last, "", message, hint)
