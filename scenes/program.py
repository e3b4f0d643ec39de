"""A campaign's storyboard, compiled as a whole, with every fault of its expressions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foundation.errors import RowError
from foundation.faults import nearest
from scenes.compiled import Compiler, Row, Text, Value
from scenes.fields import ListField
from scenes.page_program import PaymentProgram, compile_page, compile_payment
from scenes.scene_program import SceneProgram, compile_scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from foundation.faults import Fault
    from scenes.bound import Page, Payment, Theme
    from scenes.campaign_file import CampaignFile
    from scenes.storyboard_file import Storyboard
    from scenes.yaml_tree import Tree


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that binding runs, in the order in which it runs."""

    compiler: Compiler
    title: Text
    values: tuple[tuple[str, Value | Text], ...]
    payment: PaymentProgram
    scenes: dict[str, SceneProgram]
    page: Callable[[Row, Payment], Page]


def compile_storyboard(
    storyboard: Storyboard, file: CampaignFile, theme: Theme, trees: tuple[Tree, Tree]
) -> tuple[Program, list[Fault]]:
    """Compile a storyboard; ``trees`` are those of campaign.yaml and storyboard.yaml."""
    known: dict[str, str] = {name: field.type for name, field in storyboard.fields.items()}
    known["today"] = "date"
    lists = {
        name: tuple(field.of)
        for name, field in storyboard.fields.items()
        if isinstance(field, ListField)
    }
    compiler = Compiler(trees[1], file.locale, known, lists)
    title = compiler.text(storyboard.title, "title")
    values: list[tuple[str, Value | Text]] = []
    for name, source in storyboard.values.items():
        if name in known:
            compiler.fault(("values", name), f"'{name}' is a field already; choose another name.")
        value = compiler.named_value(source, "values", name)
        known[name] = "value"
        values.append((name, value))
    address, address_faults = _address(file, trees[0], known)
    payment = compile_payment(compiler, storyboard.payment, address)
    if payment.code is not None:
        known["payment_code"] = "text"
    scenes = {
        scene_id: compile_scene(compiler, scene_id, scene, storyboard, theme)
        for scene_id, scene in storyboard.scenes.items()
    }
    page = compile_page(compiler, storyboard.page)
    program = Program(compiler, title, tuple(values), payment, scenes, page)
    return program, [*address_faults, *compiler.faults]


def _address(
    file: CampaignFile, tree: Tree, known: dict[str, str]
) -> tuple[Callable[[Row], str], list[Fault]]:
    compiler = Compiler(tree, file.locale, known)
    text = compiler.text(file.pay_link.address, "pay_link", "address")
    hosts = frozenset(host.casefold() for host in file.pay_link.hosts)
    begin = file.pay_link.address.partition("{{")[0]
    host = (urlsplit(begin).hostname or "").casefold()
    if not begin.startswith(("https://", "http://")):
        compiler.fault(
            ("pay_link", "address"), "Expected an address that begins with https:// and a host."
        )
    elif begin.count("/") > 2 and host not in hosts:
        compiler.fault(
            ("pay_link", "address"),
            f"The address leads to {host}, which pay_link.hosts does not list.",
            nearest(host, hosts),
        )

    def address(row: Row) -> str:
        bound = text.of(row)
        parts = urlsplit(bound)
        if parts.scheme not in {"https", "http"} or any(part.isspace() for part in bound):
            raise RowError("", "pay_link.address: is not an address; encode fields with | url")
        if (parts.hostname or "").casefold() not in hosts:
            raise RowError(
                "", "pay_link.address: leads to a host that pay_link.hosts does not list"
            )
        return bound

    return address, compiler.faults
