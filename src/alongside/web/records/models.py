"""The tables: answers and counts, and nothing about who, where or when."""

from django.db import models


class ResponseRecord(models.Model):
    """One person's answers so far.

    ``key`` is random (128 bits) and is all that the person's cookie knows of it. ``number`` is
    the respondent number, given when the answers are first gathered. ``code_mark`` is made from
    the return code and the site's secret key; the code itself is not kept. ``parcel`` is the
    random name under which a response came from a device that had been offline. No address, no
    browser, no time is kept: what is not stored cannot leak.
    """

    key = models.CharField(primary_key=True, max_length=32, editable=False)
    study = models.CharField(max_length=200, db_index=True)
    version = models.CharField(max_length=100, default="")
    answers = models.JSONField(default=dict)
    seen = models.JSONField(default=list)
    shown = models.JSONField(default=dict)
    completed = models.BooleanField(default=False)
    language = models.CharField(max_length=35, default="en")
    edition = models.CharField(max_length=20, default="standard")
    channel = models.CharField(max_length=100, default="")
    mode = models.CharField(max_length=20, default="web")
    helped = models.JSONField(default=list)
    helper = models.CharField(max_length=40, default="")
    number = models.PositiveIntegerField(null=True)
    code_mark = models.CharField(max_length=64, null=True, unique=True)
    parcel = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        """A number belongs to one response of a study."""

        constraints = (models.UniqueConstraint(fields=("study", "number"), name="one_number_each"),)

    def __str__(self) -> str:
        return f"{self.study}, a response"


class Withdrawal(models.Model):
    """The number of a response that was taken back after it had been given one.

    It keeps the number from being given again, and tells the team whom to take out of their own
    files. Of the response itself nothing is left; ``key`` is random and new.
    """

    key = models.CharField(primary_key=True, max_length=32, editable=False)
    study = models.CharField(max_length=200)
    number = models.PositiveIntegerField()

    class Meta:
        """A number is taken back once."""

        constraints = (
            models.UniqueConstraint(fields=("study", "number"), name="one_withdrawal_each"),
        )

    def __str__(self) -> str:
        return f"{self.study}, {self.number} taken back"


class ParcelAside(models.Model):
    """A response from a device that could not be taken in, kept as it came: sealed.

    ``parcel`` is its random name. ``reason`` is one of
    :class:`alongside.collect.parcels.Reason`.
    """

    parcel = models.CharField(primary_key=True, max_length=64, editable=False)
    study = models.CharField(max_length=200, db_index=True)
    sealed = models.TextField()
    reason = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.study}, a parcel put aside: {self.reason}"


class ParcelGone(models.Model):
    """The random name of a parcel whose response was taken back.

    A device that never heard that its parcel had arrived sends it again. What a person took back
    must not come back with it. Nothing else is kept: the name leads to nobody.
    """

    parcel = models.CharField(primary_key=True, max_length=64, editable=False)

    def __str__(self) -> str:
        return f"{self.parcel} taken back"


class Tally(models.Model):
    """How often something happened in a channel: arrived, started, finished, took minutes.

    Counts only: no row stands for a person.
    """

    study = models.CharField(max_length=200)
    channel = models.CharField(max_length=100)
    event = models.CharField(max_length=40)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        """One count for each thing that happens."""

        constraints = (
            models.UniqueConstraint(fields=("study", "channel", "event"), name="one_tally_each"),
        )

    def __str__(self) -> str:
        return f"{self.study}, {self.channel}: {self.event} {self.n}"


class PaperEntry(models.Model):
    """One typing-in of one paper questionnaire; turn 1 and 2 by two people, 3 as settled.

    ``seen`` are the sections that were saved, ``about`` is what the form says of itself and, with
    the settled one, how it was settled. All three stay when the response is made.
    """

    study = models.CharField(max_length=200)
    form = models.CharField(max_length=20)
    turn = models.PositiveSmallIntegerField()
    member = models.CharField(max_length=80)
    answers = models.JSONField(default=dict)
    seen = models.JSONField(default=list)
    shown = models.JSONField(default=dict)
    completed = models.BooleanField(default=False)
    about = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    response_key = models.CharField(max_length=32, default="")

    class Meta:
        """A paper questionnaire is typed in once by each."""

        constraints = (
            models.UniqueConstraint(fields=("study", "form", "turn"), name="one_turn_each"),
        )

    def __str__(self) -> str:
        return f"{self.study}, form {self.form}, turn {self.turn}"


class ExploredTable(models.Model):
    """One table that somebody of a study's team explored: which, and what of it was withheld.

    ``line`` is an entry of the release log, without any number; who looked is not kept. ``place``
    counts the tables of a study, so that each is held against all before it.
    """

    study = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    line = models.TextField()

    class Meta:
        """One table a place: of two processes that note one at once, the second looks again."""

        constraints = (models.UniqueConstraint(fields=("study", "place"), name="one_table_each"),)

    def __str__(self) -> str:
        return f"{self.study}, explored table {self.place}"
