"""Expressions over a row's data: a Jinja sandbox that knows plain values and nothing else.

Authors write ``{{ expressions }}`` with filters, ``{% if %}`` and ``{% for %}`` over lists; there
are no other statements, no calls, no attributes but the parts of list items. Numbers are exact
decimals. Data is never read as a template: a name ``{{7*7}}`` stays as it is.
"""

from __future__ import annotations

from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from typing_extensions import override

from scenes.values import CurrencyError, Money
from scenes.wording import MOST_CHARACTERS, ExpressionError, Wording, exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template

# Filter names that no author can write.
_EXACT = "exact number"
_ITEMS = "items of a list"
_RESULT = "__result"
_MOST_BITS = 256
_TESTS = frozenset({"none", "defined", "undefined"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter,
    nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub,
    nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.CondExpr,
    nodes.Getattr, nodes.Getitem, nodes.Tuple, nodes.List, nodes.Slice, nodes.Keyword,
    nodes.If, nodes.For,
)  # fmt: skip
_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
_DEEPEST_LOOP = 2
_MOST_DEPTH = 70
_TOO_DEEP = "it is nested too deeply"


class _Exact(NodeTransformer):
    """Makes decimals (``99.99``) exact numbers instead of floats, and lets only lists be looped."""

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802 # the visitor's name
        if isinstance(node.value, float):
            text = nodes.Const(str(node.value), lineno=node.lineno)
            return nodes.Filter(text, _EXACT, [], [], None, None, lineno=node.lineno)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 # the visitor's name
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _ITEMS, [], [], None, None, lineno=node.lineno)
        return node


def _items(value: Any) -> tuple[Any, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(value)
    raise ExpressionError("'for' takes a list")


class PlainEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox: plain values, exact numbers, capped texts."""

    intercepted_binops: ClassVar[frozenset[str]] = frozenset(  # type: ignore[misc] # constant
        {"+", "-", "*", "/", "//", "%", "**"}
    )

    def __init__(self, wording: Wording) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, finalize=wording.show)
        self.wording = wording
        self.globals.clear()
        self.filters = {**wording.filters(), _EXACT: exact, _ITEMS: _items}
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS}

    @override
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers, or put two texts together; ExpressionError for all else."""
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)  # raises the undefined name's own error
            if side is None:
                raise ExpressionError("a field that is empty in this row takes part in a sum")
        if isinstance(left, str) and isinstance(right, str) and operator == "+":
            if len(left) + len(right) > MOST_CHARACTERS:
                raise ExpressionError(f"the text is longer than {MOST_CHARACTERS} characters")
            return left + right
        for side in (left, right):
            if isinstance(side, bool) or not isinstance(side, (int, Decimal)):
                raise ExpressionError(f"'{operator}' takes numbers")
        try:
            if operator == "/" and isinstance(left, int) and isinstance(right, int):
                left = Decimal(left)
            result = self.binop_table[operator](left, right)
        except (ZeroDivisionError, DecimalException):
            raise ExpressionError(
                f"'{operator}' has no result, such as a division by zero"
            ) from None
        if isinstance(result, int) and result.bit_length() > _MOST_BITS:
            raise ExpressionError("the number is too large")
        return result

    @override
    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a part of a list item, the currency of an amount, the day, month or year."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, Money) and attribute == "currency":
            return obj.currency
        if attribute in {"year", "month", "day"} and hasattr(obj, "isoformat"):
            return getattr(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    @override
    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a list, a character of a text, or a part of a list item."""
        if isinstance(obj, (dict, tuple, list, str)):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                pass
        return self.undefined(obj=obj, name=argument)


def parse_text(environment: PlainEnvironment, source: str) -> nodes.Template:
    """Return the tree of a text with expressions; TemplateSyntaxError when it is not one."""
    try:
        tree = environment.parse(source)
        _refuse_depth(tree)
    except RecursionError:
        raise TemplateSyntaxError(_TOO_DEEP, 1) from None
    return tree


def parse_expression(environment: PlainEnvironment, source: str) -> nodes.Expr:
    """Return the tree of an expression without braces; TemplateSyntaxError when it is not one."""
    parser = Parser(environment, source, state="variable")
    try:
        expression = parser.parse_expression()
        _refuse_depth(expression)
    except RecursionError:
        raise TemplateSyntaxError(_TOO_DEEP, 1) from None
    if not parser.stream.eos:
        raise TemplateSyntaxError("something follows the end of the expression", 1)
    expression.set_environment(environment)
    return expression


def _refuse_depth(tree: nodes.Node) -> None:
    """Raise TemplateSyntaxError for a tree that whatever walks it could not reach the end of."""
    level = [tree]
    for _ in range(_MOST_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return
    raise TemplateSyntaxError(_TOO_DEEP, 1)


def sole_expression(tree: nodes.Template) -> nodes.Expr | None:
    """Return the expression of a text that is one expression and nothing else, else None."""
    if len(tree.body) == 1 and isinstance(tree.body[0], nodes.Output):
        parts = tree.body[0].nodes
        if len(parts) == 1 and not isinstance(parts[0], nodes.TemplateData):
            return parts[0]
    return None


def unwelcome(tree: nodes.Node) -> Iterator[str]:
    """Yield, as sentences, what in a tree the language does not have."""
    for node in [tree, *tree.find_all(nodes.Node)]:
        if isinstance(node, nodes.For):
            yield from _loop_faults(node)
        if isinstance(node, _ALLOWED):
            continue
        if isinstance(node, nodes.Call):
            yield "Functions and methods cannot be called in an expression; use filters."
        elif isinstance(node, nodes.Stmt):
            yield "Of statements there are only {% if %} and {% for %}."
        elif isinstance(node, nodes.Concat):
            yield "'~' is not used here; write two expressions side by side."
        else:
            what = "**" if isinstance(node, nodes.Pow) else type(node).__name__
            yield f"'{what}' is not part of the expression language."


def _loop_faults(loop: nodes.For) -> Iterator[str]:
    if loop.recursive or not isinstance(loop.target, nodes.Name):
        yield "A loop is written {% for item in list %}."
    inner = [node for node in loop.find_all(nodes.For) if node is not loop]
    if any(True for node in inner for _ in node.find_all(nodes.For)):
        yield f"Loops stand at most {_DEEPEST_LOOP} deep in each other."


def names(tree: nodes.Node) -> set[str]:
    """Return the names that a tree reads from a row, which are all but those of its loops."""
    found: set[str] = set()

    def walk(node: nodes.Node, own: frozenset[str]) -> None:
        if isinstance(node, nodes.For):
            walk(node.iter, own)
            inner = own | {"loop", *(name.name for name in node.target.find_all(nodes.Name))}
            if isinstance(node.target, nodes.Name):
                inner |= {node.target.name}
            for part in (*node.body, *node.else_, *([node.test] if node.test else [])):
                walk(part, inner)
            return
        if isinstance(node, nodes.Name) and node.name not in own:
            found.add(node.name)
        for child in node.iter_child_nodes():
            walk(child, own)

    walk(tree, frozenset())
    return found


def compile_text(environment: PlainEnvironment, tree: nodes.Template) -> Template:
    """Return the compiled text; its root function yields its pieces."""
    return environment.from_string(_exactly(environment, tree))


def compile_expression(environment: PlainEnvironment, expression: nodes.Expr) -> Template:
    """Return the compiled expression, to be run by :func:`result_of`."""
    assign = nodes.Assign(nodes.Name(_RESULT, "store"), expression, lineno=1)
    return environment.from_string(_exactly(environment, nodes.Template([assign], lineno=1)))


def _exactly(environment: PlainEnvironment, tree: nodes.Template) -> nodes.Template:
    exactly: nodes.Template = _Exact().visit(tree)
    exactly.set_environment(environment)
    return exactly


def context_of(environment: PlainEnvironment, values: Mapping[str, Any]) -> Context:
    """Return what compiled texts and expressions read a row's values from."""
    return Context(environment, dict(values), None, {})


def text_of(template: Template, context: Context) -> str:
    """Return a compiled text for a row. Raises ExpressionError, which never repeats a value."""
    pieces: list[str] = []
    length = 0
    try:
        for piece in template.root_render_func(context):
            pieces.append(piece)
            length += len(piece)
            if length > MOST_CHARACTERS:
                raise ExpressionError(f"the text is longer than {MOST_CHARACTERS} characters")  # noqa: TRY301 # worded below as all
    except (ExpressionError, CurrencyError) as error:
        raise ExpressionError(str(error)) from None
    except TemplateError as error:
        raise ExpressionError(_undefined(error)) from None
    except TypeError:
        raise ExpressionError("cannot be worked out: a field is empty, or kinds differ") from None
    except (ValueError, ArithmeticError, LookupError):
        raise ExpressionError("cannot be worked out with the values of this row") from None
    return "".join(pieces)


def result_of(template: Template, context: Context) -> Any:
    """Return a compiled expression's value for a row. Raises ExpressionError."""
    try:
        for _ in template.root_render_func(context):
            pass
    except (ExpressionError, CurrencyError) as error:
        raise ExpressionError(str(error)) from None
    except TemplateError as error:
        raise ExpressionError(_undefined(error)) from None
    except TypeError:
        raise ExpressionError("cannot be worked out: a field is empty, or kinds differ") from None
    except (ValueError, ArithmeticError, LookupError):
        raise ExpressionError("cannot be worked out with the values of this row") from None
    value = context.vars[_RESULT]
    if isinstance(value, Undefined):
        raise ExpressionError("reads something that this row does not have")
    return value


def _undefined(error: TemplateError) -> str:
    del error  # its message may hold parts of a value
    return "reads something that this row does not have"
