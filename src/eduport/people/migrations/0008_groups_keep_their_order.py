"""No group ends up in itself, and no address of a group changes its owner or its span."""

from django.db import migrations

# One at a time: whoever waits for the lock sees what the one before has committed.
CREATE = """
CREATE FUNCTION eduport_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7358002);
  IF NEW.parent_id = NEW.child_id OR EXISTS (
    WITH RECURSIVE part (id) AS (
      SELECT child_id FROM people_groupnesting WHERE parent_id = NEW.child_id
      UNION
      SELECT nesting.child_id FROM part
      JOIN people_groupnesting nesting ON nesting.parent_id = part.id)
    SELECT FROM part WHERE id = NEW.parent_id)
  THEN
    RAISE EXCEPTION 'a group would contain itself'
      USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'nesting_without_cycles';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nesting_without_cycles
  BEFORE INSERT OR UPDATE ON people_groupnesting
  FOR EACH ROW EXECUTE FUNCTION eduport_refuse_cycle();

CREATE FUNCTION eduport_refuse_other_span() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7358003);
  IF EXISTS (
    SELECT FROM people_groupaddress other
    WHERE other.domain = NEW.domain AND other.name = NEW.name
      AND (other.starting_year IS NULL) <> (NEW.starting_year IS NULL))
  THEN
    RAISE EXCEPTION '%@% is given for another span of time', NEW.name, NEW.domain
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'group_address_keeps_its_span';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER group_address_keeps_its_span BEFORE INSERT ON people_groupaddress
  FOR EACH ROW EXECUTE FUNCTION eduport_refuse_other_span();
CREATE TRIGGER group_address_never_changes
  BEFORE UPDATE OF name, domain, starting_year, group_id ON people_groupaddress
  FOR EACH ROW WHEN (
    (OLD.name, OLD.domain, OLD.starting_year)
      IS DISTINCT FROM (NEW.name, NEW.domain, NEW.starting_year)
    OR NEW.group_id IS NOT NULL AND NEW.group_id IS DISTINCT FROM OLD.group_id
  )
  EXECUTE FUNCTION eduport_refuse_change('address');
CREATE TRIGGER group_address_is_never_deleted BEFORE DELETE ON people_groupaddress
  FOR EACH ROW EXECUTE FUNCTION eduport_refuse_change('row');
"""
DROP = """
DROP TRIGGER group_address_is_never_deleted ON people_groupaddress;
DROP TRIGGER group_address_never_changes ON people_groupaddress;
DROP TRIGGER group_address_keeps_its_span ON people_groupaddress;
DROP FUNCTION eduport_refuse_other_span();
DROP TRIGGER nesting_without_cycles ON people_groupnesting;
DROP FUNCTION eduport_refuse_cycle();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_groups_through_the_years")]
    operations = [migrations.RunSQL(CREATE, DROP)]
