"""A log cannot be emptied at one stroke either: TRUNCATE asks no trigger of rows."""

from django.db import migrations

# No door as for the retention, which deletes row by row and never empties a log.
CREATE = """
CREATE FUNCTION eduport_log_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER logentry_not_emptied BEFORE TRUNCATE ON audit_logentry
  FOR EACH STATEMENT EXECUTE FUNCTION eduport_log_is_not_emptied();
CREATE TRIGGER securityevent_not_emptied BEFORE TRUNCATE ON audit_securityevent
  FOR EACH STATEMENT EXECUTE FUNCTION eduport_log_is_not_emptied();
"""
DROP = """
DROP TRIGGER logentry_not_emptied ON audit_logentry;
DROP TRIGGER securityevent_not_emptied ON audit_securityevent;
DROP FUNCTION eduport_log_is_not_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_append_only")]
    operations = [migrations.RunSQL(CREATE, DROP)]
