"""What is written in a log stays as it is, whoever is connected to the database."""

from django.db import migrations

# An account is known by its id: its login holds a name.
FORGET_LOGINS = "UPDATE audit_logentry SET actor = '' WHERE actor_id IS NOT NULL"
CREATE = """
CREATE FUNCTION eduport_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.place IS NULL
     AND (OLD.id, OLD.action, OLD.subject, OLD.subject_id, OLD.actor, OLD.at)
       = (NEW.id, NEW.action, NEW.subject, NEW.subject_id, NEW.actor, NEW.at)
     AND OLD.actor_id IS NOT DISTINCT FROM NEW.actor_id THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('eduport.purges_log', true) = 'yes' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER logentry_append_only BEFORE UPDATE OR DELETE ON audit_logentry
  FOR EACH ROW EXECUTE FUNCTION eduport_log_is_append_only();
CREATE TRIGGER securityevent_append_only BEFORE UPDATE OR DELETE ON audit_securityevent
  FOR EACH ROW EXECUTE FUNCTION eduport_log_is_append_only();
"""
DROP = """
DROP TRIGGER logentry_append_only ON audit_logentry;
DROP TRIGGER securityevent_append_only ON audit_securityevent;
DROP FUNCTION eduport_log_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [
        migrations.RunSQL(FORGET_LOGINS, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE, DROP),
    ]
