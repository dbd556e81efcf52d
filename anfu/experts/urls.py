from django.urls import path

from anfu.experts.views import admitting, calls, draw_steps, draws, inviting, mine, pool, review

app_name = "experts"
urlpatterns = [
    path("experts/", pool.expert_list, name="expert_list"),
    path("experts/new/", review.nominate, name="nominate"),
    path("experts/admit/", admitting.admit_many, name="admit_many"),
    path("experts/<int:pk>/", pool.expert, name="expert"),
    path("experts/<int:pk>/edit/", review.edit, name="edit"),
    path("experts/<int:pk>/decide/", review.decide, name="decide"),
    path("experts/<int:pk>/talents/", review.talent, name="talent"),
    path("experts/<int:pk>/invite/", inviting.invite, name="invite"),
    path("expert-calls/", calls.call_list, name="call_list"),
    path("expert-calls/<int:pk>/cancel/", calls.cancel, name="call_cancel"),
    path("expert-calls/<int:pk>/evaluate/", calls.evaluate, name="call_evaluate"),
    path("my-expert/", mine.mine, name="mine"),
    path("my-expert/apply/", mine.apply, name="apply"),
    path("my-expert/submit/", mine.submit, name="submit"),
    path("my-expert/away/", mine.away, name="away"),
    path("my-expert/ties/", mine.declare, name="declare"),
    path("my-expert/ties/<int:pk>/end/", mine.tie_end, name="tie_end"),
    path("my-expert/ties/<int:pk>/retract/", mine.tie_retract, name="tie_retract"),
    path("my-expert/calls/<int:pk>/answer/", mine.answer, name="answer"),
    path("draws/", draws.draw_list, name="draw_list"),
    path("draws/new/", draw_steps.prepare, name="prepare"),
    path("draws/verify_draw.py", draws.verifier, name="verifier"),
    path("draws/<int:pk>/", draws.draw, name="draw"),
    path("draws/<int:pk>/record.json", draws.record, name="record"),
    path("draws/<int:pk>/nonce/", draw_steps.hand_in, name="hand_in"),
    path("draws/<int:pk>/reveal/", draw_steps.reveal, name="reveal"),
    path("draws/<int:pk>/commit/", draw_steps.commit, name="commit"),
    path("draws/<int:pk>/draw/", draw_steps.draw, name="draw_now"),
    path("draws/<int:pk>/close/", draw_steps.close, name="close"),
    path("draws/<int:pk>/cancel/", draw_steps.cancel, name="cancel"),
]
