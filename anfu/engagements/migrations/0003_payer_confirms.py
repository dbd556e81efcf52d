from django.db import migrations, models
from django.db.models import Q

SIDES = [("enterprise", "企业"), ("provider", "服务机构"), ("payer", "付款方")]


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_contracts")]
    operations = [
        migrations.RemoveConstraint(model_name="confirmation", name="confirmation_side_known"),
        migrations.AlterField(
            model_name="confirmation",
            name="side",
            field=models.CharField("哪一方", max_length=10, choices=SIDES),
        ),
        migrations.AlterField(
            model_name="contractversion",
            name="proposed_side",
            field=models.CharField("提出方", max_length=10, choices=SIDES, blank=True),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=Q(side__in=["enterprise", "provider", "payer"]), name="confirmation_side_known"
            ),
        ),
    ]
