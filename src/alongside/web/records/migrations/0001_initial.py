"""The table of responses."""

# ruff: noqa: D101, RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ResponseRecord",
            fields=[
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("study", models.CharField(db_index=True, max_length=200)),
                ("version", models.CharField(default="", max_length=100)),
                ("answers", models.JSONField(default=dict)),
                ("seen", models.JSONField(default=list)),
                ("completed", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=35)),
                ("edition", models.CharField(default="standard", max_length=20)),
                ("channel", models.CharField(default="", max_length=100)),
                ("number", models.PositiveIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("study", "number"), name="one_number_each")
                ],
            },
        ),
    ]
