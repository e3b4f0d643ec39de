"""A campaign of the service, from its files to its removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bundles import FILES, ROWS, bundle, with_link, zip_bomb
from made_campaigns import CSV, ZIP, make, work
from service_client import Service, check_problem
from tiny_campaign import CAMPAIGN, STORYBOARD

from campaigns.api_keys import Scope
from campaigns.queries import ensure_campaign

if TYPE_CHECKING:
    from pathlib import Path


def kept(service: Service) -> set[str]:
    """Return the private files that uploads and campaigns leave."""
    folders = ("campaigns", "uploads", "unpacking", "pictures")
    private = service.settings.private
    return {
        file.relative_to(private).as_posix()
        for folder in folders
        for file in (private / folder).rglob("*")
        if file.is_file()
    }


def test_a_campaign_from_its_files_to_its_end(service: Service) -> None:
    made = make(service)
    assert (made["name"], made["title"]) == ("tiny", "Prova")
    assert (made["state"], made["version"], made["managed"]) == ("running", 1, True)
    assert [each["place"] for each in made["warnings"]] == ["public_base", "pay_link.address"]
    check_problem(service.post("/campaigns", content=bundle(), headers=ZIP), 409, "already-exists")
    listed = service.get("/campaigns").json()["campaigns"]
    assert [(each["name"], each["title"]) for each in listed] == [("tiny", "Prova")]

    sent = service.post("/campaigns/tiny/imports?file=my.csv", content=ROWS.encode(), headers=CSV)
    assert sent.status_code == 202, sent.text
    assert sent.json()["state"] == "waiting"
    assert work(service) == 1
    done = service.client.get(
        sent.headers["location"], headers={"Authorization": f"Bearer {service.admin}"}
    ).json()
    assert (done["state"], done["file"], done["rows"]) == ("done", "my.csv", 3)
    assert (done["read"], done["accepted"], done["rejected"]) == (3, 3, 0)
    seen = service.get("/campaigns/tiny").json()
    assert seen["recipients"] == {"planned": 0, "published": 3, "failed": 0, "withdrawn": 0}
    assert not any(name.startswith(("uploads", "unpacking")) for name in kept(service))

    people = service.get("/campaigns/tiny/recipients").json()["recipients"]
    pages = {person["external_id"]: person["preview"] for person in people}
    assert "Anna" in service.client.get(pages["a1"]).text
    clips = set((service.settings.out / "clips").glob("*.mp4"))

    # New files: the same link, and only what they change is rendered.
    changed = STORYBOARD.replace("Strade e scuole", "Strade, scuole e parchi")
    tag = service.get("/campaigns/tiny").headers["etag"]
    version = service.post(
        "/campaigns/tiny/versions",
        content=bundle(storyboard=changed),
        headers={**ZIP, "If-Match": tag},
    )
    assert version.status_code == 201, version.text
    assert version.json()["planned"] == 3
    assert version.json()["campaign"]["version"] == 2
    stale = service.post(
        "/campaigns/tiny/versions", content=bundle(), headers={**ZIP, "If-Match": tag}
    )
    check_problem(stale, 412, "precondition-failed")
    assert work(service) == 1
    assert service.get("/campaigns/tiny").json()["recipients"]["published"] == 3
    assert len(set((service.settings.out / "clips").glob("*.mp4")) - clips) == 1
    for person in service.get("/campaigns/tiny/recipients").json()["recipients"]:
        assert person["preview"] == pages[person["external_id"]]

    # Paused: links answer, nothing is made.
    paused = service.ask("PATCH", "/campaigns/tiny", json={"state": "paused"})
    assert paused.json()["state"] == "paused"
    publication = f"/campaigns/tiny/recipients/{people[0]['id']}/publication"
    assert service.post(publication).status_code == 202
    assert work(service) == 0
    link = "/" + people[0]["link"].rpartition("/")[2]
    assert service.client.get(link).status_code == 302
    # Its addresses lead nowhere: it is resumed on purpose only.
    resumed = service.ask("PATCH", "/campaigns/tiny", json={"state": "running"})
    check_problem(resumed, 409, "conflict")
    assert service.get("/campaigns/tiny").json()["state"] == "paused"
    on_purpose = {"state": "running", "despite_warnings": True}
    assert service.ask("PATCH", "/campaigns/tiny", json=on_purpose).json()["state"] == "running"
    assert work(service) == 1

    ended = service.ask("PATCH", "/campaigns/tiny", json={"state": "ended"})
    assert ended.json()["state"] == "ended"
    assert service.client.get(link).status_code == 404
    assert service.client.get(pages["a1"]).status_code == 404
    again = service.ask("PATCH", "/campaigns/tiny", json={"state": "running"})
    check_problem(again, 409, "conflict")

    gone = service.ask("DELETE", "/campaigns/tiny")
    assert (gone.status_code, gone.json()["state"]) == (202, "deleting")
    assert work(service) == 1
    check_problem(service.get("/campaigns/tiny"), 404, "not-found")
    left = {
        file.relative_to(service.settings.out).parts[0]
        for file in service.settings.out.rglob("*")
        if file.is_file()
    }
    assert left == {"static", ".sollecito"}
    assert kept(service) == set()
    make(service)


def test_a_campaign_is_called_what_its_present_files_say(service: Service) -> None:
    make(service)
    renamed = bundle(campaign=CAMPAIGN.replace("title: Prova", "title: Avvisi di prova"))
    made = service.post("/campaigns/tiny/versions", content=renamed, headers=ZIP)
    assert made.json()["campaign"]["title"] == "Avvisi di prova"
    assert service.get("/campaigns/tiny").json()["title"] == "Avvisi di prova"
    with service.database.writing() as session:
        ensure_campaign(
            session, "z", digest="0", expires_on=None, public_base="https://a.e", pay_hosts=[]
        )
    titles = {each["name"]: each["title"] for each in service.get("/campaigns").json()["campaigns"]}
    assert titles == {"tiny": "Avvisi di prova", "z": None}
    assert service.get("/campaigns/z").json()["title"] is None, "its files are nowhere"


def test_from_a_template(service: Service) -> None:
    names = [t["name"] for t in service.get("/templates").json()["templates"]]
    assert "vehicle-tax" in names
    wanted = {
        "template": "vehicle-tax",
        "name": "bollo-2026",
        "campaign": {"issuer": {"name": "Regione Esempio", "department": None}},
        "storyboard": {"title": "Bollo"},
    }
    answer = service.post("/campaigns", json=wanted)
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == "bollo-2026"
    assert answer.json()["state"] == "paused"
    assert [warning["place"] for warning in answer.json()["warnings"]] == [
        "public_base",
        "pay_link.address",
        "payment.pagopa.creditor",
        "issuer.phone",
        "issuer.email",
        "page.questions[6].answer",
    ]
    own = {
        "template": "minimal",
        "name": "water-2027",
        "campaign": {
            "issuer": {
                "name": "Acque Vere",
                "phone": "800 123 456",
                "email": "aiuto@acquevere.it",
                "website": "https://www.acquevere.it",
                "accessibility_statement": "https://www.acquevere.it/accessibilita",
            },
            "something_wrong": "aiuto@acquevere.it",
            "public_base": "https://avvisi.acquevere.it",
            "pay_link": {"address": "https://paga.acquevere.it/", "hosts": ["paga.acquevere.it"]},
        },
        "storyboard": {"payment": {"epc": {"iban": "IT40S0542811101000000123457"}}},
    }
    whole = service.post("/campaigns", json=own)
    assert whole.status_code == 201, whole.text
    assert (whole.json()["state"], whole.json()["warnings"]) == ("running", [])
    copies = list((service.settings.private / "campaigns" / "bollo-2026").iterdir())
    text = (copies[0] / "campaign.yaml").read_text(encoding="utf-8")
    assert "Regione Esempio" in text
    assert "Servizi ai cittadini" not in text
    faulty = {**wanted, "name": "other", "campaign": {"issuer": {"colour": "red"}}}
    problem = check_problem(service.post("/campaigns", json=faulty), 422, "campaign-faulty")
    assert problem["faults"][0]["place"] == "issuer.colour"
    unknown = {**wanted, "name": "other", "template": "../secret"}
    check_problem(service.post("/campaigns", json=unknown), 404, "not-found")
    wrong = {**wanted, "name": "Not A Name"}
    problem = check_problem(service.post("/campaigns", json=wrong), 422, "invalid-request")
    assert problem["errors"][0]["field"] == "name"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"campaign": CAMPAIGN.replace("Comune di Prova", "Acque Chiare")}, "issuer.name"),
        (
            {
                "storyboard": STORYBOARD.replace(
                    "payment:\n",
                    'payment:\n  epc: {name: "Prova", iban: "IT60X0542811101000000123456"}\n',
                )
            },
            "payment.epc.iban",
        ),
    ],
)
def test_a_bundle_with_an_examples_payee_begins_paused(
    service: Service, changes: dict[str, str], place: str
) -> None:
    """Until somebody says otherwise; addresses of nobody alone hold no bundle up."""
    made = make(service, bundle(**changes))
    assert made["state"] == "paused"
    assert place in [warning["place"] for warning in made["warnings"]]
    running = {"state": "running"}
    check_problem(service.ask("PATCH", "/campaigns/tiny", json=running), 409, "conflict")
    resumed = service.ask("PATCH", "/campaigns/tiny", json={**running, "despite_warnings": True})
    assert resumed.json()["state"] == "running"


@pytest.mark.parametrize("before", ["", "../" * 20])
def test_a_bundle_names_files_of_the_bundle_only(
    service: Service, tmp_path: Path, before: str
) -> None:
    """What a file elsewhere holds, and whether it is there, is told to nobody."""
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("id;first_name;amount;reference\na1;Anna;much;R1\n")
    answers = []
    for path in (elsewhere, tmp_path / "nowhere.csv"):
        named = CAMPAIGN.replace("file: debtors.csv", f"file: {before}{path}")
        assert named != CAMPAIGN
        answer = service.post("/checks", content=bundle(campaign=named), headers=ZIP)
        assert answer.status_code == 200
        answers.append(answer.json())
    assert answers[0] == answers[1]
    assert answers[0]["ok"]


def test_a_check_tells_what_the_command_tells(service: Service) -> None:
    fine = service.post("/checks", content=bundle(), headers=ZIP)
    assert fine.json()["ok"]
    assert [(fault["place"], fault["warning"]) for fault in fine.json()["faults"]] == [
        ("public_base", True),
        ("pay_link.address", True),
    ]
    faulty = STORYBOARD.replace("style: title", "style: titel")
    found = service.post("/checks", content=bundle(storyboard=faulty), headers=ZIP).json()
    assert not found["ok"]
    fault = found["faults"][0]
    assert fault["file"] == "storyboard.yaml"
    assert fault["line"] > 1
    assert fault["place"].endswith("style")
    assert "title" in fault["hint"]
    lacking = CAMPAIGN.replace("locale: it-IT\n", "")
    found = service.post("/checks", content=bundle(campaign=lacking), headers=ZIP).json()
    assert (found["faults"][0]["code"], found["faults"][0]["parameters"]) == (
        "file-key-missing",
        {"key": "locale"},
    )
    broken = CAMPAIGN.replace("name: Comune di Prova", "name: 'Comune di Prova")
    found = service.post("/checks", content=bundle(campaign=broken), headers=ZIP).json()
    assert found["faults"][0]["code"] == "file-no-yaml"
    rows = ROWS + "d4;Dora;nothing;R004\n"
    found = service.post(
        "/checks", content=bundle({**FILES, "debtors.csv": rows}), headers=ZIP
    ).json()
    faults = [fault for fault in found["faults"] if not fault["warning"]]
    assert [(f["file"], f["line"], f["place"]) for f in faults] == [("debtors.csv", 5, "amount")]
    assert (faults[0]["code"], faults[0]["parameters"]) == ("not-number", {"mark": ","})
    assert kept(service) == set()


@pytest.mark.parametrize("rows", [ROWS + "d4;Dora;nothing;R004\n", "name\n", "%PDF-1.7", ""])
def test_a_faulty_data_file_keeps_no_campaign_from_being_made(service: Service, rows: str) -> None:
    body = bundle({**FILES, "debtors.csv": rows})
    found = service.post("/checks", content=body, headers=ZIP).json()
    assert (found["ok"], found["makes_campaign"]) == (False, True)
    assert found["data_file"] == "debtors.csv"
    made = service.post("/campaigns", content=body, headers=ZIP)
    assert made.status_code == 201, made.text
    assert made.json()["left_out"] == "debtors.csv", "and it says so"
    assert service.get("/campaigns/tiny/imports").json()["imports"] == []
    assert service.get("/campaigns/tiny").json()["recipients"]["planned"] == 0
    again = service.post("/campaigns/tiny/versions", content=body, headers=ZIP)
    assert again.status_code == 201, again.text
    assert again.json()["campaign"]["left_out"] == "debtors.csv"
    without = service.post("/campaigns/tiny/versions", content=bundle(), headers=ZIP)
    assert without.json()["campaign"]["left_out"] is None


def test_a_fault_of_the_files_does_keep_it(service: Service) -> None:
    faulty = STORYBOARD.replace("next: why", "next: nowhere")
    body = bundle({**FILES, "debtors.csv": ROWS}, storyboard=faulty)
    found = service.post("/checks", content=body, headers=ZIP).json()
    assert (found["ok"], found["makes_campaign"], found["data_file"]) == (False, False, None)
    check_problem(service.post("/campaigns", content=body, headers=ZIP), 422, "campaign-faulty")
    fine = service.post("/checks", content=bundle(), headers=ZIP).json()
    assert (fine["makes_campaign"], fine["data_file"]) == (True, None)


def traversal(name: str) -> bytes:
    return bundle({**FILES, name: "x"})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "no zip archive"),
        (b"PK\x03\x04 nothing", "no zip archive"),
        (bundle()[:-30], "no zip archive"),
        (bundle()[: len(bundle()) // 2], "no zip archive"),
        (zip_bomb(), "100 times"),
        (zip_bomb(600), "512 MiB"),
        (traversal("../campaign.yaml"), "leads out"),
        (traversal("media/../../x"), "leads out"),
        (traversal("/etc/x"), "leads out"),
        (traversal("..\\x"), "leads out"),
        (traversal("c:x"), "leads out"),
        (traversal("a/b/c/d/e/f/g"), "deep"),
        (traversal("m" * 201), "200 bytes"),
        (with_link(), "a link"),
        (bundle({**FILES, "media/more.zip": bundle()}), "another archive"),
        (bundle({**FILES, "STORYBOARD.yaml": "x"}), "the same name"),
        (bundle({**FILES, "media": "x", "media/x": "x"}), "file and for a folder"),
        (bundle({f"media/{n}.txt": "" for n in range(2001)}), "2000 files"),
        (bundle({"x/y.txt": ""}), "no campaign.yaml"),
    ],
)
def test_bundles_that_are_refused(shared: Service, body: bytes, told: str) -> None:
    for path in ("/campaigns", "/checks"):
        answer = shared.post(path, content=body, headers=ZIP)
        problem = check_problem(answer, 422, "bundle-refused")
        assert told in problem["detail"]
    assert shared.get("/campaigns").json()["campaigns"] == []
    assert kept(shared) == set()


def test_files_with_faults_are_refused(shared: Service) -> None:
    body = bundle(campaign=CAMPAIGN.replace("locale: it-IT", "locale: xx-YY"))
    problem = check_problem(
        shared.post("/campaigns", content=body, headers=ZIP), 422, "campaign-faulty"
    )
    assert problem["faults"][0]["file"] == "campaign.yaml"
    assert kept(shared) == set()


def test_bodies_of_other_kinds(shared: Service) -> None:
    for path in ("/campaigns", "/checks"):
        answer = shared.post(path, content=b"x", headers={"Content-Type": "text/plain"})
        check_problem(answer, 415, "unsupported-media-type")


def test_lists_have_pages(service: Service) -> None:
    for name in ("a", "b", "c"):
        make(service, bundle(campaign=CAMPAIGN.replace("name: tiny", f"name: {name}")))
    first = service.get("/campaigns?limit=2").json()
    assert [c["name"] for c in first["campaigns"]] == ["a", "b"]
    second = service.get("/campaigns", params={"after": first["next"]}).json()
    assert [c["name"] for c in second["campaigns"]] == ["c"]
    assert second["next"] is None


def test_what_is_known_is_not_sent_again(service: Service) -> None:
    make(service)
    answer = service.get("/campaigns/tiny")
    known = service.get("/campaigns/tiny", headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_a_key_sees_and_does_what_it_may(service: Service, tmp_path: Path) -> None:
    del tmp_path
    make(service)
    read, upload = service.key(Scope.READ), service.key(Scope.UPLOAD)
    assert service.get("/campaigns/tiny", key=read).status_code == 200
    check_problem(service.get("/campaigns/tiny", key=upload), 403, "forbidden")
    for method, path in (
        ("POST", "/campaigns"),
        ("PATCH", "/campaigns/tiny"),
        ("DELETE", "/campaigns/tiny"),
    ):
        check_problem(service.ask(method, path, key=read, json={}), 403, "forbidden")
