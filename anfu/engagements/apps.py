from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "anfu.engagements"
    verbose_name = "服务关系"

    def ready(self) -> None:
        from anfu.core.intake import kinds
        from anfu.core.web import navigation, panels
        from anfu.engagements import jobs, merging, standing  # noqa: F401  (importing declares jobs)
        from anfu.engagements.contracts import ContractKind
        from anfu.engagements.web.burden import burden
        from anfu.engagements.web.panel import services
        from anfu.engagements.web.performance import performance

        merging.connect()
        standing.register()
        kinds.register(ContractKind())
        panels.register("enterprise", panels.Panel("engagements/panel.html", services, order=40))
        panels.register("provider", panels.Panel("engagements/burden.html", burden, order=40))
        panels.register("provider", panels.Panel("engagements/performance.html", performance))
        navigation.register(
            navigation.Entry(
                "服务", "服务关系", "file-text", "engagements:engagement_list", "engagements.view", order=20
            )
        )
        navigation.register(
            navigation.Entry(
                "服务",
                "合同",
                "file-certificate",
                "engagements:contract_list",
                "engagements.contracts",
                order=18,
                tab=True,
                tab_for="engagements.contract",
            )
        )
