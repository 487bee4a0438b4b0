"""What a web server runs: ``alongside.web.project.wsgi:application``."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from alongside.web.project.secret import keep_secret_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.web.project.settings")
keep_secret_key(Path(os.environ.get("ALONGSIDE_DATA", "var")))
application = get_wsgi_application()
