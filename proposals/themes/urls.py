"""Addresses of the analysis: the workbench, the report and the answers."""

from django.urls import path

from .views import answers, commitments, edits, files, release, report, respond, runs, workbench

urlpatterns = [
    path("themes/", workbench.analyses, name="analyses"),
    path("themes/<slug:slug>/", workbench.show_workbench, name="workbench"),
    path("themes/<slug:slug>/run/", runs.start, name="start_run"),
    path("themes/<slug:slug>/run/progress/", runs.show_progress, name="run_progress"),
    path("themes/<slug:slug>/run/stop/", runs.stop, name="stop_run"),
    path("themes/<slug:slug>/report/", release.show_release, name="release"),
    path("themes/<slug:slug>/report/preview/", release.show_preview, name="preview_report"),
    path("themes/<slug:slug>/report/freeze/", release.freeze, name="freeze_report"),
    path("themes/<slug:slug>/report/sign/", release.sign, name="sign_report"),
    path("themes/<slug:slug>/report/return/", release.give_back, name="return_report"),
    path("themes/<slug:slug>/report/publish/", release.publish, name="publish_report"),
    path("themes/<slug:slug>/new/", edits.add, name="add_theme"),
    path("themes/<slug:slug>/places/<slug:place>/", workbench.show_place, name="workbench_place"),
    path("themes/<slug:slug>/<int:pk>/", workbench.show_theme, name="workbench_theme"),
    path("themes/<slug:slug>/<int:pk>/confirm/", edits.confirm, name="confirm_theme"),
    path("themes/<slug:slug>/<int:pk>/rename/", edits.rename, name="rename_theme"),
    path("themes/<slug:slug>/<int:pk>/dismiss/", edits.dismiss, name="dismiss_theme"),
    path("themes/<slug:slug>/passages/<int:pk>/", edits.move, name="move_passage"),
    path("themes/<slug:slug>/responses/", respond.show_answers, name="write_responses"),
    path("themes/<slug:slug>/responses/<int:pk>/", respond.write, name="write_response"),
    path("themes/<slug:slug>/responses/<int:pk>/promises/", commitments.make, name="make_commitment"),
    path("themes/<slug:slug>/promises/<int:pk>/kept/", commitments.keep, name="keep_commitment"),
    path("themes/<slug:slug>/promises/<int:pk>/steps/", commitments.add_step, name="record_milestone"),
    path("responses/", respond.answering, name="answering"),
    path("consultations/<slug:slug>/report/", report.show_report, name="report"),
    path("consultations/<slug:slug>/report/themes/<int:pk>/", report.show_theme, name="report_theme"),
    path("consultations/<slug:slug>/report/places/<slug:place>/", report.show_place, name="report_place"),
    path("consultations/<slug:slug>/report/files/<str:name>", files.download, name="report_file"),
    path("consultations/<slug:slug>/responses/", answers.show_responses, name="responses"),
    path("answers/", answers.show_answers, name="answers"),
]
