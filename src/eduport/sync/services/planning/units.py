"""Planning step 4: what happens at each school, in numbers."""

UNITS = """
INSERT INTO sync_schoolplan
  (run_id, unit, name, people, joins, leaves, moves, renames, group_changes,
   membership_changes, decision, decided_by, error)
WITH counted AS (
  SELECT unit,
         count(*) FILTER (
           WHERE entity = 'person' AND op IN ('create', 'reopen')) AS joins,
         count(*) FILTER (WHERE entity = 'person' AND op = 'update') AS renames,
         count(*) FILTER (WHERE entity = 'group') AS group_changes,
         count(*) FILTER (WHERE entity = 'membership') AS membership_changes
  FROM sync_change WHERE run_id = %(run)s GROUP BY unit
), moved AS (
  SELECT unit, count(*) AS moves FROM (
    SELECT unit FROM sync_change
    WHERE run_id = %(run)s AND entity = 'person' AND op = 'move'
    UNION ALL
    SELECT unit2 FROM sync_change
    WHERE run_id = %(run)s AND entity = 'person' AND op = 'move' AND unit2 IS NOT NULL
  ) both_ends GROUP BY unit
), left_ AS (
  SELECT school_id AS unit, count(DISTINCT person_id) AS leaves FROM leaver GROUP BY 1
), here AS (
  SELECT school_id AS unit, count(DISTINCT person_id) AS people
  FROM people_affiliation WHERE source_id = %(source)s AND ended_at IS NULL GROUP BY 1
), units AS (
  SELECT unit FROM counted UNION SELECT unit FROM moved UNION SELECT unit FROM left_
  UNION SELECT unit2 FROM sync_change WHERE run_id = %(run)s AND unit2 IS NOT NULL
)
SELECT %(run)s, units.unit, coalesce(school.name, map.name, ''),
       coalesce(people, 0), coalesce(joins, 0), coalesce(leaves, 0), coalesce(moves, 0),
       coalesce(renames, 0), coalesce(group_changes, 0),
       coalesce(membership_changes, 0),
       '', '', ''
FROM units
LEFT JOIN counted USING (unit) LEFT JOIN moved USING (unit) LEFT JOIN left_ USING (unit)
LEFT JOIN here USING (unit)
LEFT JOIN people_school school ON school.id = units.unit
LEFT JOIN map_school map ON map.school_id = units.unit AND map.is_itself
ORDER BY units.unit
"""
REMOVED = """
WITH removed AS (
  SELECT unit, count(*) AS removed FROM sync_change
  WHERE run_id = %(run)s AND entity = 'membership' AND op = 'delete' GROUP BY unit
)
SELECT unit, removed, (
  SELECT count(*) FROM people_membership membership
  JOIN own_group own ON own.id = membership.group_id
  WHERE own.school_id = unit AND membership.source_id = %(source)s)
FROM removed JOIN sync_schoolplan school USING (unit)
-- So few cannot be most of them: everybody is in more groups than that.
WHERE school.run_id = %(run)s AND removed * 4 > school.people
"""
FEED = """
SELECT (SELECT count(*) FROM sync_change
        WHERE run_id = %(run)s AND entity = 'person' AND op = 'release'),
       (SELECT count(*) FROM people_person
        WHERE source_id = %(source)s AND deletion_released_at IS NULL)
"""
TOTALS = """
SELECT entity || '.' || op, count(*) FROM sync_change WHERE run_id = %(run)s GROUP BY 1
"""
