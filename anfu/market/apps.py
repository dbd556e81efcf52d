from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "anfu.market"
    verbose_name = "供需与选择"

    def ready(self) -> None:
        # Importing declares the periodic work and what follows from a contract.
        from anfu.core.web import panels
        from anfu.core.web.navigation import Entry, register
        from anfu.market import following, jobs  # noqa: F401
        from anfu.market.web.need import need

        following.connect()
        panels.register("enterprise", panels.Panel("market/need.html", need, order=20))
        register(
            Entry(
                "服务",
                "需求",
                "list-details",
                "market:demand_list",
                "market.view",
                10,
                tab=True,
                tab_label="需求",
            )
        )
        register(
            Entry(
                "服务",
                "商机与报价",
                "coin",
                "market:offer_list",
                "market.offer",
                11,
                tab=True,
                tab_label="报价",
            )
        )
        register(Entry("服务", "我的服务项目", "bookmark", "market:service_list", "market.offer", 12))
        register(Entry("服务", "供需大厅", "building-community", "market:hall", "", 13))
        register(Entry("服务", "选择集中度", "scale", "market:concentration", "market.oversee", 14))
        register(
            Entry("服务", "自主选择问卷", "message-report", "market:answer_list", "market.free_choice", 15)
        )
