import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0011_retention'),
        ('people', '__first__'),
        ('providers', '0002_certificate_checks'),
        ('registry', '0007_address_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('address', models.CharField(max_length=200, verbose_name='地址')),
                ('division', models.CharField(max_length=6, verbose_name='所在地区')),
                ('serves', models.JSONField(default=list, verbose_name='服务地区')),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='经度')),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='纬度')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='providers.provider')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('provider', 'name'), name='branch_once')],
            },
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='设备')),
                ('model', models.CharField(blank=True, max_length=60, verbose_name='型号')),
                ('serial', models.CharField(max_length=60, verbose_name='编号')),
                ('calibrated_on', models.DateField(null=True, verbose_name='检定校准日期')),
                ('calibrated_to', models.DateField(null=True, verbose_name='检定校准有效期至')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='providers.provider')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('provider', 'serial'), name='equipment_once')],
            },
        ),
        migrations.CreateModel(
            name='InternalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('duty', '岗位责任'), ('quality', '服务质量控制'), ('staff', '人员管理和培训'), ('contract', '合同和收费'), ('equipment', '仪器设备'), ('archive', '服务档案'), ('secrecy', '保密和回避'), ('complaint', '投诉处理')], max_length=9, verbose_name='制度')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('filed_on', models.DateField(verbose_name='备案日期')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='internal_rules', to='providers.provider')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['duty', 'quality', 'staff', 'contract', 'equipment', 'archive', 'secrecy', 'complaint'])), name='internal_rule_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000, verbose_name='异议')),
                ('made_at', models.DateTimeField(verbose_name='提出时间')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='答复')),
                ('upheld', models.BooleanField(null=True, verbose_name='成立')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='providers.provider')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('upheld', None)), models.Q(('answered_at__isnull', False), ('upheld__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='objection_answered_whole'), models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('provider', 'made_by'), name='objection_once_open')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('entrust', '安全托管'), ('consult', '安全咨询'), ('assess', '安全评价'), ('inspect_test', '检测检验'), ('train', '教育培训'), ('occ_health', '职业卫生'), ('hazard_inspection', '隐患排查'), ('risk_assessment', '风险评估')], max_length=17, verbose_name='服务')),
                ('item', models.CharField(max_length=100, verbose_name='项目')),
                ('unit', models.CharField(max_length=20, verbose_name='计价单位')),
                ('price_fen', models.BigIntegerField(verbose_name='价格')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_to', models.DateField(null=True, verbose_name='至')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='providers.provider')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('price_fen__gte', 0)), name='price_not_negative'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='price_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('provider', 'kind', 'item'), name='price_one_in_force')],
            },
        ),
        migrations.AddField(
            model_name='provider',
            name='accepted_on',
            field=models.DateField(null=True, verbose_name='备案日期'),
        ),
        migrations.AddField(
            model_name='provider',
            name='contact_name',
            field=models.CharField(blank=True, max_length=40, verbose_name='联系人'),
        ),
        migrations.AddField(
            model_name='provider',
            name='contact_phone',
            field=models.CharField(blank=True, max_length=40, verbose_name='联系人手机'),
        ),
        migrations.AddField(
            model_name='provider',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='provider',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='provider',
            name='note',
            field=models.CharField(blank=True, max_length=500, verbose_name='审核意见'),
        ),
        migrations.AddField(
            model_name='provider',
            name='publicity_until',
            field=models.DateField(null=True, verbose_name='公示最后一天'),
        ),
        migrations.AddField(
            model_name='provider',
            name='registrant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='provider',
            name='submitted_at',
            field=models.DateTimeField(null=True, verbose_name='提交时间'),
        ),
        migrations.AddField(
            model_name='provider',
            name='website',
            field=models.CharField(blank=True, max_length=200, verbose_name='网站'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'publicity'), _negated=True), ('publicity_until__isnull', False), _connector='OR'), name='provider_publicity_has_its_end'),
        ),
        migrations.AddConstraint(
            model_name='provider',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), ('registrant', None), models.Q(('decided_by', models.F('registrant')), _negated=True), _connector='OR'), name='provider_decided_by_another'),
        ),
    ]
