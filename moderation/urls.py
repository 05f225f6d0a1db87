"""Addresses of moderation: reporting, the queue, decisions, the public record."""

from django.urls import path

from .views import (
    appeals,
    cases,
    decisions,
    filters,
    flags,
    queue,
    reasons,
    record,
    reviews,
    screening,
    second_readings,
    together,
)

urlpatterns = [
    path("contributions/<int:pk>/flag/", flags.flag, name="flag"),
    path("moderation/", queue.show_queue, name="moderation"),
    path("moderation/together/", together.decide_together, name="decide_together"),
    path("moderation/lists/", filters.save, name="save_filter"),
    path("moderation/lists/<int:pk>/delete/", filters.delete, name="delete_filter"),
    path("moderation/reasons/<int:pk>/retire/", reasons.retire, name="retire_reason_template"),
    path("moderation/reasons/<slug:slug>/", reasons.templates, name="reason_templates"),
    path("moderation/<int:pk>/", cases.show_case, name="case"),
    path("moderation/<int:pk>/next/", queue.next_case, name="next_case"),
    path("moderation/<int:pk>/second-reader/", second_readings.ask, name="ask_second_reader"),
    path("moderation/<int:pk>/second-reading/", second_readings.give, name="give_second_reading"),
    path("moderation/<int:pk>/claim/", cases.claim, name="claim_case"),
    path("moderation/<int:pk>/release/", cases.release, name="release_case"),
    path("moderation/<int:pk>/newer/", cases.open_newer, name="newer_case"),
    path("moderation/<int:pk>/decide/", decisions.decide, name="decide_case"),
    path("moderation/<int:pk>/appeal/", appeals.decide, name="decide_appeal"),
    path("moderation/<int:pk>/reviewer/", reviews.invite, name="invite_reviewer"),
    path("reviews/<str:code>/", reviews.review, name="review"),
    path("decisions/<int:pk>/", decisions.show_decision, name="decision"),
    path("decisions/<int:pk>/undo/", decisions.undo, name="undo_decision"),
    path("decisions/<int:pk>/appeal/", appeals.appeal, name="appeal"),
    path("consultations/<slug:slug>/moderation/screening/", screening.screening, name="screening"),
    path("consultations/<slug:slug>/moderation/screening/train/", screening.train, name="train_screening"),
    path("consultations/<slug:slug>/moderation/reversals/", record.show_reversals, name="reversals"),
    path("consultations/<slug:slug>/moderation/report", record.report, name="moderation_report"),
    path("moderation-log/report", record.reports, name="moderation_reports"),
    path("consultations/<slug:slug>/moderation/", record.show_record, name="moderation_record"),
    path("moderation-log/", record.show_records, name="moderation_records"),
]
