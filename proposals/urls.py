"""Addresses of what people say."""

from django.urls import path
from django.views.generic import TemplateView

from .views import comments, drafts, joining, own, proposals, questionnaires, receipts, votes

HOW_THE_ORDER_WORKS = TemplateView.as_view(template_name="proposals/order.html")

urlpatterns = [
    path("consultations/<slug:slug>/proposals/", proposals.list_proposals, name="proposals"),
    path("consultations/<slug:slug>/proposals/new/", proposals.propose, name="propose"),
    path("consultations/<slug:slug>/questions/", questionnaires.questionnaire, name="questionnaire"),
    path("proposals/<int:pk>/", proposals.show_proposal, name="proposal"),
    path("proposals/<int:pk>/comments/", comments.post_comment, name="comment"),
    path("contributions/<int:pk>/", comments.show_contribution, name="contribution"),
    path("contributions/<int:pk>/reply/", comments.reply, name="reply"),
    path("contributions/<int:pk>/edit/", own.edit, name="edit"),
    path("contributions/<int:pk>/withdraw/", own.withdraw, name="withdraw"),
    path("contributions/<int:pk>/vote/", votes.vote, name="vote"),
    path("sent/<int:pk>/", receipts.sent, name="sent"),
    path("how-the-order-works/", HOW_THE_ORDER_WORKS, name="how_the_order_works"),
    path("receipts/", receipts.find_receipt, name="receipts"),
    path("receipts/<str:code>/", receipts.show_receipt, name="receipt"),
    path("me/contributions/", own.mine, name="mine"),
    path("me/forget/", own.forget, name="forget"),
    path("receipts/<str:code>/claim/", joining.claim_receipt, name="claim_receipt"),
    path("me/drafts/", drafts.keep, name="drafts"),
    path("me/claim/", joining.claim, name="claim"),
    path("me/address/", joining.leave_address, name="address"),
    path("me/address/<str:token>/", joining.confirm, name="confirm_address"),
    path("code/", joining.enter_code, name="enter_code"),
    path("code/<str:code>/", joining.enter_code, name="leaflet"),
]
