"""Planning step 3: groups and memberships.

Groups of a school year that the source no longer delivers are left alone: they keep
their members. Only what is permanent or belongs to a delivered session can end.
"""

WANTED_GROUPS = """
CREATE TEMP TABLE want_group ON COMMIT DROP AS
WITH year AS (
  -- A class without a session belongs to the school year that is delivered last.
  SELECT session_id FROM map_session WHERE kind = 'school_year'
  ORDER BY starts_on DESC LIMIT 1
), numbered AS (
  SELECT in_order.*, coalesce(
           in_order.known_id, nextval(pg_get_serial_sequence('people_group', 'id')))
           AS group_id
  FROM (
    SELECT stage.*, grp.id AS known_id, grp.ended_at IS NOT NULL AS was_ended
    FROM stage_groups stage
    LEFT JOIN people_group grp
      ON grp.source_id = %(source)s AND grp.source_key = stage.key
    WHERE NOT stage.is_deleted ORDER BY stage.file, stage.row
  ) in_order
)
SELECT g.file, g.row, g.key, g.kind, g.name, g.group_id, g.known_id, g.was_ended,
       school.school_id,
       coalesce(session.session_id,
                CASE WHEN g.kind IN ('class', 'course') THEN year.session_id END)
         AS session_id
FROM numbered g
JOIN map_school school ON school.key = g.school_key
LEFT JOIN map_session session ON session.key = g.session_key
LEFT JOIN year ON true
WHERE (session.session_id IS NOT NULL OR g.session_key = '')
  AND (g.kind NOT IN ('class', 'course')
       OR coalesce(session.session_id, year.session_id) IS NOT NULL);
ANALYZE want_group;

-- The source's groups that this run may touch.
CREATE TEMP TABLE own_group ON COMMIT DROP AS
SELECT grp.id, grp.school_id, grp.ended_at
FROM people_group grp
WHERE grp.source_id = %(source)s AND grp.source_key IS NOT NULL
  AND (grp.session_id IS NULL
       OR grp.session_id IN (SELECT session_id FROM map_session)
       OR grp.id IN (SELECT known_id FROM want_group))
  -- A group whose row was refused is not gone.
  AND NOT EXISTS (
    SELECT FROM stage_groups refused
    WHERE refused.key = grp.source_key AND NOT refused.is_deleted
      AND NOT EXISTS (SELECT FROM want_group w WHERE w.key = refused.key));
ANALYZE own_group
"""
GROUP_CHANGES = """
INSERT INTO sync_change (run_id, unit, entity, op, subject_id, after, file, row)
SELECT %(run)s, school_id, 'group', 'create', group_id,
       jsonb_build_object('source_key', key, 'school_id', school_id, 'kind', kind,
                          'name', name, 'session_id', session_id),
       file, row
FROM want_group WHERE known_id IS NULL ORDER BY school_id, group_id;

INSERT INTO sync_change (run_id, unit, entity, op, subject_id, before, after, file, row)
SELECT %(run)s, want.school_id, 'group', 'update', group_id,
       jsonb_build_object('school_id', old.school_id, 'kind', old.kind,
                          'name', old.name, 'session_id', old.session_id),
       jsonb_build_object('school_id', want.school_id, 'kind', want.kind,
                          'name', want.name, 'session_id', want.session_id),
       file, row
FROM want_group want JOIN people_group old ON old.id = want.known_id
WHERE (old.school_id, old.kind, old.name, old.session_id)
      IS DISTINCT FROM (want.school_id, want.kind, want.name, want.session_id);

INSERT INTO sync_change (run_id, unit, entity, op, subject_id, file, row)
SELECT %(run)s, school_id, 'group', 'reopen', group_id, file, row
FROM want_group WHERE was_ended;

INSERT INTO sync_change (run_id, unit, entity, op, subject_id, file, row)
SELECT %(run)s, own.school_id, 'group', 'end', own.id, '', 0
FROM own_group own
WHERE own.ended_at IS NULL
  AND NOT EXISTS (SELECT FROM want_group want WHERE want.known_id = own.id)
"""
# What is compared with the staged rows: everything, or if the reader has left out what
# is unchanged, all that may have to change.
KNOWN_ALL = """
CREATE TEMP TABLE known_membership ON COMMIT DROP AS
SELECT membership.group_id, membership.person_id, membership.role, own.school_id
FROM people_membership membership JOIN own_group own ON own.id = membership.group_id
WHERE membership.source_id = %(source)s
"""
LOST = """
-- The row of a membership may stand in the file, but the group or the person is not
-- wanted.
CREATE TEMP TABLE lost_group ON COMMIT DROP AS
SELECT own.id FROM own_group own
WHERE NOT EXISTS (SELECT FROM want_group want WHERE want.known_id = own.id);
ANALYZE lost_group;
CREATE TEMP TABLE lost_person ON COMMIT DROP AS
SELECT unsettled.person_id AS id FROM unsettled
WHERE NOT EXISTS (
  SELECT FROM want_person want WHERE want.known_id = unsettled.person_id);
ANALYZE lost_person
"""
JOINING = """
-- Those nothing else happens to, but of whom a row is staged.
INSERT INTO want_person
  (file, row, key, home_id, known_id, old_home_id, was_released, is_new, has_new_names,
   person_id)
SELECT '', 0, key, home_id, person_id, home_id, false, false, false, person_id
FROM settled WHERE key IN (SELECT person_key FROM stage_memberships);
ANALYZE want_person
"""
KNOWN_TO_CHANGE = """
-- Of whom a row is staged, the rows that were left out count as well: somebody may be
-- named as a member and as a leader.
ANALYZE stage_memberships, stage_gone;
INSERT INTO stage_memberships
SELECT '', 0, false, stage.group_key, stage.person_key, known.role
FROM stage_memberships stage
JOIN want_group grp ON grp.key = stage.group_key
JOIN want_person person ON person.key = stage.person_key
JOIN people_membership known
  ON known.source_id = %(source)s AND known.group_id = grp.group_id
 AND known.person_id = person.person_id
WHERE NOT EXISTS (
  SELECT FROM stage_gone gone
  WHERE gone.group_key = stage.group_key AND gone.person_key = stage.person_key
    AND gone.role = known.role);

CREATE TEMP TABLE candidate ON COMMIT DROP AS
SELECT grp.id AS group_id, person.id AS person_id
FROM stage_gone gone
JOIN people_group grp ON grp.source_id = %(source)s AND grp.source_key = gone.group_key
JOIN people_person person
  ON person.source_id = %(source)s AND person.source_key = gone.person_key
UNION
SELECT membership.group_id, membership.person_id
FROM lost_group JOIN people_membership membership ON membership.group_id = lost_group.id
UNION
SELECT membership.group_id, membership.person_id
FROM lost_person
JOIN people_membership membership ON membership.person_id = lost_person.id
UNION
-- What was not told cannot be missed by the reader.
SELECT group_id, person_id FROM not_told
UNION
-- Staged rows are new, in another role, or twice in the file.
SELECT grp.group_id, person.person_id
FROM stage_memberships stage
JOIN want_group grp ON grp.key = stage.group_key
JOIN want_person person ON person.key = stage.person_key;
ANALYZE candidate;

CREATE TEMP TABLE known_membership ON COMMIT DROP AS
SELECT membership.group_id, membership.person_id, membership.role, own.school_id
FROM candidate
JOIN people_membership membership
  ON membership.group_id = candidate.group_id
 AND membership.person_id = candidate.person_id AND membership.source_id = %(source)s
JOIN own_group own ON own.id = membership.group_id
"""
# Both keys are looked up in one pass, and what is known exactly falls out. What is left
# is new, gone, of another role, twice in the file, or lost.
MEMBERSHIP_DIFF = """
CREATE TEMP TABLE membership_diff ON COMMIT DROP AS
SELECT grp.key IS NOT NULL AND person.key IS NOT NULL AS is_found,
       stage.group_key, stage.person_key, stage.file, stage.row, stage.role,
       grp.group_id, grp.school_id, person.person_id,
       -- Who is new, or moves, must have arrived.
       CASE WHEN person.is_new THEN nullif(person.home_id, grp.school_id)
            WHEN person.old_home_id <> person.home_id
              THEN nullif(person.old_home_id, grp.school_id) END AS unit2,
       known.group_id AS known_group_id, known.person_id AS known_person_id,
       known.role AS known_role, known.school_id AS known_school_id
FROM (SELECT * FROM stage_memberships WHERE NOT is_deleted) stage
LEFT JOIN want_group grp ON grp.key = stage.group_key
LEFT JOIN want_person person ON person.key = stage.person_key
FULL JOIN known_membership known
  ON known.group_id = grp.group_id AND known.person_id = person.person_id
 AND known.role = stage.role
WHERE known.role IS NULL OR stage.role IS NULL;
ANALYZE membership_diff;

-- Rows that are left because the file says the same person twice, in another role: who
-- leads a group as well leads it ('leader' sorts before 'member').
DELETE FROM membership_diff extra USING people_membership known
WHERE extra.is_found AND extra.role = 'member' AND known.role = 'leader'
  AND known.source_id = %(source)s AND known.group_id = extra.group_id
  AND known.person_id = extra.person_id
  AND NOT EXISTS (
    SELECT FROM membership_diff gone
    WHERE gone.known_group_id = extra.group_id
      AND gone.known_person_id = extra.person_id);
INSERT INTO membership_diff
  (is_found, known_group_id, known_person_id, known_role, known_school_id)
SELECT false, known.group_id, known.person_id, known.role, extra.school_id
FROM membership_diff extra JOIN people_membership known
  ON known.source_id = %(source)s AND known.group_id = extra.group_id
 AND known.person_id = extra.person_id
WHERE extra.is_found AND extra.role = 'leader' AND known.role = 'member'
  AND NOT EXISTS (
    SELECT FROM membership_diff gone
    WHERE gone.known_group_id = extra.group_id
      AND gone.known_person_id = extra.person_id)
"""
MEMBERSHIPS = """
INSERT INTO sync_change
  (run_id, unit, unit2, entity, op, subject_id, object_id, role, before, file, row)
SELECT %(run)s, coalesce(want.school_id, gone.school_id),
       CASE WHEN want.group_id IS NOT NULL THEN want.unit2
            -- Who moves leaves the groups of the old school together with it.
            WHEN gone.school_id = mover.old_home_id THEN mover.home_id END,
       'membership',
       CASE WHEN gone.role IS NULL THEN 'create'
            WHEN want.role IS NULL THEN 'delete' ELSE 'update' END,
       coalesce(want.person_id, gone.person_id), coalesce(want.group_id, gone.group_id),
       coalesce(want.role, gone.role),
       CASE WHEN gone.role <> want.role THEN jsonb_build_object('role', gone.role) END,
       coalesce(want.file, ''), coalesce(want.row, 0)
FROM (
  SELECT group_id, person_id, min(role) AS role, min(file) AS file, min(row) AS row,
         min(school_id) AS school_id, min(unit2) AS unit2
  FROM membership_diff WHERE is_found GROUP BY group_id, person_id
) want
FULL JOIN (
  SELECT known_group_id AS group_id, known_person_id AS person_id, known_role AS role,
         known_school_id AS school_id
  FROM membership_diff WHERE known_group_id IS NOT NULL
) gone ON gone.group_id = want.group_id AND gone.person_id = want.person_id
LEFT JOIN want_person mover
  ON mover.known_id = gone.person_id AND mover.old_home_id <> mover.home_id
 AND NOT mover.was_released
ORDER BY 2
"""
