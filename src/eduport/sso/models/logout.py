"""What services still have to be told."""

from django.db import models

from eduport.sso.models.catalogue import App


class LogoutNotice(models.Model):
    """A service is to end the sessions that it opened for a browser session.

    OpenID Connect Back-Channel Logout 1.0. Kept until it was delivered or given up.
    """

    app = models.ForeignKey(App, on_delete=models.CASCADE)
    subject = models.CharField(max_length=64)
    session = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    is_delivered = models.BooleanField(default=False)
