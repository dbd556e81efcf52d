from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "anfu.portal"
    verbose_name = "公众服务"

    def ready(self) -> None:
        from anfu.core.web.navigation import Entry, register, register_public
        from anfu.portal import jobs  # noqa: F401  (importing declares the job)

        register(
            Entry(
                "服务",
                "谁能为我服务",
                "search",
                "portal:mine",
                "portal.mine",
                order=5,
                tab=True,
                tab_label="找机构",
            )
        )
        register(Entry("机构与专家", "服务机构名录", "list-details", "portal:directory", "", order=5))
        for label, name in (
            ("服务机构", "portal:directory"), ("供需大厅", "market:hall"), ("机构公示", "providers:publicity_list"),
            ("专家抽取", "experts:draw_list"), ("核验台账", "core:trust"),
        ):  # fmt: skip
            register_public(label, name)
