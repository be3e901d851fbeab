"""The pages of runs and plans, as the central team sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from eduport.people.models import Address, Person
from eduport.sync.models import (
    STRUCTURE,
    Decision,
    RunState,
    SchoolPlan,
    SyncRun,
)
from eduport.sync.panels import feed_panel
from tests.sync.cities import HEADING, city, person

pytestmark = pytest.mark.django_db(transaction=True)


def page(client, name, *args, **query):
    response = client.get(reverse(f"sync:{name}", args=args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def roster(rows, name="personen.csv"):
    return SimpleUploadedFile(name, "\n".join([HEADING, *rows, ""]).encode())


def held_run(feed):
    feed(city(schools=2, people=10))
    return feed(city(schools=2, people=10)[:15])


def unit_named(run, name):
    return run.schoolplan_set.get(name=name).unit


def test_an_empty_list_of_runs_says_what_to_do(client, central_team):
    assert reverse("sync:upload") in page(client, "runs")


def test_the_list_shows_state_numbers_and_who_started(client, central_team, feed):
    run = feed(city(schools=1, people=4))

    html = page(client, "runs")

    assert reverse("sync:run", args=[run.pk]) in html
    assert "night" in html
    assert "DiViS" in html


def test_an_upload_is_planned_by_the_worker(client, central_team, source, worker):
    data = {"source": source.pk, "file": roster(city(people=2))}

    response = client.post(reverse("sync:upload"), data)
    worker()

    assert response.url == reverse("sync:runs")
    run = SyncRun.objects.get()
    assert (run.state, run.started_by) == (RunState.PLANNED, "team@hamburg.de")
    assert not Person.objects.filter(source=source).exists()


def test_the_list_asks_again_while_the_worker_has_something_to_do(
    client, central_team, source, worker
):
    data = {"source": source.pk, "file": roster(city(people=2))}
    client.post(reverse("sync:upload"), data)

    assert 'hx-trigger="every 3s"' in page(client, "runs")
    worker()
    assert 'hx-trigger="every 3s"' not in page(client, "runs")


def test_what_is_no_school_is_not_counted_as_one(client, central_team, feed):
    run = held_run(feed)
    SchoolPlan.objects.create(run=run, unit=STRUCTURE, name="", hold_reason={})

    html = page(client, "run", run.pk)

    assert "1 Schule wartet auf eine Entscheidung" in html


def test_a_planned_upload_can_be_applied_from_its_page(
    client, central_team, source, worker
):
    data = {"source": source.pk, "file": roster(city(people=2))}
    client.post(reverse("sync:upload"), data)
    worker()
    planned = SyncRun.objects.get()
    assert reverse("sync:apply", args=[planned.pk]) in page(client, "run", planned.pk)

    client.post(reverse("sync:apply", args=[planned.pk]))
    worker()

    assert SyncRun.objects.latest("pk").state == RunState.APPLIED
    assert Person.objects.filter(source=source).count() == 2


def test_an_upload_for_a_new_source_can_be_applied_at_once(
    client, central_team, worker, tmp_path
):
    data = {"new_source": "school-9", "file": roster(city(people=2)), "apply": "yes"}

    client.post(reverse("sync:upload"), data)
    worker()

    run = SyncRun.objects.select_related("source").get()
    assert (run.state, run.source.slug) == (RunState.APPLIED, "school-9")
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize("name", ["personen.xlsx", "personen", ""])
def test_what_can_be_no_roster_is_refused(client, central_team, source, name):
    data = {"source": source.pk}
    if name:
        data["file"] = roster(city(), name)

    response = client.post(reverse("sync:upload"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


def test_what_is_too_large_is_refused(client, central_team, source, settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"roster_upload_mb": 0})
    data = {"source": source.pk, "file": roster(city())}

    response = client.post(reverse("sync:upload"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


def test_an_upload_without_a_source_is_refused(client, central_team):
    response = client.post(reverse("sync:upload"), {"file": roster(city())})

    assert list(response.context["form"].errors) == ["new_source"]


def test_an_unreadable_upload_fails_with_a_sentence_and_is_removed(
    client, central_team, source, worker, tmp_path
):
    file = SimpleUploadedFile("export.zip", b"PK no zip file at all")
    client.post(reverse("sync:upload"), {"source": source.pk, "file": file})
    worker()

    run = SyncRun.objects.get()
    assert run.state == RunState.FAILED
    assert run.message in page(client, "run", run.pk)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_what_was_not_uploaded_cannot_be_applied_here(client, central_team, feed):
    run = feed(city(people=1), apply=False)
    url = reverse("sync:apply", args=[run.pk])

    assert url not in page(client, "run", run.pk)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_the_page_of_a_held_run_says_why(client, central_team, feed):
    run = held_run(feed)

    html = page(client, "school", run.pk, unit_named(run, "Schule 2"))

    assert run.state == RunState.HELD
    assert "5 von 10" in html or "5 of 10" in html


def test_a_confirmation_names_numbers_and_three_people(client, central_team, feed):
    run = held_run(feed)

    response = client.get(reverse("sync:approve", args=[run.pk]))
    confirmation = response.context["confirmation"]

    assert (len(confirmation.examples), confirmation.more) == (3, 2)
    assert "5" in confirmation.title
    assert confirmation.is_danger


def test_an_approved_run_is_applied_by_the_worker(client, central_team, feed, worker):
    run = held_run(feed)

    client.post(reverse("sync:approve", args=[run.pk]))
    waiting = client.get(reverse("sync:progress", args=[run.pk]))
    worker()

    assert "every 2s" in waiting.content.decode()
    run.refresh_from_db()
    assert run.state == RunState.APPLIED
    assert Person.objects.exclude(deletion_released_at=None).count() == 5
    done = client.get(reverse("sync:progress", args=[run.pk]))
    assert done["HX-Refresh"] == "true"


def test_one_school_of_several_can_be_approved_and_rejected(
    client, central_team, feed, worker
):
    feed(city(schools=3, people=10))
    run = feed([row for row in city(schools=3, people=10) if "Berga" in row][:24])
    rows = list(run.schoolplan_set.filter(decision="", applied_at=None))
    unit = next(plan.unit for plan in rows if plan.leaves)

    client.post(reverse("sync:approve_school", args=[run.pk, unit]))
    client.post(reverse("sync:reject", args=[run.pk]))
    worker()

    decisions = dict(run.schoolplan_set.values_list("unit", "decision"))
    assert decisions.pop(unit) == Decision.APPROVED
    assert set(decisions.values()) <= {Decision.REJECTED, ""}
    html = page(client, "school", run.pk, unit)
    assert "team@hamburg.de" in html


def test_a_second_decision_is_refused_with_a_sentence(client, central_team, feed):
    run = held_run(feed)
    client.post(reverse("sync:reject", args=[run.pk]))

    response = client.post(reverse("sync:approve", args=[run.pk]), follow=True)

    assert [m.level_tag for m in response.context["messages"]][-1] == "error"
    assert client.get(reverse("sync:approve", args=[run.pk])).status_code == 404


def test_the_latest_run_can_be_undone(client, central_team, feed, worker):
    run = feed(city(people=4))
    assert reverse("sync:undo", args=[run.pk]) in page(client, "run", run.pk)
    asked = client.get(reverse("sync:undo", args=[run.pk])).context["confirmation"]

    client.post(reverse("sync:undo", args=[run.pk]))
    worker()

    assert "4" in asked.effect
    undo = SyncRun.objects.latest("pk")
    assert undo.undoes_id == run.pk
    assert Person.objects.exclude(deletion_released_at=None).count() == 4
    assert reverse("sync:run", args=[run.pk]) in page(client, "run", undo.pk)
    assert reverse("sync:run", args=[undo.pk]) in page(client, "run", run.pk)
    assert client.get(reverse("sync:undo", args=[run.pk])).status_code == 404


def test_a_rename_shows_the_old_and_the_planned_address(client, central_team, feed):
    everybody = [person("1", last="Alt"), *city(people=3)]
    feed(everybody)
    run = feed([person("1", last="Neu"), *city(people=3)], apply=False)

    html = page(client, "school", run.pk, unit_named(run, "Schule 1"), kind="renames")

    assert "ada.alt@city1.hamburg.de" in html
    assert "ada.neu@city1.hamburg.de" in html
    assert "Ada Alt" in html


def test_a_namesake_may_get_a_number_and_gets_it(client, central_team, feed):
    feed([person("1", last="Neu"), person("2", last="Alt")])
    rows = [person("1", last="Neu"), person("2", last="Neu")]
    planned = feed(rows, apply=False)
    unit = unit_named(planned, "Schule 1")
    before = client.get(
        reverse("sync:school", args=[planned.pk, unit]), {"kind": "renames"}
    )
    applied = feed(rows)
    after = client.get(
        reverse("sync:school", args=[applied.pk, unit]), {"kind": "renames"}
    )

    assert before.context["lines"][0].may_get_number
    assert before.context["lines"][0].new_address == "ada.neu@city1.hamburg.de"
    assert not after.context["lines"][0].may_get_number
    assert after.context["lines"][0].new_address == "ada.neu2@city1.hamburg.de"
    assert after.context["lines"][0].old_address == "ada.alt@city1.hamburg.de"
    assert Address.objects.filter(replaced_at=None).count() == 2


def test_a_move_shows_both_schools_and_addresses(client, central_team, feed):
    others = city(schools=2, people=12)
    feed([*others, person("m", 1, last="Zug")])
    run = feed([*others, person("m", 2, last="Zug")])

    for school in ("Schule 1", "Schule 2"):
        url = reverse("sync:school", args=[run.pk, unit_named(run, school)])
        [line] = client.get(url, {"kind": "moves"}).context["lines"]
        assert (line.before, line.after) == ("Schule 1", "Schule 2")
        assert line.old_address == "ada.zug@city1.hamburg.de"
        assert line.new_address == "ada.zug@city2.hamburg.de"


def test_joins_at_a_school_that_is_yet_to_be_made_have_an_address(
    client, central_team, feed
):
    run = feed(city(people=1), apply=False)

    url = reverse("sync:school", args=[run.pk, unit_named(run, "Schule 1")])
    [line] = client.get(url).context["lines"]

    assert line.person == "Ada Bergaa"
    assert line.new_address == "ada.bergaa@city1.hamburg.de"


def test_class_lists_show_sums_and_names_on_demand(client, central_team, feed):
    feed([*city(people=3), person("x", last="Weg")])
    run = feed([*city(people=3), person("x", last="Weg", group="7b")])
    url = reverse("sync:school", args=[run.pk, unit_named(run, "Schule 1")])

    response = client.get(url, {"kind": "memberships"})
    groups = {group["name"]: group for group in response.context["groups"]}
    names = client.get(url, {"kind": "memberships", "group": groups["7b"]["object_id"]})

    assert (groups["7a"]["removed"], groups["7b"]["added"]) == (1, 1)
    assert [line.person for line in names.context["lines"]] == ["Ada Weg"]
    assert names.context["group_name"] == "7b"


@pytest.mark.parametrize("group", ["x", "-1", "9" * 30, "²"])
def test_a_senseless_group_is_ignored(client, central_team, feed, group):
    run = feed(city(people=1))

    page(
        client,
        "school",
        run.pk,
        unit_named(run, "Schule 1"),
        kind="memberships",
        group=group,
    )


def test_new_schools_and_periods_have_a_page_of_their_own(client, central_team, feed):
    run = feed(city(people=1))

    html = page(client, "school", run.pk, 0)

    assert "Schule 1" in html
    assert "2026/27" in html


def test_an_unknown_run_or_school_is_not_found(client, central_team, feed):
    run = feed(city(people=1))

    assert client.get(reverse("sync:run", args=[run.pk + 9])).status_code == 404
    url = reverse("sync:school", args=[run.pk, 999_999])
    assert client.get(url).status_code == 404


def test_whoever_waits_for_accounts_sees_the_state_of_the_feed(central_team, feed):
    run = feed(city(people=1))

    [state] = feed_panel(central_team.actor)

    assert (state.name, state.last_applied_at) == ("DiViS", run.finished_at)
