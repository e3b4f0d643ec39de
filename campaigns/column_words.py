"""What offices call the columns of their lists, in Italian and English, by what they mean.

Words are written as ``plain_word`` leaves them: lower case, without accents, marks and spaces.
"""

from __future__ import annotations

import re
import unicodedata

_NO_WORD = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

ID = "id"
"""What tells rows apart."""

_MEANINGS = {
    ID: "id codice code identificativo identifier idposizione pratica codicepratica matricola"
    " protocollo numeropratica codicecontribuente idcontribuente idutente codiceutente"
    " codicecliente codiceanagrafico codicedebitore iddebitore codiceutenza idutenza numerocliente"
    " usercode usernumber customernumber customerid clientid accountid personid recordid key chiave"
    " posizione",
    "first_name": "nome firstname givenname forename nomebattesimo",
    "last_name": "cognome lastname surname familyname",
    "full_name": "nominativo fullname nomecognome cognomenome nomeecognome cognomeenome"
    " intestatario destinatario debitore contribuente name",
    "company": "ragionesociale denominazione azienda impresa societa company companyname",
    "amount": "importo totale importototale dapagare totaledapagare importodapagare importodovuto"
    " dovuto saldo amount total amountdue totaldue debt balance sum",
    "due_on": "scadenza datascadenza entro entroil entroladata dapagareentro pagamentoentro"
    " datalimite limite scadenzapagamento payuntil paybefore duebefore lastday pagareentro"
    " dataultima duedate dueon deadline payby termine datatermine",
    "issued_on": "emissione dataemissione emessoil issuedate issuedon dataavviso datadocumento",
    "notice": "avviso numeroavviso codiceavviso navviso nravviso nav notice noticenumber"
    " numeroavvisopagopa codiceavvisopagopa pagopa iuv",
    "fiscal_code": "codicefiscale cf codfisc codfiscale cfpiva fiscalcode taxcode taxid",
    "iban": "iban contocorrente coordinatebancarie bankaccount",
    "email": "email mail postaelettronica indirizzoemail indirizzomail emailaddress pec",
    "phone": "telefono tel cellulare cell mobile recapito telephone phone phonenumber mobilephone",
    "street": "indirizzo via residenza street address streetaddress addressline1",
    "postcode": "cap codicepostale zip zipcode postalcode postcode",
    "town": "comune citta localita town city comuneresidenza",
    "province": "provincia prov siglaprovincia province",
    "country": "nazione stato paese country",
    "plate": "targa plate licenseplate licenceplate registration",
    "vehicle": "veicolo autoveicolo mezzo modello vehicle model",
    "tax_year": "anno annualita annoimposta annodiimposta annodimposta annotributo year taxyear",
    "tax": "tassa imposta tributo tax",
    "sanction": "sanzione sanzioni penalty penalties fine surcharge",
    "interest": "interessi interesse interests interest",
    "fee": "spese spesenotifica notifica fee fees costs",
    "reference": "riferimento rif causale reference ref numerodocumento numerofattura fattura"
    " invoice invoicenumber",
    "birth_date": "datanascita natoil natail birthdate dateofbirth dob",
    "segment": "segmento categoria tipo tipologia segment category type",
    "language": "lingua language lang",
}  # fmt: skip

MEANING_OF = {word: meaning for meaning, words in _MEANINGS.items() for word in words.split()}
"""What a plain word means; each of the meanings means itself."""
MEANING_OF |= {meaning.replace("_", ""): meaning for meaning in _MEANINGS}


def words_of(name: str) -> list[str]:
    """Return the words of a column's or a field's name, plain: ``Data Scadenza``, ``dueOn``."""
    parted = _HUMP.sub(" ", name)
    letters = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode("ascii")
    return [word for word in _NO_WORD.split(letters.lower()) if word]


def plain_word(name: str) -> str:
    """Return a name as one plain word."""
    return "".join(words_of(name))
