from django.urls import path

from anfu.market.views import choosing, demands, hall, joining, offers, overseeing, services

app_name = "market"
urlpatterns = [
    path("demands/", demands.demand_list, name="demand_list"),
    path("demands/new/", demands.new, name="demand_new"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("demands/<int:pk>/edit/", demands.edit, name="demand_edit"),
    path("demands/<int:pk>/publish/", demands.publish, name="demand_publish"),
    path("demands/<int:pk>/withdraw/", demands.withdraw, name="demand_withdraw"),
    path("demands/<int:pk>/join/", joining.join, name="join"),
    path("demands/<int:pk>/pass/", joining.pass_on, name="pass_on"),
    path("demands/<int:pk>/compare/", choosing.compare, name="compare"),
    path("demands/<int:pk>/choose/", choosing.choose, name="choose"),
    path("demands/<int:pk>/offer/", offers.make, name="offer"),
    path("offers/", offers.offer_list, name="offer_list"),
    path("offers/subscription/", offers.subscription, name="subscription"),
    path("offers/<int:pk>/withdraw/", offers.withdraw, name="offer_withdraw"),
    path("offers/<int:pk>/receipt.json", offers.receipt, name="receipt"),
    path("choices/<int:pk>/", choosing.choice, name="choice"),
    path("choices/<int:pk>/take-back/", choosing.take_back, name="take_back"),
    path("choices/<int:pk>/confirm/", choosing.confirm, name="confirm"),
    path("choices/<int:pk>/decline/", choosing.decline, name="decline"),
    path("choices/<int:pk>/free/", choosing.tell_freely, name="tell_freely"),
    path("services/", services.service_list, name="service_list"),
    path("services/new/", services.new, name="service_new"),
    path("services/<int:pk>/edit/", services.edit, name="service_edit"),
    path("services/<int:pk>/withdraw/", services.withdraw, name="service_withdraw"),
    path("hall/", hall.hall, name="hall"),
    path("hall/services/", hall.services, name="hall_services"),
    path("hall/figures/", hall.figures, name="hall_figures"),
    path("hall/demands/<int:pk>/", hall.demand, name="hall_demand"),
    path("hall/services/<int:pk>/", hall.service, name="hall_service"),
    path("market/concentration/", overseeing.concentration, name="concentration"),
    path("market/free-choice/", overseeing.answer_list, name="answer_list"),
    path("market/free-choice/<int:pk>/", overseeing.answer, name="answer"),
]
