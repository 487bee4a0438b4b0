"""Every field of the site is declared, and none holds who, where or when."""

from django.db import models
from django.test.utils import isolate_apps

from alongside.collect.promise import Holds
from alongside.web.records import stored


def test_every_field_is_declared_and_none_breaks_a_promise() -> None:
    fields = stored.stored_fields()
    assert len(fields) > 20
    harmful = {Holds.UNKNOWN, Holds.TIME, Holds.ORDER, Holds.DEVICE, Holds.IDENTITY}
    assert [field for field in fields if field.holds in harmful] == []


@isolate_apps("alongside.web.records")
def test_telling_fields_are_known_by_their_type_whatever_they_are_called() -> None:
    class ResponseRecord(models.Model):
        key = models.DateTimeField()
        answers = models.GenericIPAddressField()
        language = models.EmailField()
        hat_size = models.CharField(max_length=3)

        class Meta:
            app_label = "records"

    found = {
        field.name: stored.what_it_holds(ResponseRecord, field)
        for field in ResponseRecord._meta.concrete_fields
    }
    assert found == {
        "id": Holds.ORDER,
        "key": Holds.TIME,
        "answers": Holds.DEVICE,
        "language": Holds.IDENTITY,
        "hat_size": Holds.UNKNOWN,
    }
