import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0007_messages'),
        ('people', '__first__'),
        ('registry', '0006_record_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=120, unique=True, verbose_name='事项')),
                ('office', models.CharField(max_length=200, verbose_name='组织单位')),
                ('made_at', models.DateTimeField(verbose_name='准备时间')),
                ('levels', models.JSONField(default=list, verbose_name='级别')),
                ('groups', models.JSONField(default=list, verbose_name='席位')),
                ('alternates', models.PositiveSmallIntegerField(verbose_name='每组候补')),
                ('parties', models.JSONField(default=list, verbose_name='要回避的单位')),
                ('public_name', models.CharField(max_length=60, verbose_name='公共数字')),
                ('public_issue', models.CharField(max_length=60, verbose_name='期号')),
                ('public_value', models.CharField(blank=True, max_length=120, verbose_name='公共数字的值')),
                ('state', models.CharField(choices=[('prepared', '准备中'), ('committed', '名单已冻结'), ('drawn', '已抽取'), ('closed', '已公布'), ('cancelled', '已取消')], default='prepared', max_length=9, verbose_name='状态')),
                ('commit', models.JSONField(null=True, verbose_name='冻结内容')),
                ('commit_hash', models.CharField(blank=True, max_length=64, verbose_name='冻结校验码')),
                ('committed_at', models.DateTimeField(null=True, verbose_name='冻结时间')),
                ('reveal_until', models.DateTimeField(null=True, verbose_name='口令公布到')),
                ('sources', models.JSONField(null=True, verbose_name='随机来源')),
                ('seed', models.CharField(blank=True, max_length=64, verbose_name='种子')),
                ('drawn_at', models.DateTimeField(null=True, verbose_name='抽取时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='公布时间')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='取消时间')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='取消理由')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='记录校验码')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['prepared', 'committed', 'drawn', 'closed', 'cancelled'])), name='draw_state_known'), models.CheckConstraint(condition=models.Q(('drawn_at', None), models.Q(('committed_at__isnull', False), models.Q(('commit_hash', ''), _negated=True)), _connector='OR'), name='draw_committed_before_drawn'), models.CheckConstraint(condition=models.Q(models.Q(('drawn_at', None), ('seed', '')), models.Q(('drawn_at__isnull', False), models.Q(('seed', ''), _negated=True)), _connector='OR'), name='draw_seed_comes_with_drawing'), models.CheckConstraint(condition=models.Q(('cancelled_at', None), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='draw_cancelled_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='手机')),
                ('identity_digest', models.CharField(blank=True, max_length=60, verbose_name='身份证号校验值')),
                ('identity_masked', models.CharField(blank=True, max_length=18, verbose_name='身份证号')),
                ('level', models.CharField(choices=[('province', '省级'), ('city', '市级'), ('county', '县级')], max_length=8, verbose_name='级别')),
                ('division', models.CharField(blank=True, max_length=6, verbose_name='县级库')),
                ('region', models.CharField(max_length=6, verbose_name='所在地区')),
                ('divisions', models.JSONField(default=list, verbose_name='服务地区')),
                ('industries', models.JSONField(default=list, verbose_name='行业门类')),
                ('specialities', models.JSONField(default=list, verbose_name='专业')),
                ('title', models.CharField(max_length=80, verbose_name='职称或职业资格')),
                ('employer_name', models.CharField(max_length=200, verbose_name='工作单位')),
                ('record', models.CharField(max_length=500, verbose_name='专业经历')),
                ('state', models.CharField(choices=[('submitted', '待审核'), ('returned', '已退回'), ('listed', '在库'), ('suspended', '暂停'), ('removed', '已出库')], default='submitted', max_length=9, verbose_name='状态')),
                ('valid_from', models.DateField(null=True, verbose_name='聘期自')),
                ('valid_to', models.DateField(null=True, verbose_name='聘期至')),
                ('barred_until', models.DateField(null=True, verbose_name='暂停或禁入至')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('away_from', models.DateField(null=True, verbose_name='请假自')),
                ('away_to', models.DateField(null=True, verbose_name='请假至')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='办理时间')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'level', 'division'], name='expert_pool')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['province', 'city', 'county'])), name='expert_level_known'), models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'returned', 'listed', 'suspended', 'removed'])), name='expert_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'county'), models.Q(('division', ''), _negated=True)), models.Q(models.Q(('level', 'county'), _negated=True), ('division', '')), _connector='OR'), name='expert_county_names_its_place'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'suspended']), _negated=True), models.Q(('valid_from__isnull', False), ('valid_to__gt', models.F('valid_from'))), _connector='OR'), name='expert_listed_has_a_term'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), _negated=True), ('barred_until__isnull', False), _connector='OR'), name='expert_suspended_has_an_end'), models.CheckConstraint(condition=models.Q(models.Q(('away_from', None), ('away_to', None)), ('away_to__gt', models.F('away_from')), _connector='OR'), name='expert_away_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='expert_decided_by_another'), models.UniqueConstraint(condition=models.Q(('identity_digest', ''), _negated=True), fields=('identity_digest',), name='expert_person_once')],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('employment', '任职'), ('shareholding', '持股'), ('kinship', '亲属在该单位任职或持股')], max_length=12, verbose_name='关系')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_to', models.DateField(null=True, verbose_name='至')),
                ('declared_at', models.DateTimeField(verbose_name='申报时间')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.organisation')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='experts.expert')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['employment', 'shareholding', 'kinship'])), name='declaration_kind_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='declaration_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('expert', 'kind', 'organisation', 'valid_from'), name='declaration_once')],
            },
        ),
        migrations.CreateModel(
            name='Supervisor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200, verbose_name='单位')),
                ('nonce_hash', models.CharField(blank=True, max_length=64, verbose_name='口令校验码')),
                ('handed_at', models.DateTimeField(null=True, verbose_name='交口令时间')),
                ('nonce', models.CharField(blank=True, max_length=200, verbose_name='口令')),
                ('revealed_at', models.DateTimeField(null=True, verbose_name='公布时间')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisors', to='experts.draw')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.party')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draw', 'user'), name='supervisor_person_once'), models.UniqueConstraint(fields=('draw', 'party'), name='supervisor_office_once'), models.UniqueConstraint(fields=('draw', 'office'), name='supervisor_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Talent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('training', '培训'), ('incentive', '表彰奖励')], max_length=9, verbose_name='种类')),
                ('title', models.CharField(max_length=120, verbose_name='内容')),
                ('issuer', models.CharField(max_length=120, verbose_name='举办或授予单位')),
                ('on', models.DateField(verbose_name='日期')),
                ('hours', models.PositiveSmallIntegerField(null=True, verbose_name='学时')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talents', to='experts.expert')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['training', 'incentive'])), name='talent_kind_known'), models.CheckConstraint(condition=models.Q(('hours', None), ('kind', 'training'), _connector='OR'), name='talent_hours_are_of_trainings'), models.UniqueConstraint(fields=('expert', 'kind', 'title', 'on'), name='talent_once')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invited', '邀请'), ('drawn', '抽取')], max_length=7, verbose_name='方式')),
                ('purpose', models.CharField(max_length=200, verbose_name='事项')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='地点')),
                ('serves_on', models.DateField(null=True, verbose_name='服务日期')),
                ('office', models.CharField(max_length=200, verbose_name='邀请单位')),
                ('asked_at', models.DateTimeField(verbose_name='邀请时间')),
                ('answer_by', models.DateField(verbose_name='答复期限')),
                ('state', models.CharField(choices=[('asked', '待答复'), ('accepted', '已接受'), ('declined', '不能参加'), ('lapsed', '逾期未答复'), ('cancelled', '已取消')], default='asked', max_length=9, verbose_name='状态')),
                ('reason', models.CharField(blank=True, choices=[('conflict', '需要回避'), ('busy', '时间冲突'), ('field', '专业不对口'), ('other', '其他原因')], max_length=8, verbose_name='原因')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='experts.expert')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'asked')), fields=['answer_by'], name='use_open'), models.Index(fields=['expert', 'state'], name='use_of_expert')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['invited', 'drawn'])), name='use_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'accepted', 'declined', 'lapsed', 'cancelled'])), name='use_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='use_answered_at_some_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'declined'), _negated=True), ('reason', '')), _connector='OR'), name='use_refused_with_a_reason'), models.UniqueConstraint(condition=models.Q(('kind', 'invited'), ('state', 'asked')), fields=('expert', 'asked_by', 'purpose'), name='use_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(verbose_name='分数')),
                ('words', models.CharField(max_length=300, verbose_name='评语')),
                ('office', models.CharField(max_length=200, verbose_name='评价单位')),
                ('at', models.DateTimeField(verbose_name='评价时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('use', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='evaluation', to='experts.use')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='evaluation_one_to_five'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='evaluation_has_words')],
            },
        ),
        migrations.CreateModel(
            name='DrawLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.CharField(max_length=64, verbose_name='盐')),
                ('hash', models.CharField(max_length=64, verbose_name='抽签码')),
                ('excluded', models.CharField(blank=True, max_length=12, verbose_name='排除原因')),
                ('group', models.CharField(blank=True, max_length=20, verbose_name='席位组')),
                ('place', models.PositiveSmallIntegerField(null=True, verbose_name='次序')),
                ('is_seat', models.BooleanField(default=False, verbose_name='席位')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='experts.draw')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='experts.expert')),
                ('use', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='experts.use')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draw', 'expert'), name='line_expert_once'), models.UniqueConstraint(fields=('draw', 'hash'), name='line_hash_once'), models.UniqueConstraint(condition=models.Q(('place', None), _negated=True), fields=('draw', 'group', 'place'), name='line_place_once'), models.CheckConstraint(condition=models.Q(('excluded', ''), ('place', None), _connector='OR'), name='line_excluded_is_never_drawn'), models.CheckConstraint(condition=models.Q(('excluded', ''), ('excluded__in', ['employment', 'shareholding', 'kinship', 'unavailable', 'unreachable']), _connector='OR'), name='line_excluded_for_a_known_reason')],
            },
        ),
    ]
