"""What exploring needs: which tables were looked at."""

# ruff: noqa: D101, RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_collecting"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExploredTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("study", models.CharField(max_length=200)),
                ("place", models.PositiveIntegerField()),
                ("line", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("study", "place"), name="one_table_each")
                ],
            },
        ),
    ]
