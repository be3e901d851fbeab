"""What no code may change, whoever writes: uids, and addresses once given."""

from django.db import migrations

CREATE = """
CREATE FUNCTION eduport_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% never changes', TG_TABLE_NAME, TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER person_uid_never_changes BEFORE UPDATE OF uid ON people_person
  FOR EACH ROW WHEN (OLD.uid IS DISTINCT FROM NEW.uid)
  EXECUTE FUNCTION eduport_refuse_change('uid');
CREATE TRIGGER school_uid_never_changes BEFORE UPDATE OF uid ON people_school
  FOR EACH ROW WHEN (OLD.uid IS DISTINCT FROM NEW.uid)
  EXECUTE FUNCTION eduport_refuse_change('uid');
CREATE TRIGGER group_uid_never_changes BEFORE UPDATE OF uid ON people_group
  FOR EACH ROW WHEN (OLD.uid IS DISTINCT FROM NEW.uid)
  EXECUTE FUNCTION eduport_refuse_change('uid');
CREATE TRIGGER address_never_changes
  BEFORE UPDATE OF base, number, domain, person_id ON people_address
  FOR EACH ROW WHEN (
    (OLD.base, OLD.number, OLD.domain) IS DISTINCT FROM (NEW.base, NEW.number, NEW.domain)
    OR NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id
  )
  EXECUTE FUNCTION eduport_refuse_change('address');
CREATE TRIGGER address_is_never_deleted BEFORE DELETE ON people_address
  FOR EACH ROW EXECUTE FUNCTION eduport_refuse_change('row');
"""
DROP = """
DROP TRIGGER person_uid_never_changes ON people_person;
DROP TRIGGER school_uid_never_changes ON people_school;
DROP TRIGGER group_uid_never_changes ON people_group;
DROP TRIGGER address_never_changes ON people_address;
DROP TRIGGER address_is_never_deleted ON people_address;
DROP FUNCTION eduport_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
