"""Addresses of this app."""

from django.urls import path

from .views import brand

urlpatterns = [
    path("brand.css", brand.brand_css, name="brand_css"),
]
