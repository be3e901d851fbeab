"""What `status` gives the shell, and the policy of the banner for homepages."""

from eduport.web.csp import register_policy

# Any school's homepage may show the banner; there is nothing to click in it but a link.
register_policy(
    "/status/banner/",
    {"frame-ancestors": "*", "script-src": "'none'", "form-action": "'none'"},
)
