from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from campaigns.claims import claim_recipient, finish
from campaigns.importing import ImportReport, import_rows
from campaigns.models import Import, ImportState, Recipient, RecipientStatus, RejectedRow
from campaigns.queries import latest_import, rejected_rows
from campaigns.tokens import read_token
from foundation.clock import utc_now
from foundation.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.database import Database
    from scenes.campaign import Campaign

HEADER = "id;Nome;amount;parts;due_on;id_code;note\n"
ANNA = "a1;Anna;1.187,50;3;30/09/2026;AB12;\n"
UGO = "u1;Ugo;12,00;2;01/10/2026;CD34;al piano\n"
PIA = "p1;Pia;5;1;01/10/2026;EF56;\n"


@pytest.fixture
def bring(database: Database, campaign_id: int, campaign: Campaign, tmp_path: Path) -> Any:
    """Return a function that imports a text."""

    def bring(text: str | bytes, **options: Any) -> ImportReport:
        data = tmp_path / "debtors.csv"
        data.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_rows(database, campaign_id, campaign, data, **options)

    return bring


def everybody(database: Database) -> dict[str, Recipient]:
    with database.reading() as session:
        return {row.external_id: row for row in session.scalars(select(Recipient))}


def refused(database: Database, report: ImportReport) -> list[tuple[int, str, str]]:
    with database.reading() as session:
        return [(r.line, r.field, r.reason) for r in rejected_rows(session, report.import_id)]


def test_rows_become_recipients(bring: Any, database: Database, campaign_id: int) -> None:
    report = bring(HEADER + ANNA + UGO)
    assert (report.rows, report.read, report.accepted) == (2, 2, 2)
    assert (report.updated, report.unchanged, report.rejected) == (0, 0, 0)
    people = everybody(database)
    anna = people["a1"]
    assert anna.values == {
        "first_name": "Anna",
        "amount": "1187.50",
        "parts": 3,
        "due_on": "2026-09-30",
        "id_code": "AB12",
        "note": None,
    }
    assert (anna.row_number, anna.status, anna.campaign_id) == (2, "planned", campaign_id)
    assert (anna.attempts, anna.published_at, anna.plan, anna.lease_owner) == (0, None, None, None)
    assert read_token(anna.token) == anna.token
    assert anna.token != people["u1"].token
    assert people["u1"].values["note"] == "al piano"


def test_the_import_itself_is_noted(bring: Any, database: Database, campaign_id: int) -> None:
    report = bring(HEADER + ANNA + "x;;;;;;\n" + UGO)
    with database.reading() as session:
        noted = latest_import(session, campaign_id)
    assert noted is not None
    assert noted.id == report.import_id
    assert noted.state == ImportState.DONE
    assert (noted.file, noted.last_line) == ("debtors.csv", 4)
    assert noted.header[:2] == ["id", "Nome"]
    assert (noted.read, noted.accepted, noted.rejected) == (3, 2, 1)
    assert noted.finished_at is not None
    assert noted.finished_at >= noted.started_at


def test_every_bad_field_of_a_row_is_told(bring: Any, database: Database) -> None:
    report = bring(HEADER + ANNA + " ;;NaN;3,5;31/02/2026;ab-1;\n" + UGO)
    assert (report.accepted, report.rejected) == (2, 1)
    found = refused(database, report)
    assert [(line, field) for line, field, _ in found] == [
        (3, "id"),
        (3, "Nome"),
        (3, "amount"),
        (3, "parts"),
        (3, "due_on"),
        (3, "id_code"),
    ]
    reasons = {field: reason for _, field, reason in found}
    assert reasons["id"] == "is empty; every row needs an id of its own"
    assert "NaN" not in "".join(reasons.values())


def test_the_row_is_kept_as_it_stood(bring: Any, database: Database) -> None:
    report = bring(HEADER + 'z9;"=Zoë; ""x""";no;1;01/10/2026;AB;\n')
    with database.reading() as session:
        (row,) = session.scalars(select(RejectedRow)).all()
    assert row.raw == ["z9", '=Zoë; "x"', "no", "1", "01/10/2026", "AB", ""]
    assert row.import_id == report.import_id


def test_damaged_and_broken_rows_stop_nobody(bring: Any, database: Database) -> None:
    text = HEADER.encode() + b"n1;Ma\0rio;5;1;01/10/2026;AB;\nshort\n" + UGO.encode()
    report = bring(text)
    assert (report.accepted, report.rejected) == (1, 2)
    found = refused(database, report)
    assert [(line, field) for line, field, _ in found] == [(2, ""), (3, "")]
    with database.reading() as session:
        raw = session.scalars(select(RejectedRow.raw).order_by(RejectedRow.line)).first()
    assert raw is not None
    assert raw[1] == "Ma\u2400rio"


def test_a_repeated_id_names_the_first_line(bring: Any, database: Database) -> None:
    report = bring(HEADER + ANNA + UGO + ANNA.replace("Anna", "Altra") + UGO)
    assert (report.accepted, report.rejected) == (2, 2)
    assert refused(database, report) == [
        (4, "", "the id of this row stands in line 2 already"),
        (5, "", "the id of this row stands in line 3 already"),
    ]
    assert everybody(database)["a1"].values["first_name"] == "Anna"


def test_a_repeated_id_is_found_across_batches(bring: Any, database: Database) -> None:
    text = HEADER + ANNA + UGO + ANNA + PIA + UGO
    first = bring(text, batch=1)
    assert (first.accepted, first.rejected) == (3, 2)
    again = bring(text, batch=1)
    assert (again.unchanged, again.rejected) == (3, 2)
    assert [line for line, *_ in refused(database, again)] == [4, 6]


def test_a_first_row_that_was_rejected_does_not_block_its_id(bring: Any) -> None:
    report = bring(HEADER + ANNA.replace("1.187,50", "tanto") + ANNA)
    assert (report.accepted, report.rejected) == (1, 1)


def test_the_same_file_again_changes_nothing(bring: Any, database: Database) -> None:
    bring(HEADER + ANNA + UGO)
    before = everybody(database)
    with database.writing() as session:
        claim = claim_recipient(session, before["a1"].id, seconds=60)
        assert claim is not None
        finish(session, claim, status=RecipientStatus.PUBLISHED, published_at=utc_now())
    report = bring(HEADER + UGO + ANNA)
    assert (report.accepted, report.updated, report.unchanged) == (0, 0, 2)
    after = everybody(database)
    assert after["a1"].status == "published"
    assert after["a1"].token == before["a1"].token
    assert after["a1"].row_number == 3


def test_another_spelling_of_the_same_values_is_the_same(bring: Any) -> None:
    bring(HEADER + ANNA)
    report = bring("note;id_code;due_on;parts;amount;Nome;id\n;AB12;2026-09-30;3;1187,5;Anna;a1\n")
    assert report.unchanged + report.updated == 1
    assert report.accepted == 0


def test_changed_values_plan_again_and_keep_the_token(bring: Any, database: Database) -> None:
    bring(HEADER + ANNA + UGO)
    before = everybody(database)
    with database.writing() as session:
        session.execute(
            update(Recipient).values(
                status=RecipientStatus.PUBLISHED, published_at=utc_now(), attempts=3, error="x"
            ),
        )
    report = bring(HEADER + ANNA.replace("1.187,50", "900,00") + UGO)
    assert (report.updated, report.unchanged) == (1, 1)
    after = everybody(database)
    assert after["a1"].values["amount"] == "900.00"
    assert after["a1"].token == before["a1"].token
    assert (after["a1"].status, after["a1"].attempts, after["a1"].error) == ("planned", 0, None)
    assert after["a1"].published_at is not None, "the old page stays open meanwhile"
    assert after["u1"].status == "published"


def test_a_worker_with_the_old_values_cannot_publish_them(bring: Any, database: Database) -> None:
    bring(HEADER + ANNA)
    with database.writing() as session:
        claim = claim_recipient(session, everybody(database)["a1"].id, seconds=600)
    assert claim is not None
    bring(HEADER + ANNA.replace("1.187,50", "900,00"))
    with database.writing() as session:
        assert not finish(session, claim, status=RecipientStatus.PUBLISHED)
    assert everybody(database)["a1"].status == "planned"
    with database.writing() as session:
        assert claim_recipient(session, claim.id, seconds=600) is not None


def test_who_was_withdrawn_stays_so(bring: Any, database: Database) -> None:
    bring(HEADER + ANNA)
    with database.writing() as session:
        session.execute(update(Recipient).values(status=RecipientStatus.WITHDRAWN))
    report = bring(HEADER + ANNA.replace("1.187,50", "900,00"))
    assert report.updated == 1
    assert everybody(database)["a1"].status == "withdrawn"


def test_who_is_gone_from_the_file_is_left_alone(bring: Any, database: Database) -> None:
    bring(HEADER + ANNA + UGO)
    bring(HEADER + UGO)
    assert set(everybody(database)) == {"a1", "u1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER,
        "id;Nome\na1;Anna\n",
        HEADER + ANNA * 3000 + 'u1;"Ugo;12,00;2;01/10/2026;CD34;\n',
        "%PDF-1.7",
    ],
)
def test_a_file_that_is_no_table_stores_nothing(bring: Any, database: Database, text: str) -> None:
    with pytest.raises(DataError):
        bring(text, batch=100)
    with database.reading() as session:
        assert session.scalars(select(Import)).all() == []
        assert session.scalars(select(Recipient)).all() == []
        assert session.scalars(select(RejectedRow)).all() == []


def test_optional_columns_may_be_missing(bring: Any, database: Database) -> None:
    bring(HEADER.replace(";note", "") + ANNA.replace(";\n", "\n"))
    assert everybody(database)["a1"].values["note"] is None


@pytest.mark.parametrize(
    ("identity", "reason"),
    [
        ("x" * 201, "is longer than 200 characters"),
        ('"a\nb"', "holds a line break or another character that cannot be printed"),
        ("a\u202eb", "holds a line break or another character that cannot be printed"),
    ],
)
def test_ids_that_cannot_be_used(
    bring: Any, database: Database, identity: str, reason: str
) -> None:
    report = bring(HEADER + ANNA.replace("a1", identity, 1))
    assert refused(database, report) == [(2, "id", reason)]


def test_names_that_no_font_can_draw(bring: Any, database: Database) -> None:
    asked: list[str] = []

    def missing(text: str) -> set[str]:
        asked.append(text)
        return {character for character in text if ord(character) > 0xFFFF}

    report = bring(
        HEADER + ANNA + ANNA.replace("a1", "a2") + UGO.replace("Ugo", "Ugo 𒀀𒀁"),
        missing_glyphs=missing,
    )
    assert report.accepted == 2
    assert refused(database, report) == [
        (4, "Nome", "holds characters that no installed font can draw: U+12000, U+12001"),
    ]
    assert asked.count("Anna") == 1, "characters that can be drawn are asked for once"


def test_ideographs_without_a_font_are_refused_with_the_font_that_has_them(
    bring: Any, database: Database
) -> None:
    def missing(text: str) -> set[str]:
        return {character for character in text if character >= "\u2e80"}

    report = bring(HEADER + ANNA.replace("Anna", "Anna 漢"), missing_glyphs=missing)
    ((_, _, reason),) = refused(database, report)
    assert "U+6F22. Chinese, Japanese and Korean need one more font: run `make fonts`" in reason


def test_a_limit_reads_only_the_beginning(bring: Any, database: Database) -> None:
    report = bring(HEADER + ANNA + UGO + PIA, limit=2)
    assert (report.rows, report.read) == (2, 2)
    assert set(everybody(database)) == {"a1", "u1"}


def test_progress_is_told_after_each_batch(bring: Any) -> None:
    seen: list[tuple[int, int]] = []
    bring(
        HEADER + ANNA + UGO + PIA,
        batch=2,
        progress=lambda report: seen.append((report.read, report.rows)),
    )
    assert seen == [(2, 3), (3, 3)]


def test_an_import_that_is_interrupted_keeps_whole_batches_and_can_be_repeated(
    bring: Any, database: Database
) -> None:
    def stop(report: ImportReport) -> None:
        if report.read == 2:
            raise KeyboardInterrupt

    text = HEADER + ANNA + UGO + PIA
    with pytest.raises(KeyboardInterrupt):
        bring(text, batch=1, progress=stop)
    with database.reading() as session:
        (noted,) = session.scalars(select(Import)).all()
    assert (noted.state, noted.read, noted.last_line) == (ImportState.RUNNING, 2, 3)
    tokens = {key: row.token for key, row in everybody(database).items()}
    report = bring(text)
    assert (report.accepted, report.unchanged) == (1, 2)
    assert {key: everybody(database)[key].token for key in tokens} == tokens


def test_campaigns_do_not_share_recipients(
    bring: Any, database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    from campaigns.queries import ensure_campaign

    bring(HEADER + ANNA)
    with database.writing() as session:
        other = ensure_campaign(
            session, "other", digest="1", expires_on=None, public_base="", pay_hosts=[]
        ).id
    report = import_rows(database, other, campaign, tmp_path / "debtors.csv")
    assert report.accepted == 1
    with database.reading() as session:
        assert len(set(session.scalars(select(Recipient.token)))) == 2


def test_memory_does_not_grow_with_the_file(bring: Any) -> None:
    rows = [f"{n:06};Anna;{n + 1},50;3;30/09/2026;AB{n};\n" for n in range(9000)]
    small, large = HEADER + "".join(rows[:3000]), HEADER + "".join(rows)
    bring(small, batch=500)
    peaks = []
    for text in (small, large):
        tracemalloc.start()
        bring(text, batch=500)
        peaks.append(tracemalloc.get_traced_memory()[1] - len(text))
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
