"""What a web server runs: ``alongside.web.project.wsgi:application``."""

import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from alongside.web.project.secret import keep_secret_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.web.project.settings")
keep_secret_key(Path(os.environ.get("ALONGSIDE_DATA", "var")))
application = get_wsgi_application()

# What is loaded now stays as long as the process: looking through it again and again for what
# nobody needs any more would make every page wait. A page leaves little behind that counting
# references does not clear at once.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
