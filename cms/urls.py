"""Addresses of this app."""

from django.urls import path

from .views import brand, feeds, pages, search, sharing

urlpatterns = [
    path("brand.css", brand.brand_css, name="brand_css"),
    path("search/", search.search, name="search"),
    path("feed/", feeds.News(), name="feed"),
    path("consultations/<slug:slug>/", pages.show_consultation, name="consultation_page"),
    path("consultations/<slug:slug>/feed/", feeds.NewsOfConsultation(), name="feed_of"),
    path("consultations/<slug:slug>/share/", sharing.share, name="share"),
    path("consultations/<slug:slug>/sheet/", sharing.sheet, name="sheet"),
    path("consultations/<slug:slug>/calendar.ics", sharing.calendar, name="calendar"),
]
