"""The door for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduport.config.settings")
application = get_wsgi_application()

from eduport.stats.services.counting import counter  # noqa: E402 -- needs Django

counter.is_on = settings.EDUPORT.statistics
counter.keep_storing(every_seconds=settings.EDUPORT.statistics_seconds)
