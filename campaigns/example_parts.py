"""What a campaign still has of the example that it began from: payee, addresses, who writes.

It would publish without a word, and people would pay nobody, or ask for help where nobody answers.
So it is told, as warnings.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.faults import Fault
    from scenes.campaign import Campaign
    from scenes.yaml_tree import Place, Tree

RESERVED = frozenset({"example", "test", "invalid"})
"""Last parts of host names that nobody can have (RFC 2606)."""

ISSUERS = frozenset({"Acque Chiare", "Acque di Valdoro", "Regione Valdoro"})
"""Who writes in the templates."""

IBANS = frozenset({"IT60X0542811101000000123456"})
"""The payees of the templates' credit transfers: an account that stands in every manual."""

PHONES = frozenset({"800000000"})
"""The telephone numbers of the templates, digits only."""

_NOWHERE = re.compile(
    r"(?<![\w.@-])(?:[\w.+-]+@)?(?:[\w-]+\.)+(?:example|test|invalid)(?!\.?[\w-])", re.IGNORECASE
)
"""A host or a mail address that nobody can have, anywhere in a text."""

_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)

CREDITORS = frozenset({"99999999990"})
"""The pagoPA creditors of the templates: the fiscal code of nobody."""


def example_warnings(campaign: Campaign, public_base: str | None = None) -> list[Fault]:
    """Return what a campaign without faults still has of an example, as warnings.

    Args:
        campaign: the campaign.
        public_base: what stands in place of its own ``public_base`` (``SOLLECITO_PUBLIC_BASE``);
            this one may lead to the machine itself, because that is how a campaign is tried out.
    """
    file = read_tree(campaign.folder / CAMPAIGN_FILE, CAMPAIGN_FILE)
    board = read_tree(campaign.folder / STORYBOARD_FILE, STORYBOARD_FILE)
    found = [*_of_file(campaign, file, public_base), *_of_payment(campaign, board)]
    found += [*_of_contacts(campaign, file), *_of_texts(file), *_of_texts(board)]
    return [replace(fault, warning=True) for fault in found]


def of_payee(warning: Fault) -> bool:
    """Tell whether a warning is about who is paid: people would pay nobody, or somebody else."""
    return warning.place == "issuer.name" or warning.place.split(".")[0] == "payment"


def _of_file(campaign: Campaign, tree: Tree, public_base: str | None) -> Iterator[Fault]:
    file = campaign.file
    if file.issuer.name in ISSUERS:
        yield tree.fault(
            ("issuer", "name"),
            f"The issuer is still the example's: {file.issuer.name}.",
            "Write who really writes.",
        )
    host = _host(public_base or file.public_base)
    if _is_reserved(host) or (public_base is None and _is_here(host)):
        yield tree.fault(
            ("public_base",),
            f"Nobody can open a link to {host}.",
            "Write the address where the pages will live.",
        )
    pay = _host(file.pay_link.address)
    nowhere = [each for each in (pay, *file.pay_link.hosts) if _is_reserved(each) or _is_here(each)]
    if nowhere:
        key = "address" if nowhere[0] == pay else "hosts"
        yield tree.fault(
            ("pay_link", key),
            f"Nobody can pay at {nowhere[0]}.",
            "Write the address where people really pay, and its host below hosts:.",
        )


def _of_payment(campaign: Campaign, tree: Tree) -> Iterator[Fault]:
    payment = campaign.storyboard.payment
    if payment.epc is not None:
        if payment.epc.name in ISSUERS:
            yield tree.fault(
                ("payment", "epc", "name"),
                f"The payee is still the example's: {payment.epc.name}.",
                'Write who is really paid, or "{{ issuer.name }}".',
            )
        account = "".join(payment.epc.iban.split()).upper()
        if account in IBANS:
            yield tree.fault(
                ("payment", "epc", "iban"),
                f"The payee's account is still the example's: {account}.",
                "Write the IBAN that people really pay to.",
            )
    if payment.pagopa is not None and payment.pagopa.creditor.strip() in CREDITORS:
        yield tree.fault(
            ("payment", "pagopa", "creditor"),
            f"The payee is still the example's: {payment.pagopa.creditor.strip()}.",
            "Write the fiscal code of the body that is really paid.",
        )


def _of_contacts(campaign: Campaign, tree: Tree) -> Iterator[Fault]:
    phone = campaign.file.issuer.phone
    if phone is not None and "".join(filter(str.isdigit, phone)).endswith(tuple(PHONES)):
        yield tree.fault(
            ("issuer", "phone"),
            f"The telephone number is still the example's: {phone}.",
            "Write the number where somebody answers.",
        )


def _of_texts(tree: Tree) -> Iterator[Fault]:
    """Yield one fault for all texts with an address of nobody; links and payment told theirs."""
    found = [
        (place, match[0])
        for place, text in _texts(tree.value, ())
        if (match := _NOWHERE.search(_EXPRESSION.sub(" ", text)))
        and place[0] not in ("public_base", "pay_link")
    ]
    if not found:
        return
    first, address = found[0]
    message = f"Nobody can be reached at {address}"
    lines = sorted({tree.line(place) or 1 for place, _ in found[1:]})
    if lines:
        message += f", nor in line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}"
    yield tree.fault(first, message + ".", "Write addresses of your own, or leave them out.")


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, (*place, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _texts(each, (*place, at))


def _host(address: str) -> str:
    """Return the host of an address in lower case; empty where only the data tell it."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return "" if "{" in host else host


def _is_reserved(host: str) -> bool:
    return host.rstrip(".").rpartition(".")[2].lower() in RESERVED


def _is_here(host: str) -> bool:
    name = host.rstrip(".").lower()
    return name.rpartition(".")[2] == "localhost" or name.startswith("127.") or name == "::1"
