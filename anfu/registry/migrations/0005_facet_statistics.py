from django.db import migrations

from anfu.registry import facet_statistics


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_duplicates'),
    ]

    operations = [
        migrations.RunPython(facet_statistics.create, facet_statistics.drop),
    ]
