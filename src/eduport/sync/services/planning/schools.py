"""Planning step 1: schools and sessions, matched by the source's keys."""

MAPS = """
CREATE TEMP TABLE map_school ON COMMIT DROP AS
WITH RECURSIVE up AS (
  SELECT key, key AS at_key, is_school, parent_key, 0 AS depth
  FROM stage_schools WHERE NOT is_deleted
  UNION ALL
  SELECT up.key, parent.key, parent.is_school, parent.parent_key, depth + 1
  FROM up JOIN stage_schools parent ON parent.key = up.parent_key
  WHERE NOT up.is_school AND NOT parent.is_deleted AND depth < 10
), nearest AS (
  -- A department belongs to the nearest school above it.
  SELECT DISTINCT ON (key) key, at_key FROM up WHERE is_school ORDER BY key, depth
), found AS (
  SELECT stage.*, own.id AS own_id, own.code AS own_code,
         coalesce(own.id, other.id) AS known_id,
         coalesce(own.pupils_start_on, other.pupils_start_on) AS pupils_start_on
  FROM (SELECT * FROM stage_schools WHERE is_school AND NOT is_deleted) stage
  LEFT JOIN people_school own
    ON own.source_id = %(source)s AND own.source_key = stage.key
  -- A school that another source leads is referred to by its code.
  LEFT JOIN people_school other ON own.id IS NULL AND other.code = stage.code
), numbered AS (
  SELECT *, coalesce(known_id, nextval(pg_get_serial_sequence('people_school', 'id')))
           AS school_id
  FROM (SELECT * FROM found ORDER BY file, row) in_order
)
SELECT nearest.key, nearest.key = nearest.at_key AS is_itself, school_id, known_id,
       own_id, name, number, kind, file, row,
       -- A code that another school has stays there.
       CASE WHEN EXISTS (
         SELECT FROM people_school taken
         WHERE taken.code = numbered.code AND taken.id <> school_id
       ) THEN own_code ELSE code END AS code,
       CASE WHEN known_id IS NULL THEN %(switch_on)s
            ELSE coalesce(pupils_start_on <= %(today)s, false) END AS takes_pupils
FROM nearest JOIN numbered ON numbered.key = nearest.at_key;

CREATE TEMP TABLE map_session ON COMMIT DROP AS
SELECT stage.*, session.id AS known_id,
       coalesce(session.id,
                nextval(pg_get_serial_sequence('people_academicsession', 'id')))
         AS session_id
FROM (SELECT * FROM stage_sessions WHERE NOT is_deleted ORDER BY file, row) stage
LEFT JOIN people_academicsession session
  ON session.source_id = %(source)s AND session.source_key = stage.key
"""
CHANGES = """
INSERT INTO sync_change
  (run_id, unit, entity, op, subject_id, before, after, file, row)
SELECT %(run)s, 0, 'school',
       CASE WHEN known_id IS NULL THEN 'create' ELSE 'update' END, school_id,
       CASE WHEN own.id IS NOT NULL THEN jsonb_build_object(
         'name', own.name, 'code', own.code, 'number', own.number,
         'kind', own.kind) END,
       jsonb_build_object(
         'authority_id', %(authority)s::bigint, 'source_key', map.key, 'name', map.name,
         'code', map.code, 'number', map.number, 'kind', map.kind,
         'pupils_start_on', CASE WHEN %(switch_on)s THEN %(today)s::date END),
       map.file, map.row
FROM map_school map LEFT JOIN people_school own ON own.id = map.own_id
WHERE is_itself AND (
  known_id IS NULL
  OR own.id IS NOT NULL AND map.file <> ''
     AND (own.name, own.code, own.number, own.kind)
         IS DISTINCT FROM (map.name, map.code, map.number, map.kind))
ORDER BY school_id;

INSERT INTO sync_change
  (run_id, unit, entity, op, subject_id, before, after, file, row)
SELECT %(run)s, 0, 'session',
       CASE WHEN map.known_id IS NULL THEN 'create' ELSE 'update' END, map.session_id,
       CASE WHEN own.id IS NOT NULL THEN jsonb_build_object(
         'name', own.name, 'kind', own.kind, 'starts_on', own.starts_on,
         'ends_on', own.ends_on, 'parent_id', own.parent_id) END,
       jsonb_build_object(
         'authority_id', %(authority)s::bigint, 'source_key', map.key,
         'name', map.title, 'kind', map.kind, 'starts_on', map.starts_on,
         'ends_on', map.ends_on,
         'parent_id', parent.session_id),
       map.file, map.row
FROM map_session map
LEFT JOIN map_session parent ON parent.key = map.parent_key AND parent.key <> map.key
LEFT JOIN people_academicsession own ON own.id = map.known_id
WHERE map.known_id IS NULL
   OR (own.name, own.kind, own.starts_on, own.ends_on, own.parent_id)
      IS DISTINCT FROM
      (map.title, map.kind, map.starts_on, map.ends_on, parent.session_id)
ORDER BY map.session_id
"""
