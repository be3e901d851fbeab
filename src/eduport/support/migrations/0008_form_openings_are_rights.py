"""Who may use the online form is a right like the others, given on their page."""

from django.db import migrations


def give_rights(apps, _schema_editor):  # type: ignore[no-untyped-def]
    """What the central team has opened stays open."""
    Grant = apps.get_model("people", "Grant")
    for opening in apps.get_model("support", "FormOpening").objects.all():
        Grant.objects.get_or_create(
            right="report_faults_online",
            school=None,
            role=opening.role,
            group=None,
            defaults={"effect": "allowed", "decided_at": opening.opened_at},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_school_change_undo_asked"),
        ("support", "0007_incoming_mail"),
    ]
    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
        migrations.DeleteModel(name="FormOpening"),
    ]
