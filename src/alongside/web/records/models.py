"""The one table: answers, and nothing about who, where or when."""

from django.db import models


class ResponseRecord(models.Model):
    """One person's answers so far.

    ``key`` is random (128 bits) and is all that the person's cookie knows of it. ``number`` is
    the respondent number, given when the answers are first gathered. No address, no browser,
    no time is kept: what is not stored cannot leak.
    """

    key = models.CharField(primary_key=True, max_length=32, editable=False)
    study = models.CharField(max_length=200, db_index=True)
    version = models.CharField(max_length=100, default="")
    answers = models.JSONField(default=dict)
    seen = models.JSONField(default=list)
    completed = models.BooleanField(default=False)
    language = models.CharField(max_length=35, default="en")
    edition = models.CharField(max_length=20, default="standard")
    channel = models.CharField(max_length=100, default="")
    number = models.PositiveIntegerField(null=True)

    class Meta:
        """A number belongs to one response of a study."""

        constraints = (models.UniqueConstraint(fields=("study", "number"), name="one_number_each"),)

    def __str__(self) -> str:
        return f"{self.study}, a response"
