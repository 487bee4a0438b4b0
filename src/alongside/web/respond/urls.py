"""Addresses of the pages for people who answer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
