"""Make media/guida.pdf anew: two pages of an invented region, for the document to download.

Run by hand (`python examples/vehicle-tax/generate_guide.py`) after a change; it needs the tests'
browser. The file is kept in the repository, so nobody needs to run it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from browser_install import find_chromium  # noqa: E402  (found by the path above)

PAGE = """<!doctype html><html lang="it"><meta charset="utf-8"><title>Guida</title><style>
@page { size: A5; margin: 18mm 16mm }
body { font: 11pt/1.5 "DejaVu Sans", sans-serif; color: #172b33 }
h1 { font-size: 20pt; line-height: 1.2; color: #0b5563 }
h2 { font-size: 13pt; margin: 7mm 0 1mm; color: #0b5563; break-after: avoid }
p { margin: 0 0 2.5mm }
</style>
<h1>La tassa automobilistica in breve</h1>
<p>Regione Valdoro · Servizi ai cittadini</p>
<h2>Che cos’è</h2>
<p>È la tassa che ogni anno paga chi possiede un veicolo, anche se non lo usa. Serve a strade,
ponti, autobus, treni e scuole della Regione.</p>
<h2>Quanto costa</h2>
<p>Dipende dalla potenza del motore, in kilowatt, e dalla classe ambientale. Tutti e due i dati sono
sulla carta di circolazione, alle voci P.2 e V.9.</p>
<h2>Quando si paga</h2>
<p>Una volta l’anno, entro l’ultimo giorno del mese dopo la scadenza.</p>
<h2>Se è passata la scadenza</h2>
<p>Si può pagare lo stesso. Prima lo si fa, più bassa resta la sanzione. Per importi da 150 euro in
su si può pagare in tre rate mensili, senza costi in più.</p>
<h2>Chi non paga, o paga meno</h2>
<p>Le persone con disabilità, i veicoli elettrici, ibridi, storici, a gas: ci scriva, le diciamo
subito se le spetta.</p>
<h2>Come ci trova</h2>
<p>Numero verde 800 000 000, gratuito. Dal lunedì al venerdì 8.30–17.30, il sabato 9.00–12.30.</p>
</html>"""


def main() -> None:
    """Write the file."""
    target = Path(__file__).parent / "media" / "guida.pdf"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_content(PAGE)
        page.pdf(path=target, prefer_css_page_size=True, tagged=True)
        browser.close()
    print(f"{target.name}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
