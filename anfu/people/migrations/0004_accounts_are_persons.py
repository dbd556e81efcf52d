from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_from_accounts")]
    operations = [
        migrations.RemoveConstraint(
            model_name='user',
            name='user_role_known',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_territory_fits_role',
        ),
        migrations.RemoveField(
            model_name='user',
            name='division',
        ),
        migrations.RemoveField(
            model_name='user',
            name='office',
        ),
        migrations.RemoveField(
            model_name='user',
            name='role',
        ),
        migrations.RemoveField(
            model_name='user',
            name='town',
        ),
    ]
