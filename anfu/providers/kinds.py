"""The words of this room: kinds of provider, of service, of licence and of a person's certificate (domain.md g)."""

from django.db import models


class ProviderKind(models.TextChoices):
    """三(一): every kind of institution that the policy names."""

    CONSULTANCY = "consultancy", "安全咨询机构"
    TRAINER = "trainer", "安全培训机构"
    SAFETY_ASSESSOR = "safety_assessor", "安全评价机构"
    SAFETY_TESTER = "safety_tester", "检测检验机构"
    OCC_HEALTH = "occ_health_provider", "职业卫生技术服务机构"
    CSE_FIRM = "cse_firm", "注册安全工程师事务所"
    FIRE_SERVICE = "fire_service", "消防技术服务机构"
    INSURER = "insurer", "保险机构"
    ASSOCIATION = "association", "行业协会（商会）"
    INSTITUTE = "institute", "高校、科研院所"
    LEADING_ENTERPRISE = "leading_enterprise", "行业领军企业"


class ServiceKind(models.TextChoices):
    ENTRUST = "entrust", "安全托管"
    CONSULT = "consult", "安全咨询"
    ASSESS = "assess", "安全评价"
    INSPECT_TEST = "inspect_test", "检测检验"
    TRAIN = "train", "教育培训"
    OCC_HEALTH = "occ_health", "职业卫生"
    HAZARD_INSPECTION = "hazard_inspection", "隐患排查"
    RISK_ASSESSMENT = "risk_assessment", "风险评估"


class Credential(models.TextChoices):
    """What an institution is licensed or filed by."""

    SAFETY_ASSESSMENT = "safety_assessment", "安全评价机构资质证书"
    SAFETY_TESTING = "safety_testing", "安全生产检测检验机构资质证书"
    OCC_HEALTH = "occ_health", "职业卫生技术服务机构资质证书"
    INSURANCE = "insurance", "保险许可证"
    TRAINING_FILING = "training_filing", "安全培训机构备案"
    OTHER = "other", "其他证书"


class PersonCredential(models.TextChoices):
    """What a person is certified by."""

    CSE = "cse", "注册安全工程师"
    ASSESSMENT_ENGINEER = "assessment_engineer", "安全评价师"
    TRAINER = "trainer", "安全培训教师"
    OCC_TECHNICIAN = "occ_technician", "职业卫生专业技术人员"
    FIRE_ENGINEER = "fire_engineer", "注册消防工程师"
    DOCTOR = "doctor", "执业医师"
    SENIOR_ENGINEER = "senior_engineer", "高级工程师"
    SPECIAL_WORK = "special_work", "特种作业人员"


class Check(models.TextChoices):
    """Whether an officer has compared a certificate with its source."""

    CLAIMED = "claimed", "待核验"
    VERIFIED = "verified", "已核验"
    REFUTED = "refuted", "核验不符"
