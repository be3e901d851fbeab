from django.db import migrations

OLD = "first-logins"
NEW = {
    "slug": "people",
    "title_de": "Personen",
    "title_en": "People",
    "text_de": "Konten, Codes und Briefe Ihrer Schule",
    "text_en": "Accounts, codes and letters of your school",
    "icon": "group",
    "url_name": "administration:people",
}


def lead_to_people(apps, _schema_editor):  # type: ignore[no-untyped-def]
    """The page with codes for those who never signed in became the list of people."""
    apps.get_model("portal", "Tile").objects.filter(slug=OLD).update(**NEW)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_tile_app")]
    operations = [migrations.RunPython(lead_to_people, migrations.RunPython.noop)]
