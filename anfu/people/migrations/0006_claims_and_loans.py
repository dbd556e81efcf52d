import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_proposals'),
        ('people', '0005_todos'),
        ('registry', '0005_facet_statistics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('explanation', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('state', models.CharField(choices=[('waiting', '待核对'), ('approved', '已通过'), ('refused', '未通过'), ('withdrawn', '已撤回')], default='waiting', max_length=9, verbose_name='状态')),
                ('made_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='registry.enterprise')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'approved', 'refused', 'withdrawn'])), name='claim_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('explanation', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='claim_brings_proof'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR'), name='claim_decided_by_another'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('enterprise', 'user'), name='claim_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('selector', models.CharField(max_length=5, unique=True, verbose_name='代码首段')),
                ('secret_hash', models.CharField(max_length=64, verbose_name='校验值')),
                ('role', models.CharField(choices=[('city_admin', '市级管理员'), ('city_officer', '市级监管员'), ('county_officer', '县级监管员'), ('town_officer', '镇街监管员'), ('leader', '领导'), ('auditor', '审计员'), ('department_officer', '主管部门工作人员'), ('finance_officer', '财政工作人员'), ('discipline_officer', '纪检工作人员'), ('enterprise_owner', '企业负责人'), ('enterprise_staff', '企业工作人员'), ('provider_owner', '机构负责人'), ('provider_staff', '机构工作人员'), ('expert', '专家'), ('association_officer', '协会工作人员'), ('insurer_officer', '保险机构工作人员'), ('bank_officer', '银行工作人员'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='角色')),
                ('made_at', models.DateTimeField(verbose_name='开出时间')),
                ('expires_on', models.DateField(verbose_name='最后一天')),
                ('tries_left', models.PositiveSmallIntegerField(default=5, verbose_name='还可试')),
                ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='作废时间')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_under', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.membership')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.party')),
                ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tries_left__lte', 5)), name='invitation_tries_bounded'), models.CheckConstraint(condition=models.Q(models.Q(('used_at', None), ('used_by', None)), models.Q(('used_at__isnull', False), ('used_by__isnull', False)), _connector='OR'), name='invitation_used_by_somebody_at_some_time')],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='lent_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='people.membership'),
        ),
        migrations.AddField(
            model_name='user',
            name='phone',
            field=models.CharField(blank=True, max_length=20, verbose_name='手机'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('lent_from', None), ('valid_to__isnull', False), _connector='OR'), name='membership_loan_has_an_end'),
        ),
    ]
