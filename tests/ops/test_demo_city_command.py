"""The command `eduport demo-city`."""

from click.testing import CliRunner

from eduport.ops.cli import main


def demo_city(*arguments):
    return CliRunner().invoke(main, ["demo-city", *map(str, arguments)])


def test_a_city_is_written_and_counted(tmp_path):
    result = demo_city("--schools", 1, "--people", 40, "--out", tmp_path)

    assert (result.exit_code, result.output.splitlines()[:2]) == (
        0,
        ["people: 40", "schools: 1"],
    )
    assert (tmp_path / "users.csv").read_text().count("\n") == 41


def test_an_impossible_city_is_refused_with_a_sentence(tmp_path):
    result = demo_city("--schools", 9, "--people", 10, "--out", tmp_path)

    assert result.exit_code == 1
    assert result.output == ("Error: A city needs a school, and a school 20 people.\n")
