"""The portal's own pages."""

from eduport.web.views import PageView


class StartView(PageView):
    """The only page without login that everybody knows: sign in, or find help."""

    is_public = True
    template_name = "portal/start.html"
