"""A whole run, with real clips: everything once, the second time nothing, changes alone."""

from __future__ import annotations

import csv
import json
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from tiny_campaign import CLIPS, ROWS, STORYBOARD, write_campaign, write_data

from foundation.errors import CampaignError, DataError, SettingsError
from foundation.settings import load_settings
from workers.clip_description import from_bytes
from workers.out_folder import OutFolderBusyError, locked
from workers.running import run_campaign

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny

    from workers.sweeping import Progress


def rejected_rows(out: Path) -> list[dict[str, str]]:
    with (out / "rejected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change_row(tiny: Tiny, position: int, **changes: str) -> None:
    names = ("id", "first_name", "amount", "reference")
    rows = [dict(zip(names, row, strict=True)) for row in ROWS]
    rows[position] |= changes
    write_data(tiny.folder / "debtors.csv", [tuple(row[name] for name in names) for row in rows])


def test_a_first_run_publishes_everybody(tiny_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    seen: list[Progress] = []
    settings = load_settings(out=out, log_level="warning")
    report = run_campaign(tiny_folder, settings, jobs=2, on_progress=seen.append)
    assert (report.rows, report.published, report.unchanged) == (3, 3, 0)
    assert (report.rejected, report.failed, report.unfinished) == (0, 0, 0)
    assert report.clips_rendered == CLIPS, "with two jobs, too, no clip is rendered twice"
    assert len(list((out / "clips").iterdir())) == 5 * CLIPS
    with report.recipients_file.open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    assert [person["id"] for person in people] == ["a1", "b2", "c3"]
    for person in people:
        assert person["status"] == "published"
        assert person["link"].startswith("HTTPS://AVVISI.PROVA.EXAMPLE/")
        for column in ("page", "film", "qr_svg", "qr_png"):
            assert (out / person[column]).stat().st_size > 0
    assert len({person["link"] for person in people}) == 3
    assert rejected_rows(out) == []
    html = (out / people[1]["page"]).read_text(encoding="utf-8")
    assert "Buongiorno Bruno" in html
    assert seen[-1].published == seen[-1].total == 3
    assert not list(out.rglob(".part-*")), "nothing is left lying about"
    for file in (out / "clips").glob("*.json"):
        description = from_bytes(file.read_bytes())
        assert description is not None
        assert description.duration_ms % 320 == 0
        for ending, (size, _) in description.files.items():
            assert file.with_suffix(f".{ending}").stat().st_size == size


def test_a_second_run_makes_nothing(tiny: Tiny) -> None:
    before = {
        file: file.stat().st_mtime_ns
        for key in ("clips", "films", "p", "static")
        for file in (tiny.out / key).rglob("*")
    }
    links = tiny.handed_over()
    report = run_campaign(tiny.folder, tiny.settings)
    assert report.nothing_done
    assert (report.published, report.unchanged) == (3, 3)
    assert (report.clips_rendered, report.films_joined) == (0, 0)
    assert before == {file: file.stat().st_mtime_ns for file in before}
    assert tiny.handed_over() == links


def test_a_corrected_row_renders_only_what_it_changed(tiny: Tiny) -> None:
    token = tiny.token("a1")
    film = tiny.handed_over()["a1"]["film"].removesuffix(".mp4")
    mine = (f"p/{token}", film)
    others = {k: v for k, v in tiny.objects().items() if not k.startswith(mine)}
    change_row(tiny, 0, amount="99,90")
    report = run_campaign(tiny.folder, tiny.settings)
    assert (report.published, report.unchanged) == (3, 2)
    assert (report.clips_rendered, report.films_joined) == (1, 1), "the scene with the amount"
    assert tiny.token("a1") == token, "the letter in the post stays good"
    assert "99,90" in (tiny.out / "p" / token / "index.html").read_text(encoding="utf-8")
    now = tiny.objects()
    assert {key: now[key] for key in others} == others
    assert not any(key.startswith(film) for key in now), "nobody has the film before any more"


def test_a_change_that_no_clip_shows_renders_none(tiny: Tiny) -> None:
    change_row(tiny, 2, reference="R999")
    report = run_campaign(tiny.folder, tiny.settings)
    assert (report.unchanged, report.clips_rendered, report.films_joined) == (2, 0, 0)
    html = (tiny.out / "p" / tiny.token("c3") / "index.html").read_text(encoding="utf-8")
    assert "R999" in html


def test_a_changed_storyboard_publishes_everybody_anew(tiny: Tiny) -> None:
    changed = STORYBOARD.replace("Strade e scuole", "Strade, scuole e parchi")
    (tiny.folder / "storyboard.yaml").write_text(changed, encoding="utf-8")
    report = run_campaign(tiny.folder, tiny.settings)
    assert (report.published, report.unchanged) == (3, 0)
    assert (report.clips_rendered, report.films_joined) == (1, 3), "one scene, for all"
    copies = list((tiny.out / ".sollecito" / "campaigns" / "tiny").iterdir())
    assert len(copies) == 1, "the copy of the old storyboard is gone"


def test_bad_rows_never_stop_the_others(tiny: Tiny) -> None:
    write_data(
        tiny.folder / "debtors.csv",
        [
            *ROWS,
            ("d4", "Dario", "NaN", "R004"),
            ("e5", "=HYPERLINK(1)", "12,50", ""),
            ("a1", "Anna", "12,50", "R001"),
            ("f6", "Franca", "12,50", "R006"),
        ],
    )
    report = run_campaign(tiny.folder, tiny.settings)
    assert (report.rows, report.rejected, report.published, report.failed) == (7, 3, 4, 0)
    rows = rejected_rows(tiny.out)
    assert [row["line"] for row in rows] == ["5", "6", "7"]
    assert [row["field"] for row in rows] == ["amount", "reference", ""]
    assert "line 2" in rows[2]["reason"]
    assert [row["id"] for row in rows] == ["d4", "e5", "a1"], "the original row stands beside"
    assert rows[1]["first_name"] == "'=HYPERLINK(1)", "no formula for a spreadsheet"
    assert set(tiny.handed_over()) == {"a1", "b2", "c3", "f6"}


def test_only_the_first_rows(tiny_folder: Path, tmp_path: Path) -> None:
    settings = load_settings(out=tmp_path / "out", log_level="warning", jobs=1)
    report = run_campaign(tiny_folder, settings, limit=1)
    assert (report.rows, report.published, report.clips_rendered) == (1, 1, 4)
    report = run_campaign(tiny_folder, settings)
    assert (report.published, report.unchanged, report.clips_rendered) == (3, 1, CLIPS - 4)


def test_what_the_store_lost_is_made_again(tiny: Tiny) -> None:
    whole = tiny.objects()
    page = tiny.out / "p" / tiny.token("b2") / "index.html"
    clip = min((tiny.out / "clips").glob("*.mp4"))
    film = tiny.out / tiny.handed_over()["c3"]["film"]
    for file in (page, clip, film):
        file.unlink()
    report = run_campaign(tiny.folder, tiny.settings)
    assert report.published == 3
    assert (report.clips_rendered, report.films_joined) == (1, 1)
    assert tiny.objects() == whole, "byte by byte what it was"


def test_a_person_who_cannot_be_bound_fails_alone(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign")
    story = STORYBOARD.replace(
        "payment:\n", 'values:\n  part: "{{ 10 / (amount - 12.5) }}"\npayment:\n'
    )
    story = story.replace('text: "Grazie"', 'text: "Grazie {{ part | round(2) }}"')
    (campaign / "storyboard.yaml").write_text(story, encoding="utf-8")
    settings = load_settings(out=tmp_path / "out", log_level="warning", jobs=1)
    report = run_campaign(campaign, settings)
    assert (report.published, report.failed, report.rejected) == (1, 2, 0)
    assert [failure.external_id for failure in report.failures] == ["a1", "c3"]
    assert "part" in report.failures[0].reason, "the reason names the place"
    with report.recipients_file.open(encoding="utf-8", newline="") as file:
        people = {row["id"]: row for row in csv.DictReader(file)}
    assert people["a1"] == dict.fromkeys(people["a1"], "") | {"id": "a1", "status": "failed"}
    # Mended, the failed ones are tried again, and only they.
    (campaign / "storyboard.yaml").write_text(STORYBOARD, encoding="utf-8")
    assert run_campaign(campaign, settings).published == 3


def test_a_campaign_with_faults_stores_nothing(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign")
    (campaign / "storyboard.yaml").write_text(
        STORYBOARD.replace("style: figure", "style: figur"), encoding="utf-8"
    )
    with pytest.raises(CampaignError, match=r"storyboard\.yaml:\d+.*figure"):
        run_campaign(campaign, load_settings(out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_table_changes_nothing(tiny: Tiny) -> None:
    whole, people = tiny.objects(), tiny.handed_over()
    (tiny.folder / "debtors.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with pytest.raises(DataError):
        run_campaign(tiny.folder, tiny.settings)
    assert (tiny.objects(), tiny.handed_over()) == (whole, people)


def test_one_run_at_a_time(tiny: Tiny) -> None:
    with locked(tiny.settings), pytest.raises(OutFolderBusyError, match="Another run is at work"):
        run_campaign(tiny.folder, tiny.settings)
    assert run_campaign(tiny.folder, tiny.settings).nothing_done


def test_a_run_that_is_asked_to_stop_gives_its_work_back(tiny_folder: Path, tmp_path: Path) -> None:
    settings = load_settings(out=tmp_path / "out", log_level="warning", jobs=1)
    stopping = threading.Event()

    def stop_early(progress: Progress) -> None:
        if progress.clips_rendered:
            stopping.set()

    report = run_campaign(tiny_folder, settings, jobs=1, on_progress=stop_early, stopping=stopping)
    assert report.unfinished > 0
    assert report.failed == 0
    assert 0 < report.clips_rendered < CLIPS
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        for table in ("recipients", "clips"):
            held = text(f"select count(*) from {table} where lease_owner is not null")  # noqa: S608
            assert connection.execute(held).scalar() == 0
        attempts = "select max(attempts) from recipients where status = 'planned'"
        assert connection.execute(text(attempts)).scalar() == 0, "stopping is no failed attempt"
    engine.dispose()
    rest = run_campaign(tiny_folder, settings)
    assert rest.published == 3
    assert rest.clips_rendered == CLIPS - report.clips_rendered


def test_links_of_another_address(tiny: Tiny) -> None:
    settings = tiny.settings.model_copy(update={"public_base": "http://127.0.0.1:8000"})
    report = run_campaign(tiny.folder, settings)
    assert (report.unchanged, report.clips_rendered) == (0, 0)
    assert tiny.handed_over()["a1"]["link"].startswith("HTTP://127.0.0.1:8000/")


def test_the_plan_names_every_scene_of_the_page(tiny: Tiny) -> None:
    html = (tiny.out / "p" / tiny.token() / "index.html").read_text(encoding="utf-8")
    start = html.index(">", html.index('<script type="application/json"')) + 1
    story = json.loads(html[start : html.index("</script>", start)])
    assert set(story["scenes"]) == {"welcome", "why", "amount", "bye"}
    for scene in story["scenes"].values():
        assert (tiny.out / "clips" / f"{scene['clip']}.mp4").exists()


def test_a_public_base_that_no_link_can_have_ends_the_run_at_once(
    tiny_folder: Path, tmp_path: Path
) -> None:
    settings = load_settings(out=tmp_path / "out", public_base="http://127.0.0.1:99999")
    with pytest.raises(SettingsError, match="public base"):
        run_campaign(tiny_folder, settings)
    assert not (tmp_path / "out" / "recipients.csv").exists()
