"""Rows that refer to nothing, come twice, or cannot be taken: refused."""

# Each one refuses rows before the planning looks at them, so that the plan is whole.
# The same row twice, as of a person at two schools, is no fault.
DUPLICATE_KEYS = """
CREATE TEMP TABLE twice ON COMMIT DROP AS
SELECT ctid AS place, *, row_number() OVER (PARTITION BY key ORDER BY file, row) AS nth
FROM {table}
WHERE file <> ''
  AND key IN (SELECT key FROM {table} GROUP BY key HAVING count(*) > 1);

INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused', 'duplicate_key', extra.file, extra.row, '',
       jsonb_build_object('key', extra.key)
FROM twice extra JOIN twice first ON first.key = extra.key AND first.nth = 1
WHERE extra.nth > 1
  AND to_jsonb(extra) - '{{place,nth,row,file}}'::text[]
      <> to_jsonb(first) - '{{place,nth,row,file}}'::text[]
ORDER BY extra.file, extra.row LIMIT 1000;

DELETE FROM {table} extra USING twice WHERE extra.ctid = twice.place AND twice.nth > 1;

DROP TABLE twice
"""
# A code goes to the school that has it already, else to a known one, else to the first.
# A known school that cannot have it keeps its own; a new one waits until it is free.
CODE_TWICE = """
WITH school AS (
  SELECT stage.*, own.code AS own_code,
         row_number() OVER (
           PARTITION BY stage.code
           ORDER BY own.code = stage.code DESC NULLS LAST, stage.file, stage.row)
           AS place
  FROM stage_schools stage
  LEFT JOIN people_school own
    ON own.source_id = %(source)s AND own.source_key = stage.key
  WHERE is_school AND NOT is_deleted
), second AS (
  SELECT * FROM school
  WHERE place > 1 OR own_code IS NULL AND EXISTS (
    SELECT FROM people_school known JOIN school now ON now.key = known.source_key
    WHERE known.source_id = %(source)s AND known.code = school.code)
), gone AS (
  DELETE FROM stage_schools USING second
  WHERE stage_schools.key = second.key AND own_code IS NULL
), kept AS (
  UPDATE stage_schools SET code = own_code FROM second
  WHERE stage_schools.key = second.key AND own_code IS NOT NULL
)
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused', 'school_code_twice', file, row, '',
       jsonb_build_object('code', code, 'school', name)
FROM second;
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'note', 'school_code_taken', stage.file, stage.row, '',
       jsonb_build_object('code', stage.code, 'school', stage.name)
FROM stage_schools stage
JOIN people_school own ON own.source_id = %(source)s AND own.source_key = stage.key
JOIN people_school other ON other.code = stage.code AND other.id <> own.id
WHERE stage.is_school AND NOT stage.is_deleted
"""
AFFILIATIONS = """
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused', 'unknown_school', file, row, '',
       jsonb_build_object('key', school_key)
FROM stage_affiliations a
WHERE NOT a.is_deleted
  AND NOT EXISTS (SELECT FROM map_school m WHERE m.key = a.school_key)
ORDER BY file, row LIMIT 1000;
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused', 'unknown_person', file, row, '',
       jsonb_build_object('key', person_key)
FROM stage_affiliations a
WHERE NOT a.is_deleted
  AND NOT EXISTS (SELECT FROM stage_persons p WHERE p.key = a.person_key)
ORDER BY file, row LIMIT 1000;
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'note', 'school_not_switched_on', min(a.file), 0, '',
       jsonb_build_object('school', name, 'count', count(*))
FROM stage_affiliations a JOIN map_school m ON m.key = a.school_key
WHERE NOT a.is_deleted AND a.role = 'student' AND NOT m.takes_pupils
GROUP BY name ORDER BY name;
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'note', 'roles_have_ended', file, 0, '', jsonb_build_object(
         'count', count(*), 'last', to_char(max(ends_on) - 1, 'DD.MM.YYYY'),
         'day', to_char(%(today)s::date, 'DD.MM.YYYY'))
FROM stage_affiliations
WHERE NOT is_deleted AND ends_on <= %(today)s
GROUP BY file ORDER BY file;
-- Whose row was refused keeps what is known.
INSERT INTO stage_affiliations
SELECT '', 0, false, person.source_key, map.key, known.role,
       person.home_school_id = known.school_id, NULL, NULL
FROM people_affiliation known
JOIN people_person person
  ON person.id = known.person_id AND person.source_id = %(source)s
JOIN map_school map ON map.school_id = known.school_id AND map.is_itself
WHERE known.source_id = %(source)s AND known.ended_at IS NULL
  AND person.source_key IN (
    SELECT person_key FROM stage_affiliations a
    WHERE NOT a.is_deleted
      AND NOT EXISTS (SELECT FROM map_school m WHERE m.key = a.school_key))
"""
GROUPS = """
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused',
       CASE WHEN NOT EXISTS (SELECT FROM map_school m WHERE m.key = g.school_key)
            THEN 'unknown_school' ELSE 'group_without_session' END,
       file, row, '',
       jsonb_build_object(
         'key', CASE WHEN NOT EXISTS (
                  SELECT FROM map_school m WHERE m.key = g.school_key)
                THEN g.school_key ELSE g.session_key END,
         'group', g.name)
FROM stage_groups g
WHERE NOT g.is_deleted AND NOT EXISTS (SELECT FROM want_group w WHERE w.key = g.key)
ORDER BY file, row LIMIT 1000
"""
# Rows whose group or person is not wanted are lost. That is as it should be where the
# row of either stands in the files and was left out for a reason of its own.
MEMBERSHIPS = """
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused', 'unknown_group', file, row, '',
       jsonb_build_object('key', group_key)
FROM membership_diff l
WHERE NOT l.is_found AND l.file <> ''
  AND NOT EXISTS (SELECT FROM stage_groups g WHERE g.key = l.group_key)
ORDER BY file, row LIMIT 1000;
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'refused', 'unknown_person', file, row, '',
       jsonb_build_object('key', person_key)
FROM membership_diff l
WHERE NOT l.is_found AND l.file <> ''
  AND NOT EXISTS (SELECT FROM stage_persons p WHERE p.key = l.person_key)
  AND NOT EXISTS (SELECT FROM settled WHERE settled.key = l.person_key)
ORDER BY file, row LIMIT 1000
"""
