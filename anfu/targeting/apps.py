from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "anfu.targeting"
    verbose_name = "重点对象"

    def ready(self) -> None:
        from anfu.core.intake import kinds
        from anfu.core.web import navigation, panels

        # Importing the jobs declares their kinds.
        from anfu.targeting import jobs, listings_waiting, merging, panel, receivers, standing  # noqa: F401
        from anfu.targeting.imports import AccidentKind, ListingKind
        from anfu.targeting.queries.queue import waiting

        receivers.connect()
        merging.connect()
        standing.register()
        kinds.register(ListingKind())
        kinds.register(AccidentKind())
        panels.register("enterprise", panels.Panel("targeting/why.html", panel.why, order=10))
        panels.register("enterprise", panels.Panel("targeting/tags.html", panel.tags, "tags", 10))
        group, see = "摸清底数", "targeting.view"
        navigation.register(
            navigation.Entry(group, "重点对象", "target", "targeting:queue", see, 20, waiting, tab=True)
        )
        navigation.register(navigation.Entry(group, "挂牌督办", "flag", "targeting:listings", see, 24))
        navigation.register(navigation.Entry(group, "专项", "list-check", "targeting:programmes", see, 26))
