import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0003_faults'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('media_type', models.CharField(choices=[('image/png', 'picture'), ('image/jpeg', 'photo'), ('image/webp', 'picture (WebP)'), ('application/pdf', 'PDF'), ('text/plain', 'text')], max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='support.message')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('media_type__in', ['image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/plain'])), name='attachment_is_of_a_known_kind'),
                    models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('size__gt', 0)), name='attachment_is_not_empty'),
                ],
            },
        ),
    ]
