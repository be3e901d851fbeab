from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_handouts")]

    operations = [
        migrations.AddField(
            model_name="handout",
            name="class_year",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
