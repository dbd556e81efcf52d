from django.db import migrations

from anfu.registry import search_tables


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_facets'),
    ]

    operations = [
        migrations.RunPython(search_tables.create, search_tables.drop),
    ]
