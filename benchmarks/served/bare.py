"""The bare site to compare with: one form field, validated, one row a POST, nothing else.

What any Django site with a form has: the middleware that guards forms, and the database
settings of Alongside itself, so that both write to the disk alike.
"""

import os
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from alongside.web.project.database import database_settings

settings.configure(
    SECRET_KEY="bare",  # noqa: S106 - signs nothing that matters
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    DATABASES={
        "default": database_settings(
            os.environ.get("DATABASE_URL", ""), Path(os.environ["ALONGSIDE_DATA"])
        )
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    USE_I18N=False,
)
django.setup()


class Row(models.Model):
    """One answer."""

    answer = models.CharField(max_length=200)

    class Meta:
        """It belongs to no app."""

        app_label = "bare"

    def __str__(self) -> str:
        return self.answer


class AnswerForm(forms.Form):
    """One field that must be filled in."""

    answer = forms.CharField(max_length=200)


def answer(request: HttpRequest) -> HttpResponse:
    """Show the form; validate what is sent, write one row, lead on."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Row.objects.create(answer=form.cleaned_data["answer"])
        return HttpResponse(status=303, headers={"Location": "/", "Content-Length": "0"})
    token = get_token(request)
    page = (
        '<!DOCTYPE html><html lang="en"><title>Bare</title><form method="post">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f"{form.as_p()}<button>Continue</button></form></html>"
    )
    status = 200 if request.method == "GET" else 422
    return HttpResponse(page, status=status, headers={"Content-Length": str(len(page.encode()))})


urlpatterns = [path("", answer)]
application = get_wsgi_application()


def make_table() -> None:
    """Make the table."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)


if __name__ == "__main__":
    make_table()
