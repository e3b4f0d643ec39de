"""A campaign's storyboard, compiled as a whole, with every fault of its expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from foundation.errors import RowError
from foundation.faults import nearest
from scenes.addresses import AddressError, web_parts
from scenes.campaign_checks import FALLBACK_LOCALE, known_locale
from scenes.compiled import Compiler, Row, Text, Value
from scenes.expression_checks import ISSUER
from scenes.fields import ListField
from scenes.form_names import form_names, unknown_form
from scenes.form_program import FormProgram, compile_forms
from scenes.page_program import PaymentProgram, compile_page, compile_payment
from scenes.scene_program import SceneProgram, compile_scene

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from foundation.faults import Fault
    from scenes.bound import Page, Payment
    from scenes.campaign_file import CampaignFile
    from scenes.setting import Setting
    from scenes.storyboard_file import Storyboard
    from scenes.yaml_tree import Place, Tree


_EXPRESSION = re.compile(r"\{[{%#]")
_NO_ADDRESS = "Expected an address that begins with https:// and a host."
_RESERVED = frozenset({"today", "payment_code", "loop", ISSUER})


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that binding runs, in the order in which it runs."""

    compiler: Compiler
    title: Text
    values: tuple[tuple[str, Value | Text], ...]
    payment: PaymentProgram
    scenes: dict[str, SceneProgram]
    page: Callable[[Row, Payment], Page]
    forms: tuple[FormProgram, ...] = ()


def compile_storyboard(
    storyboard: Storyboard,
    file: CampaignFile,
    setting: Setting,
    trees: tuple[Tree, Tree],
    gaps: tuple[Collection[Place], Collection[Place]] = ((), ()),
    pictures: Iterable[str] = (),
) -> tuple[Program, list[Fault]]:
    """Compile a storyboard, and find every fault of its expressions.

    ``trees`` are those of campaign.yaml and storyboard.yaml; ``gaps`` are the places in each where
    the model holds something neutral because of a fault, so that what hangs on them is not known;
    ``pictures`` are the files that picture layers may choose from.
    """
    locale = file.locale if known_locale(file.locale) else FALLBACK_LOCALE
    known, lists = _names(storyboard, trees[1], gaps[1])
    unsure = any(place in gaps[1] for place in ((), ("fields",), ("values",)))
    known[ISSUER] = "issuer"
    issuer = _issuer(file, gaps[0])
    compiler = Compiler(trees[1], locale, known, lists, open=unsure, issuer=issuer)
    compiler.pictures = frozenset(pictures)
    title = compiler.text(storyboard.title, "title")
    values: list[tuple[str, Value | Text]] = []
    for name, source in storyboard.values.items():
        if name in storyboard.fields or name in _RESERVED:
            compiler.fault(("values", name), f"'{name}' is taken already; choose another name.")
        value = compiler.named_value(source, "values", name)
        known[name] = "value"
        values.append((name, value))
    for name in storyboard.fields:
        if name in _RESERVED:
            compiler.fault(("fields", name), f"'{name}' is taken already; choose another name.")
    link = Compiler(trees[0], locale, known, open=unsure, issuer=issuer)
    hosts_known = not any(place[:2] == ("pay_link", "hosts") for place in gaps[0])
    address = _address(link, file, check_host=hosts_known)
    payment = compile_payment(compiler, storyboard.payment, address)
    if payment.code is not None or any(place[:1] == ("payment",) for place in gaps[1]):
        known["payment_code"] = "text"
    scenes = {
        scene_id: compile_scene(compiler, scene_id, scene, setting)
        for scene_id, scene in storyboard.scenes.items()
    }
    page = compile_page(compiler, storyboard.page)
    forms = compile_forms(compiler, storyboard.forms)
    if not gaps[1]:
        compiler.faults += _form_ways(storyboard, trees[1])
    program = Program(compiler, title, tuple(values), payment, scenes, page, forms)
    return program, [*link.faults, *compiler.faults]


def _form_ways(storyboard: Storyboard, tree: Tree) -> list[Fault]:
    """Return the faults of questions and ways of payment that lead to forms there are not."""
    names = form_names(storyboard.forms, tree)
    asked = {("page", "questions"): storyboard.page.questions}
    asked["payment", "ways"] = storyboard.payment.ways
    return [
        unknown_form(tree, (*place, index, "form"), question.form, names)
        for place, questions in asked.items()
        for index, question in enumerate(questions)
        if question.form is not None and question.form not in names
    ]


def _issuer(file: CampaignFile, gaps: Collection[Place]) -> dict[str, Any]:
    """Return the issuer's contacts; one with a fault of its own is there all the same."""
    faulty = {str(place[1]): "…" for place in gaps if len(place) > 1 and place[0] == ISSUER}
    return {**faulty, **file.issuer.contacts()}


def _names(
    storyboard: Storyboard, tree: Tree, gaps: Collection[Place]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the names that expressions may read with their types, and the lists' parts."""
    faulty = {place[1] for place in gaps if len(place) > 1 and place[0] == "fields"}
    written = tree.at(("fields",))
    # A field with a fault of its own is still known by name, lest all its uses be reported.
    known: dict[str, str] = dict.fromkeys(written if isinstance(written, dict) else (), "value")
    fields = {name: field for name, field in storyboard.fields.items() if name not in faulty}
    known |= {name: field.type for name, field in fields.items()} | {"today": "date"}
    lists = {
        name: tuple(field.of) for name, field in fields.items() if isinstance(field, ListField)
    }
    return known, lists


def _address(compiler: Compiler, file: CampaignFile, *, check_host: bool) -> Callable[[Row], str]:
    text = compiler.text(file.pay_link.address, "pay_link", "address")
    hosts = frozenset(host.casefold() for host in file.pay_link.hosts)
    begin, *rest = _EXPRESSION.split(file.pay_link.address, maxsplit=1)
    whole = not rest or begin.count("/") > 2  # else a field says where it leads
    message = hint = ""
    try:
        if whole:
            web_parts(begin)
        host = (urlsplit(begin).hostname or "").casefold()
    except (AddressError, ValueError) as error:
        message = str(error) if isinstance(error, AddressError) else _NO_ADDRESS
    else:
        if not begin.startswith(("https://", "http://")):
            message = _NO_ADDRESS
        elif check_host and whole and host not in hosts:
            message = f"The address leads to {host}, which pay_link.hosts does not list."
            hint = " ".join(filter(None, (nearest(host, hosts), f"Add {host} to pay_link.hosts.")))
    if message:
        compiler.fault(("pay_link", "address"), message, hint)

    def bound_to(row: Row) -> str:
        bound = text.of(row)
        parts = urlsplit(bound)
        # Browsers read "\\" as "/": what follows it must not pass for the host.
        odd = any(part.isspace() or part == "\\" for part in bound) or "@" in parts.netloc
        if parts.scheme not in {"https", "http"} or odd:
            raise RowError("", "pay_link.address: is not an address; encode fields with | url")
        if (parts.hostname or "").casefold() not in hosts:
            raise RowError(
                "", "pay_link.address: leads to a host that pay_link.hosts does not list"
            )
        return bound

    def address(row: Row) -> str:
        try:
            return bound_to(row)
        except RowError as error:  # all other places of a row's errors are of storyboard.yaml
            raise RowError(error.field, f"{error.reason} ({compiler.tree.file})") from None

    return address
