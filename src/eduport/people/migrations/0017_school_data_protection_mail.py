"""Schools with a data protection officer of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0016_school_change_undo_asked")]

    operations = [
        migrations.AddField(
            model_name="school",
            name="data_protection_mail",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                help_text="Hears of every reading of the log about a person of the "
                "school, in place of the one of the whole installation.",
                max_length=254,
                verbose_name="mail address of the data protection officer",
            ),
        ),
    ]
