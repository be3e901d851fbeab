"""Planning step 2: persons and their affiliations."""

UNSETTLED = """
CREATE TEMP TABLE unsettled ON COMMIT DROP AS
SELECT person.id AS person_id FROM people_person person
WHERE NOT EXISTS (SELECT FROM settled WHERE settled.person_id = person.id);
ANALYZE unsettled
"""
WANTED = """
CREATE TEMP TABLE want_affiliation ON COMMIT DROP AS
SELECT a.person_key, m.school_id, a.role, bool_or(a.is_home) AS is_home,
       min(a.file) AS file, min(a.row) AS row
FROM stage_affiliations a
JOIN map_school m ON m.key = a.school_key
WHERE NOT a.is_deleted AND (a.role <> 'student' OR m.takes_pupils)
  -- Who starts later is taken at once, so that the account is ready on the first day.
  AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
  AND NOT EXISTS (SELECT FROM settled WHERE settled.key = a.person_key)
GROUP BY 1, 2, 3;
ANALYZE want_affiliation;

-- Every live row of the source's persons who are not settled, joined to what is known
-- of the key.
CREATE TEMP TABLE want_person ON COMMIT DROP AS
WITH single AS (
  SELECT person_key, min(school_id) AS school_id FROM want_affiliation
  GROUP BY person_key HAVING min(school_id) = max(school_id)
), several AS (
  -- What the source says, else where the home is now, else the first in the file.
  SELECT DISTINCT ON (w.person_key) w.person_key, w.school_id
  FROM want_affiliation w
  LEFT JOIN people_person p ON p.source_id = %(source)s AND p.source_key = w.person_key
  WHERE w.person_key IN (
    SELECT person_key FROM want_affiliation
    GROUP BY person_key HAVING min(school_id) <> max(school_id))
  ORDER BY w.person_key, w.is_home DESC, w.school_id = p.home_school_id DESC NULLS LAST,
           w.row, w.school_id
), home AS (SELECT * FROM single UNION ALL SELECT * FROM several)
SELECT stage.file, stage.row, stage.key, stage.given_name, stage.family_name,
       stage.call_name, home.school_id AS home_id, person.id AS known_id,
       person.home_school_id AS old_home_id,
       person.deletion_released_at IS NOT NULL AS was_released,
       person.id IS NULL OR person.deletion_released_at IS NOT NULL AS is_new,
       person.id IS NULL OR (person.given_name, person.family_name, person.call_name)
         IS DISTINCT FROM (stage.given_name, stage.family_name, stage.call_name)
         AS has_new_names,
       person.id AS person_id, NULL::text AS address_base
FROM stage_persons stage
JOIN home ON home.person_key = stage.key
LEFT JOIN people_person person
  ON person.source_id = %(source)s AND person.source_key = stage.key
WHERE NOT stage.is_deleted;
"""
# The ids are given before anything is written, in the order of the file: the plan can
# then be applied school by school, and namesakes are numbered in order of arrival.
IDS = """
CREATE TEMP TABLE new_id ON COMMIT DROP AS
SELECT key, nextval(pg_get_serial_sequence('people_person', 'id')) AS id
FROM (SELECT key FROM want_person WHERE known_id IS NULL ORDER BY file, row) in_order;
ANALYZE new_id;
UPDATE want_person want
SET person_id = coalesce(want.known_id, new_id.id), address_base = base.address_base
FROM person_base base LEFT JOIN new_id ON new_id.key = base.key
WHERE want.key = base.key AND want.has_new_names;
ANALYZE want_person
"""
NAMED = """
SELECT file, row, key, given_name, family_name, call_name
FROM want_person WHERE has_new_names
"""
LEAVERS = """
-- Whose affiliations all end, at which schools.
CREATE TEMP TABLE leaver ON COMMIT DROP AS
SELECT person.id AS person_id, person.home_school_id AS home_id, affiliation.school_id
FROM unsettled
JOIN people_person person ON person.id = unsettled.person_id
JOIN people_affiliation affiliation
  ON affiliation.person_id = person.id AND affiliation.ended_at IS NULL
 AND affiliation.source_id = %(source)s
WHERE person.source_id = %(source)s AND person.deletion_released_at IS NULL
  AND NOT EXISTS (SELECT FROM want_person want WHERE want.known_id = person.id);
ANALYZE leaver
"""
CHANGES = """
INSERT INTO sync_change
  (run_id, unit, entity, op, subject_id, after, file, row)
SELECT %(run)s, home_id, 'person', 'create', person_id,
       jsonb_build_object(
         'source_key', key, 'given_name', given_name, 'family_name', family_name,
         'call_name', call_name, 'address_base', address_base,
         'home_school_id', home_id),
       file, row
FROM want_person WHERE known_id IS NULL ORDER BY home_id, person_id;

INSERT INTO sync_change
  (run_id, unit, unit2, entity, op, subject_id, before, after, file, row)
SELECT %(run)s, CASE WHEN was_released THEN home_id ELSE old_home_id END,
       -- Who moves takes the new name along: else it gave an address at both schools.
       CASE WHEN NOT was_released THEN nullif(home_id, old_home_id) END, 'person',
       'update', want.person_id,
       jsonb_build_object(
         'given_name', old.given_name, 'family_name', old.family_name,
         'call_name', old.call_name, 'address_base', old.address_base),
       jsonb_build_object(
         'given_name', want.given_name, 'family_name', want.family_name,
         'call_name', want.call_name, 'address_base', want.address_base),
       want.file, want.row
FROM want_person want JOIN people_person old ON old.id = want.known_id
WHERE has_new_names;

INSERT INTO sync_change (run_id, unit, entity, op, subject_id, file, row)
SELECT %(run)s, home_id, 'person', 'reopen', person_id, file, row
FROM want_person WHERE was_released;

INSERT INTO sync_change
  (run_id, unit, unit2, entity, op, subject_id, before, after, file, row)
SELECT %(run)s, CASE WHEN was_released THEN home_id ELSE old_home_id END,
       CASE WHEN was_released THEN NULL ELSE home_id END,
       'person', 'move', person_id,
       jsonb_build_object('home_school_id', old_home_id),
       jsonb_build_object('home_school_id', home_id), file, row
FROM want_person WHERE old_home_id <> home_id;

INSERT INTO sync_change (run_id, unit, unit2, entity, op, subject_id, file, row)
SELECT %(run)s, home_id, min(school_id) FILTER (WHERE school_id <> home_id),
       'person', 'release', person_id, '', 0
FROM leaver
-- Who belongs to a school by another source as well lives on.
WHERE NOT EXISTS (
  SELECT FROM people_affiliation other
  WHERE other.person_id = leaver.person_id AND other.ended_at IS NULL
    AND other.source_id <> %(source)s)
GROUP BY person_id, home_id;

-- Their home is then where they still are: its address is the login.
INSERT INTO sync_change
  (run_id, unit, entity, op, subject_id, before, after, file, row)
SELECT DISTINCT ON (leaver.person_id)
       %(run)s, home_id, 'person', 'move', leaver.person_id,
       jsonb_build_object('home_school_id', home_id),
       jsonb_build_object('home_school_id', other.school_id), '', 0
FROM leaver
JOIN people_affiliation other
  ON other.person_id = leaver.person_id AND other.ended_at IS NULL
 AND other.source_id <> %(source)s
WHERE NOT EXISTS (
  SELECT FROM people_affiliation staying
  WHERE staying.person_id = leaver.person_id AND staying.ended_at IS NULL
    AND staying.source_id <> %(source)s AND staying.school_id = home_id)
ORDER BY leaver.person_id, other.id;

INSERT INTO sync_change
  (run_id, unit, unit2, entity, op, subject_id, object_id, role, file, row)
SELECT %(run)s, want.school_id,
       CASE WHEN person.known_id IS NULL OR person.was_released THEN
              nullif(person.home_id, want.school_id)
            WHEN person.old_home_id <> person.home_id THEN
              nullif(person.old_home_id, want.school_id) END,
       'affiliation',
       CASE WHEN known.source_id = %(source)s THEN 'reopen' ELSE 'create' END,
       person.person_id, want.school_id, want.role, want.file, want.row
FROM want_affiliation want
JOIN want_person person ON person.key = want.person_key
LEFT JOIN people_affiliation known
  ON known.person_id = person.known_id AND known.school_id = want.school_id
 AND known.role = want.role
-- What another source has ended is free to be taken.
WHERE known.id IS NULL OR known.ended_at IS NOT NULL
ORDER BY want.school_id;

INSERT INTO sync_change
  (run_id, unit, unit2, entity, op, subject_id, object_id, role, file, row)
SELECT %(run)s, known.school_id,
       CASE WHEN person.old_home_id <> person.home_id THEN
              nullif(person.home_id, known.school_id) END,
       'affiliation', 'end', known.person_id, known.school_id, known.role, '', 0
FROM unsettled
JOIN people_affiliation known ON known.person_id = unsettled.person_id
LEFT JOIN want_person person ON person.known_id = known.person_id
LEFT JOIN want_affiliation want
  ON want.person_key = person.key AND want.school_id = known.school_id
 AND want.role = known.role
WHERE known.source_id = %(source)s AND known.ended_at IS NULL AND want.role IS NULL
"""
