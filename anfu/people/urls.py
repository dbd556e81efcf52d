from django.urls import include, path

from anfu.people.signin.views import entrance
from anfu.people.views import acting, claiming, claims, company, letters, mine, parties, people

app_name = "people"
urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("act-for/", acting.act_for, name="act_for"),
    path("", include("anfu.people.todos.urls")),
    path("company/", company.company, name="company"),
    path("my/", mine.mine, name="mine"),
    path("my/lend/", mine.lend, name="lend"),
    path("my/loans/<int:pk>/end/", mine.loan_end, name="loan_end"),
    path("people/", people.user_list, name="user_list"),
    path("accounts/new/", people.user_new, name="user_new"),
    path("people/<str:username>/", people.user, name="user"),
    path("people/<str:username>/grant/", people.user_grant, name="user_grant"),
    path("people/<str:username>/enable/", people.user_enable, name="user_enable"),
    path("people/<str:username>/hand-over/<int:party>/", mine.hand_over, name="hand_over"),
    path("memberships/<int:pk>/end/", people.membership_end, name="membership_end"),
    path("parties/", parties.party_list, name="party_list"),
    path("parties/new/", parties.party_new, name="party_new"),
    path("parties/<int:pk>/", parties.party, name="party"),
    path("parties/<int:pk>/invite/", parties.party_invite, name="party_invite"),
    path("enterprises/<str:uscc>/invite/", parties.enterprise_invite, name="enterprise_invite"),
    path("invitations/<int:pk>/withdraw/", parties.invitation_withdraw, name="invitation_withdraw"),
    path("claim/", claiming.start, name="claim_start"),
    path("claim/code/", claiming.code, name="claim_code"),
    path("claim/proof/<str:uscc>/", claiming.proof, name="claim_proof"),
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/decide/", claims.claim_decide, name="claim_decide"),
    path("claims/<int:pk>/withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path("claims/<int:pk>/file/", claims.claim_file, name="claim_file"),
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/<int:pk>/", letters.letter_job, name="letter_job"),
    path("letters/<int:pk>/file/", letters.letter_file, name="letter_file"),
    path("", include("anfu.people.messages.urls")),
]
