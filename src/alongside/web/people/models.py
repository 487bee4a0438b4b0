"""The table of people who run a study."""

from django.db import models


class Member(models.Model):
    """Somebody of a study's team, let in with a pass of their own.

    Only a mark of the pass is kept, so that nobody who reads the table can use it. ``roles``
    holds words of :data:`alongside.web.people.team.ROLES`.
    """

    study = models.CharField(max_length=200)
    name = models.CharField(max_length=80)
    roles = models.JSONField(default=list)
    pass_mark = models.CharField(max_length=64, unique=True)

    class Meta:
        """A name belongs to one person of a study's team."""

        constraints = (models.UniqueConstraint(fields=("study", "name"), name="one_name_each"),)

    def __str__(self) -> str:
        return f"{self.study}, {self.name}"
