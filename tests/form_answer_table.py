"""One table of good and bad answers, for the server's judge and for the browser's.

Each line: a field, what is written into it, the tidied value, the problem (empty: none). Today is
30 September 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from scenes.bound_forms import Form, FormField

TODAY = date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 10, 0, tzinfo=UTC)

NAME = FormField("name", "text", "Nome", required=True, least="2", most="10")
NOTE = FormField("note", "textarea", "Nota", most="20")
EMAIL = FormField("email", "email", "E-mail")
PHONE = FormField("phone", "phone", "Telefono", required=True)
DAY = FormField("day", "date", "Giorno", marks="dmy", least="today", most="today+30")
FIXED = FormField("fixed", "date", "Giorno", marks="mdy", least="2026-02-01", most="2026-12-31")
COUNT = FormField("count", "number", "Quanti", marks=",.", least="1", most="1000")
SHARE = FormField("share", "number", "Parte", marks=",.", places=2, least="-5")
EURO = FormField("euro", "money", "Euro", marks=",.", currency="EUR", least="0.01", most="1000000")
POUND = FormField("pound", "money", "Pounds", marks=".,", currency="GBP")
WHEN = FormField(
    "when", "choice", "Quando", options=(("morning", "M"), ("any", "Q")), required=True
)
AGREED = FormField("agreed", "checkbox", "Acconsento", required=True)
GRADE = FormField("grade", "rating", "Voto", most="5")

ANSWERS: tuple[tuple[FormField, str, str, str], ...] = (
    (NAME, "", "", "required"),
    (NAME, "   \u00a0 ", "", "required"),
    (NAME, "\u200b\ufeff\u200e", "", "required"),
    (NAME, "A", "A", "too_short"),
    (NAME, " Anna  Maria ", "Anna Maria", ""),
    (NAME, "Anna Maria B", "Anna Maria B", "too_long"),
    (NAME, "e\u0300e\u0300", "\u00e8\u00e8", ""),
    (NAME, "\U0001f600" * 10, "\U0001f600" * 10, ""),
    (NAME, "\U0001f600" * 11, "\U0001f600" * 11, "too_long"),
    (NAME, "a\u202eb", "ab", ""),
    (NAME, "a\nb", "a b", ""),
    (NAME, "=1+1", "=1+1", ""),
    (NAME, "<b>&\"'", "<b>&\"'", ""),
    (NAME, "محمد", "محمد", ""),
    (NOTE, "", "", ""),
    (NOTE, "a\r\nb\rc", "a\nb\nc", ""),
    (NOTE, " a \n\n\n\n b\t c ", "a\n\nb c", ""),
    (NOTE, "x" * 21, "x" * 21, "too_long"),
    (NOTE, "x\u2028y", "x y", ""),
    (EMAIL, "", "", ""),
    (EMAIL, " anna@esempio.it ", "anna@esempio.it", ""),
    (EMAIL, "anna.b+c@posta.esempio.it", "anna.b+c@posta.esempio.it", ""),
    (EMAIL, "anna@esempio", "anna@esempio", "email"),
    (EMAIL, "anna esempio.it", "anna esempio.it", "email"),
    (EMAIL, "anna@@esempio.it", "anna@@esempio.it", "email"),
    (EMAIL, "a@b.it, c@d.it", "a@b.it, c@d.it", "email"),
    (EMAIL, "anna@esempio..it", "anna@esempio..it", "email"),
    (EMAIL, f"{'a' * 65}@esempio.it", f"{'a' * 65}@esempio.it", "email"),
    (EMAIL, f"a@{'b.' * 126}it", f"a@{'b.' * 126}it", "email"),
    (EMAIL, "anna@èsempio.it", "anna@èsempio.it", ""),
    (PHONE, "", "", "required"),
    (PHONE, "333 123 4567", "3331234567", ""),
    (PHONE, "+39 (0)333-123.4567", "+3903331234567", ""),
    (PHONE, "0039 333 1234567", "+393331234567", ""),
    (PHONE, "1234", "1234", "phone"),
    (PHONE, "1" * 16, "1" * 16, "phone"),
    (PHONE, "333 abc", "333 abc", "phone"),
    (PHONE, "٣٣٣١٢٣٤٥٦٧", "٣٣٣١٢٣٤٥٦٧", "phone"),
    (PHONE, "-333123456", "-333123456", "phone"),
    (DAY, "", "", ""),
    (DAY, "2026-09-30", "2026-09-30", ""),
    (DAY, "2026-09-29", "2026-09-29", "too_early"),
    (DAY, "30/10/2026", "2026-10-30", ""),
    (DAY, "31.10.2026", "2026-10-31", "too_late"),
    (DAY, "1-10-2026", "2026-10-01", ""),
    (DAY, "2026-02-30", "2026-02-30", "date"),
    (DAY, "10/13/2026", "10/13/2026", "date"),
    (DAY, "domani", "domani", "date"),
    (DAY, "30/9/26", "30/9/26", "date"),
    (DAY, "0000-01-01", "0000-01-01", "date"),
    (FIXED, "10/13/2026", "2026-10-13", ""),
    (FIXED, "01/31/2026", "2026-01-31", "too_early"),
    (FIXED, "2027-01-01", "2027-01-01", "too_late"),
    (FIXED, "2028-02-29", "2028-02-29", "too_late"),
    (COUNT, "", "", ""),
    (COUNT, "7", "7", ""),
    (COUNT, "007", "7", ""),
    (COUNT, "0", "0", "too_small"),
    (COUNT, "1.000", "1000", ""),
    (COUNT, "1001", "1001", "too_large"),
    (COUNT, "7,5", "7.5", "places"),
    (COUNT, "7,0", "7", ""),
    (COUNT, "sette", "sette", "number"),
    (COUNT, "1e3", "1e3", "number"),
    (COUNT, "٧", "٧", "number"),
    (COUNT, "1.00.000", "1.00.000", "number"),
    (SHARE, "-5", "-5", ""),
    (SHARE, "\u22125,01", "-5.01", "too_small"),
    (SHARE, "-0", "0", ""),
    (SHARE, "0,125", "0.125", "places"),
    (EURO, "187,50", "187.50", ""),
    (EURO, "187.50 €", "187.50", ""),
    (EURO, "€ 1.187,5", "1187.50", ""),
    (EURO, "1187", "1187.00", ""),
    (EURO, "1 187,50 eur", "1187.50", ""),
    (EURO, "1.187", "1187.00", ""),
    (EURO, "1,187", "1.187", "places"),
    (EURO, "1,187.50", "1,187.50", "number"),
    (EURO, "0", "0.00", "too_small"),
    (EURO, "1000000,01", "1000000.01", "too_large"),
    (EURO, "-1", "-1.00", "too_small"),
    (EURO, "", "", ""),
    (EURO, "€", "€", "number"),
    (EURO, "9" * 12, "9" * 12, "number"),
    (POUND, "1,187.50", "1187.50", ""),
    (POUND, "1.187,50", "1.187,50", "number"),
    (POUND, "12,5", "12.50", ""),
    (WHEN, "", "", "required"),
    (WHEN, "morning", "morning", ""),
    (WHEN, "Morning", "", "choice"),
    (WHEN, "never", "", "choice"),
    (AGREED, "", "", "required"),
    (AGREED, "yes", "yes", ""),
    (AGREED, "on", "", "choice"),
    (GRADE, "", "", ""),
    (GRADE, "5", "5", ""),
    (GRADE, "6", "", "choice"),
    (GRADE, "0", "", "choice"),
    (GRADE, "4.5", "", "choice"),
)

REPLY = FormField("reply", "choice", "Come", options=(("email", "E"), ("phone", "T")))
BY_EMAIL = FormField("email", "email", "E-mail", required_for=("reply", "email"))
CALL = Form("call", "Mi richiami", (PHONE, DAY, EURO), "Invia", "Grazie")
ASK = Form("ask", "Chiedere", (REPLY, BY_EMAIL, NOTE), "Invia", "Grazie")

FORMS: tuple[tuple[Form, dict[str, str], dict[str, str]], ...] = (
    (ASK, {}, {"reply": "nothing"}),
    (ASK, {"note": " \n "}, {"reply": "nothing"}),
    (ASK, {"reply": "email"}, {"email": "required"}),
    (ASK, {"reply": "email", "email": "nessuna"}, {"email": "email"}),
    (ASK, {"reply": "email", "email": "a@b.it"}, {}),
    (ASK, {"reply": "phone"}, {}),
    (ASK, {"reply": "other"}, {"reply": "choice"}),
    (ASK, {"note": "Buongiorno"}, {}),
    (ASK, {"unknown": "x", "note": "Buongiorno"}, {}),
)
"""A form, what was sent, and the problems by field."""
