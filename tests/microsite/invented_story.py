"""An invented recipient of an invented region: what binding would hand to the page."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from microsite.page_input import PageClip, PageCue, PageInput
from scenes.bound import (
    Base,
    BoundStoryboard,
    ChartPoint,
    Choice,
    Detail,
    Fact,
    Form,
    Look,
    Option,
    Page,
    PageChart,
    Payment,
    Popup,
    Question,
    Scene,
    Sentence,
    TextStyle,
    Theme,
    Timing,
    Voice,
)
from scenes.campaign_file import CampaignFile
from scenes.compiled import Compiler
from scenes.form_file import FormFile
from scenes.form_program import bind_forms, compile_forms
from scenes.yaml_tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = "K7QX2M5NTB3VHRYAEJ6WPLZD4G"
LINK = f"HTTPS://PROMEMORIA.REGIONE.VALDORA.EXAMPLE/{TOKEN}"
MEDIA = Path(__file__).parent / "media"

SCENE_TEXTS: dict[str, tuple[str, ...]] = {
    "welcome": (
        "Buongiorno Giulia.",
        "Le mandiamo questo breve video per la sua auto, targata FP 214 KD.",
    ),
    "roads": ("La tassa automobilistica tiene in ordine strade, autobus e scuole della regione.",),
    "amount": (
        "Per il 2025 risultano ancora da pagare 187,50 €.",
        "C'è tempo fino al 30 settembre 2026.",
    ),
    "pay": ("Può pagare con il codice che vede qui, in banca, in posta o dal telefono.",),
    "why": ("L'importo dipende dalla potenza del motore: 75 kilowatt per 2,50 € l'uno.",),
    "more_time": ("Può dividere l'importo in tre rate da 62,50 €, senza costi in più.",),
    "already_paid": ("Ha già pagato? Ci mandi la ricevuta: controlliamo noi.",),
    "goodbye": ("Grazie, Giulia. Per qualsiasi dubbio ci chiami: siamo qui per aiutarla.",),
}

TITLES = {
    "welcome": "Benvenuta",
    "roads": "A che cosa serve",
    "amount": "Il suo importo",
    "pay": "Come pagare",
    "why": "Perché questo importo",
    "more_time": "Più tempo",
    "already_paid": "Ho già pagato",
    "goodbye": "Arrivederci",
}

CHOICE = Choice(
    ask="Come preferisce continuare?",
    options=(
        Option("Mostrami come pagare", to="pay", icon="card"),
        Option("Perché questo importo?", to="why", icon="question"),
        Option("Mi serve più tempo", to="more_time", icon="clock"),
        Option("Ho già pagato", to="already_paid", icon="check"),
    ),
)

NEXT = {
    "welcome": "roads",
    "roads": "amount",
    "pay": "goodbye",
    "more_time": "goodbye",
    "already_paid": "goodbye",
}


POPUP = Popup(
    number=1,
    label="Che cosa sono gli interessi?",
    title="Gli interessi",
    text="Sono una piccola somma che cresce con i giorni di ritardo.\n\nQui sono 3,20 €.",
    timing=Timing(200, 600),
)


def public_theme() -> Theme:
    """Return the project's theme for public bodies as binding hands it over."""
    file = Path(__file__).parents[2] / "assets" / "themes" / "public.yaml"
    plain: dict[str, Any] = YAML(typ="safe", pure=True).load(file)
    return Theme(
        name=plain["name"],
        colors=tuple(sorted(plain["colors"].items())),
        styles=tuple(
            sorted(
                (name, TextStyle(**{**style, "color": plain["colors"][style["color"]]}))
                for name, style in plain["styles"].items()
            )
        ),
    )


POPUPS: dict[str, tuple[Popup, ...]] = {
    "amount": (POPUP,),
    "pay": (Popup(1, "Paga ora", "Paga ora", "", Timing(), pay=True),),
    "more_time": (Popup(1, "Chiedo le rate", "Chiedo le rate", "", Timing(), form="more_time"),),
}


def scenes() -> tuple[Scene, ...]:
    return tuple(
        Scene(
            id=name,
            title=TITLES[name],
            base=Base(color="#fbf6ec"),
            layers=(),
            say=tuple(Sentence(text, text) for text in texts),
            next=NEXT.get(name),
            choice=CHOICE if name == "amount" else None,
            aside=name == "why",
            description="Un piccolo paese tra le colline, al mattino." if name == "welcome" else "",
            popups=POPUPS.get(name, ()),
        )
        for name, texts in SCENE_TEXTS.items()
    )


FORMS = ("contact_data", "call_me_back", "already_paid", "more_time", "question", "helpful")


def forms(locale: str = "it-IT", prefill: Mapping[str, str] | None = None) -> tuple[Form, ...]:
    """Return the shipped forms, bound; ``prefill`` fills fields of the first."""
    compiler = Compiler(Tree("storyboard.yaml"), locale, {})
    files = [FormFile(use=name) for name in FORMS]
    files[0] = FormFile(use=FORMS[0], prefill=dict(prefill or {}))
    programs = compile_forms(compiler, tuple(files))
    assert compiler.faults == []
    return bind_forms(programs, compiler.row({}))


def page() -> Page:
    return Page(
        cover_title="Un breve messaggio per Lei",
        cover_text="La Regione Valdora le spiega qualcosa che la riguarda, con parole semplici.",
        cover_button="Guardi il video",
        greeting="Buongiorno Giulia",
        summary=(
            "Le scriviamo per la tassa automobilistica 2025 della sua auto: non ci risulta pagata.",
            "Può capitare a tutti. Qui trova quanto manca, perché, e come sistemare con calma.",
        ),
        facts=(
            Fact("Da pagare", "187,50 €", "Compresi 3,20 € di interessi"),
            Fact("Entro il", "30 settembre 2026"),
            Fact("Codice avviso", "3012 3456 7890 1234 56"),
            Fact("Veicolo", "Fiat Panda 1.2", "Targa FP 214 KD"),
            Fact("Periodo", "gennaio – dicembre 2025", "12 mesi"),
            Fact("A rate", "3 rate da 62,50 €", "Senza costi in più"),
        ),
        payment=Payment(
            amount="187,50 €",
            due="30 settembre 2026",
            address="https://pagamenti.regione.valdora.example/avviso/301234567890123456",
            code="PAGOPA|002|301234567890123456|01234567890|18750",
            code_label="Con il codice QR di pagoPA",
            reference_label="Codice avviso",
            reference="3012 3456 7890 1234 56",
            ways=(
                Question(
                    "Con il telefono o il computer",
                    "Tocchi «Paga ora» e scelga carta, conto o app.\n\nNon serve registrarsi.",
                ),
                Question(
                    "In banca, in posta o in tabaccheria",
                    "Mostri il codice QR oppure dica il codice avviso. Riceverà una ricevuta.",
                ),
                Question(
                    "A rate",
                    "Fino a tre rate, senza costi in più. Ci chiami: bastano cinque minuti.",
                ),
            ),
        ),
        chart=PageChart(
            title="La tassa negli ultimi anni",
            summary="L'importo è rimasto quasi uguale; il 2025 comprende gli interessi.",
            points=(
                ChartPoint("2022", 181.2, "181,20 €"),
                ChartPoint("2023", 184.3, "184,30 €"),
                ChartPoint("2024", 184.3, "184,30 €"),
                ChartPoint("2025", 187.5, "187,50 €", highlight=True),
            ),
        ),
        details_title="Come si arriva a 187,50 €",
        details=(
            Detail(
                "Potenza del motore", "75 kW", "È scritta sul libretto di circolazione, voce P.2."
            ),
            Detail("Tariffa", "2,4573 € per kW", "È la tariffa regionale per le auto Euro 5."),
            Detail("Tassa", "184,30 €"),
            Detail("Interessi", "3,20 €", "Sono calcolati dal giorno dopo la scadenza."),
            Detail("Totale", "187,50 €"),
        ),
        questions=(
            Question("Ho venduto l'auto. Devo pagare lo stesso?", "Ci mandi l'atto di vendita."),
            Question("Che cosa succede se ho già pagato?", "Nulla. Ci mandi la ricevuta."),
            Question("È sicuro questo link?", "Sì. Può sempre chiamarci per verificarlo."),
        ),
        otherwise=(
            "Nulla di improvviso: fra qualche mese le manderemo una lettera, con piccole spese.",
            "Se oggi non può pagare tutto, ci chiami: una soluzione si trova.",
        ),
    )


def bound_story(**changes: Any) -> BoundStoryboard:
    """Return the bound storyboard; ``changes`` replace fields of its page."""
    return BoundStoryboard(
        title="Promemoria",
        locale="it-IT",
        look=Look(format="portrait", theme=public_theme(), voice=Voice(), locale="it-IT"),
        start="welcome",
        scenes=scenes(),
        default_path=("welcome", "roads", "amount", "pay", "goodbye"),
        page=dataclasses.replace(page(), **{"forms": forms(), **changes}),
    )


def campaign_file(**issuer: Any) -> CampaignFile:
    return CampaignFile.model_validate(
        {
            "schema": "sollecito/campaign@1",
            "name": "tassa-auto-2026",
            "title": "Tassa automobilistica",
            "locale": "it-IT",
            "issuer": {
                "name": "Regione Valdora",
                "department": "Servizio Tributi",
                "address": ("Piazza della Fontana 1", "10999 Valdora"),
                "phone": "+39 0123 456 789",
                "phone_note": "La chiamata è gratuita",
                "email": "tributi@regione.valdora.example",
                "website": "https://www.regione.valdora.example/tributi",
                "hours": ("Da lunedì a venerdì, 8:30–17:00", "Sabato, 9:00–12:00"),
                "fiscal_code": "01234567890",
                "accessibility_statement": "https://www.regione.valdora.example/accessibilita",
                "privacy_notice": "https://www.regione.valdora.example/privacy",
                **issuer,
            },
            "public_base": "https://promemoria.regione.valdora.example",
            "pay_link": {
                "address": "https://pagamenti.regione.valdora.example/avviso/{{ notice | url }}",
                "hosts": ("pagamenti.regione.valdora.example",),
            },
            "something_wrong": "tributi@regione.valdora.example",
        }
    )


def page_clips(
    scene_texts: Mapping[str, tuple[str, ...]] = SCENE_TEXTS, ms: int = 3200
) -> dict[str, PageClip]:
    """Return clips of ``ms`` each, with one caption a sentence spread over their length."""
    return {
        name: PageClip(
            name=f"{number:032x}",
            duration_ms=ms,
            cues=tuple(
                PageCue(at * ms // len(texts), (at + 1) * ms // len(texts) - 40, text)
                for at, text in enumerate(texts)
            ),
        )
        for number, (name, texts) in enumerate(scene_texts.items(), start=1)
    }


def page_input(bound: BoundStoryboard | None = None, **changes: Any) -> PageInput:
    """Return a whole page input; ``changes`` replace its fields."""
    whole = PageInput(
        bound=bound or bound_story(),
        campaign=campaign_file(),
        media=MEDIA,
        token=TOKEN,
        link=LINK,
        clips=page_clips(),
        film="f" * 32,
        film_ms=64_000,
    )
    return dataclasses.replace(whole, **changes)
