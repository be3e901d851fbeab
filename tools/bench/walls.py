"""What row-level security would cost the list of people: a trial, see ADR 23.

The same pages of the same city in two databases, in turns. In one of them PostgreSQL
shows a session only the rows of the schools that it names, or all.
"""

from collections.abc import Iterator
from statistics import mean, median

from psycopg import sql

from tools.bench.figures import Figure
from tools.bench.stage import Stage

LIMIT = 1.05
"""So much longer may a page take with the second wall."""
SAMPLES = 20
PLAIN, WALLED = "plain", "walled"
TABLES = ("person", "affiliation", "membership", "group")
# Whoever owns a table, or is a superuser, looks over every wall.
VISITOR = """
DO $$ BEGIN CREATE ROLE visitor; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT USAGE ON SCHEMA public TO visitor;
GRANT ALL ON ALL TABLES IN SCHEMA public TO visitor;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO visitor;
"""
# In brackets with SELECT the setting is read once a statement, not once a row.
SETTING = "(SELECT current_setting('eduport.schools'))"
IS_ALL = f"{SETTING} = 'all'"
VISIBLE = f"""
ANY ((SELECT string_to_array(nullif({SETTING}, 'all'), ',')::bigint[])::bigint[])
"""
WALLS = {
    "person": """
        home_school_id = {visible} OR id IN (
          SELECT person_id FROM people_affiliation
          WHERE ended_at IS NULL AND school_id = {visible})
    """,
    "affiliation": "school_id = {visible}",
    "group": "school_id = {visible}",
    "membership": """
        group_id IN (SELECT id FROM people_group WHERE school_id = {visible})
    """,
}
POLICY = """
ALTER TABLE people_{table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON people_{table} USING ({is_all} OR {wall});
"""


def walls_figures(stage: Stage, database: str, repeat: int) -> Iterator[Figure]:
    """For each kind of request, how much longer it takes behind the wall."""
    stage.python(database, "-m", "eduport", "manage", "collectstatic", "--no-input")
    for name in (PLAIN, WALLED):
        _prepare(stage, database, name)
    turns = [
        (_measured(stage, PLAIN), _measured(stage, WALLED, WALLED))
        for _ in range(repeat)
    ]
    for kind in turns[0][0]:
        pairs = [(mean(one[kind]), mean(other[kind])) for one, other in turns]
        ratio = median(walled / plain for plain, walled in pairs)
        plain, walled = (median(times) for times in zip(*pairs, strict=True))
        note = f"{walled:.0f} ms : {plain:.0f} ms on average"
        yield Figure(f"walls: {kind}, with : without", ratio, LIMIT, note=note)
    for name in (PLAIN, WALLED):
        stage.drop_database(name)


def _prepare(stage: Stage, database: str, name: str) -> None:
    """A copy in which the portal is no superuser; with policies if it is the walled."""
    stage.copy_database(database, name)
    with stage.connect(name) as connection:
        connection.execute(VISITOR)
        become = sql.SQL("ALTER DATABASE {} SET role = 'visitor'")
        connection.execute(become.format(sql.Identifier(name)))
        # Signing in reads people before it is known what they may see.
        see = sql.SQL("ALTER DATABASE {} SET eduport.schools = 'all'")
        connection.execute(see.format(sql.Identifier(name)))
        for table in TABLES if name == WALLED else ():
            wall = WALLS[table].format(visible=VISIBLE)
            policy = POLICY.format(table=table, is_all=IS_ALL, wall=wall)
            connection.execute(policy)
        connection.execute("VACUUM ANALYZE")


def _measured(stage: Stage, name: str, *how: str) -> dict[str, list[float]]:
    found = stage.measure(name, "listing", str(SAMPLES), *how)
    return {kind: measured["times"] for kind, measured in found.items()}
