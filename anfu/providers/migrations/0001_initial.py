import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0011_retention'),
        ('people', '__first__'),
        ('registry', '0007_address_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Professional',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('identity_sealed', models.CharField(max_length=200, verbose_name='身份证号（加密）')),
                ('identity_digest', models.CharField(max_length=50, unique=True, verbose_name='身份证号摘要')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='provider', serialize=False, to='registry.organisation')),
                ('kind', models.CharField(choices=[('consultancy', '安全咨询机构'), ('trainer', '安全培训机构'), ('safety_assessor', '安全评价机构'), ('safety_tester', '检测检验机构'), ('occ_health_provider', '职业卫生技术服务机构'), ('cse_firm', '注册安全工程师事务所'), ('fire_service', '消防技术服务机构'), ('insurer', '保险机构'), ('association', '行业协会（商会）'), ('institute', '高校、科研院所'), ('leading_enterprise', '行业领军企业')], max_length=19, verbose_name='机构类型')),
                ('state', models.CharField(choices=[('draft', '填写中'), ('submitted', '待审核'), ('returned', '已退回'), ('publicity', '公示中'), ('listed', '已列入目录'), ('suspended', '暂停服务'), ('removed', '已移出目录')], default='draft', max_length=9, verbose_name='状态')),
                ('division', models.CharField(blank=True, max_length=6, verbose_name='所在地区')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('business_scope', models.TextField(blank=True, max_length=4000, verbose_name='经营（业务）范围')),
                ('trade', models.CharField(blank=True, max_length=4, verbose_name='本行业代码')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='服务电话')),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'state'], name='provider_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['consultancy', 'trainer', 'safety_assessor', 'safety_tester', 'occ_health_provider', 'cse_firm', 'fire_service', 'insurer', 'association', 'institute', 'leading_enterprise'])), name='provider_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'publicity', 'listed', 'suspended', 'removed'])), name='provider_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credential', models.CharField(choices=[('safety_assessment', '安全评价机构资质证书'), ('safety_testing', '安全生产检测检验机构资质证书'), ('occ_health', '职业卫生技术服务机构资质证书'), ('insurance', '保险许可证'), ('training_filing', '安全培训机构备案'), ('other', '其他证书')], max_length=17, verbose_name='证书种类')),
                ('number', models.CharField(max_length=60, verbose_name='证书编号')),
                ('authority', models.CharField(max_length=100, verbose_name='发证机关')),
                ('lines', models.JSONField(default=list, verbose_name='核准范围')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_to', models.DateField(null=True, verbose_name='至')),
                ('check_state', models.CharField(choices=[('claimed', '待核验'), ('verified', '已核验'), ('refuted', '核验不符')], default='claimed', max_length=8, verbose_name='核验')),
                ('checked_on', models.DateField(null=True, verbose_name='核验日期')),
                ('check_source', models.CharField(blank=True, max_length=200, verbose_name='核验来源')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to='providers.provider')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('credential__in', ['safety_assessment', 'safety_testing', 'occ_health', 'insurance', 'training_filing', 'other'])), name='qualification_credential_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='qualification_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('check_state', 'claimed'), ('checked_on', None)), models.Q(models.Q(('check_state', 'claimed'), _negated=True), ('checked_on__isnull', False), models.Q(('check_source', ''), _negated=True)), _connector='OR'), name='qualification_check_has_source_and_day'), models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('credential', 'number'), name='qualification_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Halt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('suspended', '暂停'), ('revoked', '吊销'), ('withdrawn', '注销')], max_length=9, verbose_name='情形')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_to', models.DateField(null=True, verbose_name='至')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='halts', to='providers.qualification')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['suspended', 'revoked', 'withdrawn'])), name='halt_kind_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), models.Q(('kind', 'suspended'), ('valid_to__gt', models.F('valid_from'))), _connector='OR'), name='halt_only_a_suspension_ends')],
            },
        ),
        migrations.CreateModel(
            name='Spell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('listed', '已列入目录'), ('suspended', '暂停服务'), ('removed', '已移出目录')], max_length=9, verbose_name='状态')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_to', models.DateField(null=True, verbose_name='至')),
                ('term_end', models.DateField(null=True, verbose_name='期满')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('clause', models.CharField(blank=True, max_length=40, verbose_name='条款')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spells', to='providers.provider')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['listed', 'suspended', 'removed'])), name='spell_state_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='spell_does_not_end_before_it_begins'), models.CheckConstraint(condition=models.Q(('state', 'listed'), models.Q(models.Q(('reason', ''), _negated=True), ('term_end__isnull', False)), _connector='OR'), name='spell_sanction_has_reason_and_term'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('provider',), name='spell_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credential', models.CharField(choices=[('cse', '注册安全工程师'), ('assessment_engineer', '安全评价师'), ('trainer', '安全培训教师'), ('occ_technician', '职业卫生专业技术人员'), ('fire_engineer', '注册消防工程师'), ('doctor', '执业医师'), ('senior_engineer', '高级工程师'), ('special_work', '特种作业人员')], max_length=19, verbose_name='证书种类')),
                ('grade', models.CharField(blank=True, max_length=20, verbose_name='级别')),
                ('speciality', models.CharField(blank=True, max_length=40, verbose_name='专业')),
                ('number', models.CharField(max_length=60, verbose_name='证书编号')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_to', models.DateField(null=True, verbose_name='至')),
                ('check_state', models.CharField(choices=[('claimed', '待核验'), ('verified', '已核验'), ('refuted', '核验不符')], default='claimed', max_length=8, verbose_name='核验')),
                ('checked_on', models.DateField(null=True, verbose_name='核验日期')),
                ('check_source', models.CharField(blank=True, max_length=200, verbose_name='核验来源')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('professional', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='providers.professional')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('credential__in', ['cse', 'assessment_engineer', 'trainer', 'occ_technician', 'fire_engineer', 'doctor', 'senior_engineer', 'special_work'])), name='certificate_credential_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='certificate_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('credential', 'number'), name='certificate_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_time', models.BooleanField(default=True, verbose_name='专职')),
                ('position', models.CharField(blank=True, max_length=40, verbose_name='岗位')),
                ('valid_from', models.DateField(verbose_name='入职')),
                ('valid_to', models.DateField(null=True, verbose_name='离职')),
                ('days_a_year', models.PositiveSmallIntegerField(null=True, verbose_name='一年可服务天数')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('intake_id', models.BigIntegerField(null=True, verbose_name='导入批次')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('professional', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='providers.professional')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='providers.provider')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='employment_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('days_a_year', None), ('days_a_year__lte', 366), _connector='OR'), name='employment_days_within_a_year'), models.UniqueConstraint(condition=models.Q(('full_time', True), ('retracted_at', None), ('valid_to', None)), fields=('professional',), name='employment_full_time_once')],
            },
        ),
    ]
