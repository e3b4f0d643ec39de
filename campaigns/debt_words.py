"""Words that tell of a debt, by language: they must not stand on a page's first screen.

Whoever looks over the recipient's shoulder sees the first screen, and the law asks that nobody
learns of the debt there (the Italian data-protection authority, 30 November 2005).
"""

from __future__ import annotations

import re
from functools import lru_cache

DEBT_WORDS: dict[str, tuple[str, ...]] = {
    "it": (
        "debit(?:o|i|ore|ori|rice|oria|orie)",
        "scadut[oaie]",
        "mora",
        "moros[oaie]|morosità",
        "sollecit[oi](?: di pagamento)?",
        "ingiunzion[ei]",
        "insolut[oaie]",
        "arretrat[oaie]",
        "diffid[ae]",
        "pignorament[oi]",
        "recupero (?:del )?credit[oi]",
        "riscossione",
        "cartell[ae] esattorial[ei]",
        "(?:non|mai) pagat[oaie]",
        "mancat[oi] pagament[oi]",
    ),
    "en": (
        "debts?|debtors?",
        "overdue",
        "past due",
        "arrears",
        "unpaid",
        "outstanding",
        "dunning",
        "(?:final|payment) (?:notice|reminder|demand)s?",
        "late payments?",
        "bailiffs?",
        "collection agency|collections? department",
        "enforcement",
    ),
    "de": (
        "schulden?|schuldner(?:in)?",
        "überfällig(?:e[nmrs]?)?",
        "mahn\\w*",
        "zahlungserinnerung(?:en)?",
        "rückst(?:and|ände|ändig\\w*)",
        "verzug",
        "inkasso\\w*",
        "unbezahlt(?:e[nmrs]?)?",
        "zwangsvollstreckung|vollstreckung",
        "offene forderung(?:en)?",
    ),
    "fr": (
        "dettes?|débiteurs?|débitrices?",
        "impayée?s?",
        "mises? en demeure",
        "retards? de paiement",
        "arriérée?s?",
        "recouvrement",
        "huissiers?",
        "relances?",
        "échue?s?",
    ),
    "es": (
        "deudas?|deudora?(?:es|s)?",
        "moros[oa]s?|morosidad|mora",
        "impagad[oa]s?|impagos?",
        "vencid[oa]s?",
        "atrasad[oa]s?|atrasos?",
        "embargos?",
        "requerimientos? de pago",
        "reclamación de pago",
        "cobro de deudas",
    ),
    "ro": (
        "datori[ei]\\w*|debit\\w*",
        "restan[țt]\\w*|restant\\w*",
        "soma[țt]i\\w*",
        "neplătit\\w*|neachitat\\w*",
        "executare silită",
        "întârzier\\w*",
    ),
    "sq": ("borxh\\w*", "debitor\\w*", "(?:të )?prapambetur\\w*", "pa paguar", "vonesë\\w*"),
    "uk": (
        "борг\\w*|боржни\\w*",
        "заборгован\\w*",
        "простроч\\w*",
        "стягнен\\w*",
        "несплачен\\w*",
    ),
    "ar": ("دي(?:ن|ون)", "الدي(?:ن|ون)", "مديوني\\w*|المديوني\\w*", "متأخرات|المتأخرات", "إنذار"),
}
"""Regular expressions of whole words, in lower case."""


def debt_words(text: str, language: str) -> list[str]:
    """Return the words of a text that tell of a debt, each once, in their order.

    In a language without a list nothing is found.
    """
    pattern = _pattern(language)
    found = pattern.findall(text.lower()) if pattern is not None else []
    return list(dict.fromkeys(found))


@lru_cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = DEBT_WORDS.get(language)
    return None if words is None else re.compile(rf"\b(?:{'|'.join(words)})\b")
