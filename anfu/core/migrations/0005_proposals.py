

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_schedule'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=64, verbose_name='事项')),
                ('subject', models.CharField(max_length=80, verbose_name='对象')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('href', models.CharField(blank=True, max_length=300, verbose_name='页面')),
                ('division', models.CharField(blank=True, max_length=6, verbose_name='地区')),
                ('arguments', models.JSONField(default=dict, verbose_name='内容')),
                ('changes', models.JSONField(default=list, verbose_name='改动')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('state', models.CharField(choices=[('waiting', '待核准'), ('approved', '已核准'), ('refused', '不同意'), ('withdrawn', '已撤回'), ('expired', '已过期'), ('void', '已作废')], default='waiting', max_length=9, verbose_name='状态')),
                ('proposer_office', models.CharField(blank=True, max_length=60, verbose_name='提出单位')),
                ('other_office', models.BooleanField(default=False, verbose_name='要另一个单位核准')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('expires_on', models.DateField(verbose_name='最迟')),
                ('decider_office', models.CharField(blank=True, max_length=60, verbose_name='核准单位')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['expires_on'], name='proposal_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'approved', 'refused', 'withdrawn', 'expired', 'void'])), name='proposal_state_known'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposer')), _negated=True), _connector='OR'), name='proposal_by_two_people'), models.CheckConstraint(condition=models.Q(('other_office', False), models.Q(('state', 'approved'), _negated=True), models.Q(('decider_office', models.F('proposer_office')), _negated=True), _connector='OR'), name='proposal_by_two_offices'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('state__in', ['approved', 'refused'])), models.Q(('decided_by', None), ('state__in', ['waiting', 'withdrawn', 'expired', 'void'])), _connector='OR'), name='proposal_decided_by_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='proposal_closed_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('kind', 'subject'), name='proposal_waits_once')],
            },
        ),
    ]
