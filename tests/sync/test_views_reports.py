"""The report, its files and the proposals."""

import csv
import io

import pytest
from django.urls import reverse

from eduport.people.models import Person, Proposal, ProposalKind
from eduport.sync.queries.report import table_reports
from tests.sync.cities import city, person

pytestmark = pytest.mark.django_db(transaction=True)


def get(client, name, *args, **query):
    response = client.get(reverse(f"sync:{name}", args=args), query)
    assert response.status_code == 200, response
    return response


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_report_counts_what_became_of_the_rows(central_team, feed):
    everybody = [*city(people=20), person("n", last="Alt")]
    feed(everybody)
    run = feed([*everybody[1:-1], person("n", last="Neu"), person("j", last="Jung")])

    [people] = [table for table in table_reports(run) if table.entity == "person"]

    assert (people.created, people.updated, people.ended) == (1, 1, 1)
    assert people.unchanged == people.read - 2


def test_a_refused_row_is_named_with_its_place(client, central_team, feed):
    run = feed([*city(people=2), person("r", role="Zauberer")])

    html = get(client, "report", run.pk, severity="refused").content.decode()

    assert "personen.csv" in html
    assert "Zauberer" in html


def test_a_planned_row_is_not_applied_and_an_applied_one_is_created(
    client, central_team, feed
):
    planned = feed(city(people=1), apply=False)
    applied = feed(city(people=1))

    held = get(client, "rows", planned.pk, "held").context["lines"]
    created = get(client, "rows", applied.pk, "created").context["lines"]

    assert "Ada Bergaa" in {line.person for _, line in held}
    assert "Ada Bergaa" in {line.person for _, line in created}
    assert not get(client, "rows", applied.pk, "held").context["lines"]


def test_the_rows_are_paged_without_gaps(client, central_team, feed):
    run = feed(city(schools=2, people=20))
    found, after = [], ""
    while True:
        context = get(client, "rows", run.pk, "created", after=after).context
        found += [line.change.pk for _, line in context["lines"]]
        after = context["next"]
        if not after:
            break

    assert len(found) > 100
    assert sorted(set(found)) == sorted(found)
    created = run.change_set.filter(op="create")
    assert set(found) == set(created.values_list("pk", flat=True))


def test_an_unknown_outcome_is_not_found(client, central_team, feed):
    run = feed(city(people=1))

    assert client.get(f"/sync/{run.pk}/rows/lost/").status_code == 404


@pytest.mark.parametrize("after", ["x-y", "5", "-", "9" * 40, "²-1"])
def test_a_senseless_position_starts_at_the_beginning(
    client, central_team, feed, after
):
    run = feed(city(people=1))

    assert get(client, "rows", run.pk, "created", after=after).context["lines"]


def test_the_plan_can_be_saved_without_running_formulas(client, central_team, feed):
    run = feed([person("1", first="=cmd|A1", last="Böse")])

    response = get(client, "plan_csv", run.pk)
    rows = rows_of(response)

    assert response["Cache-Control"] == "no-store"
    assert len(rows) == run.change_set.count()
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_the_report_can_be_saved_with_refused_rows_first(client, central_team, feed):
    run = feed([*city(people=2), person("r", role="Zauberer")])

    rows = rows_of(get(client, "report_csv", run.pk))

    assert "Zauberer" in [*rows[0].values()][-1]
    assert len(rows) == run.rowissue_set.count() + run.change_set.count()


def test_open_proposals_are_listed(client, central_team, feed):
    run = feed(city(people=1))
    school = run.schoolplan_set.exclude(unit=0).get().unit
    known = Person.objects.get(family_name="Bergaa")
    Proposal.objects.create(
        kind=ProposalKind.DUPLICATE,
        person=known,
        school_id=school,
        source=run.source,
        source_key="other",
        given_name="Ada",
        family_name="Bergaa",
        proposed_at=run.started_at,
    )

    html = get(client, "proposals").content.decode()

    assert "Ada Bergaa" in html
    assert "DiViS" in html
