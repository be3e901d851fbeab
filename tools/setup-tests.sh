#!/bin/sh
# Installs what the tests drive and PyPI does not have: Debian's Chromium, Apache with
# mod_auth_openidc, 7z, what draws the pages of a PDF, a directory and a mail server to
# be watched, Postfix and swaks to send mail. Says so clearly where it cannot; those tests
# then fail.
set -eu
missing=""
command -v chromium >/dev/null || missing="chromium"
[ -x /usr/sbin/apache2 ] || missing="$missing apache2"
ls /usr/lib/apache2/modules/mod_auth_openidc.so >/dev/null 2>&1 || missing="$missing libapache2-mod-auth-openidc"
command -v xgettext >/dev/null || missing="$missing gettext"
command -v 7z >/dev/null || missing="$missing p7zip-full"
command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
[ -x /usr/sbin/slapd ] || missing="$missing slapd"
[ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
[ -x /usr/sbin/postfix ] || missing="$missing postfix"
command -v swaks >/dev/null || missing="$missing swaks"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing for the tests: $missing …"
  apt-get update -qq
  # No service may start: the tests start their own on free ports.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "These are missing, and tests that need them will fail: $missing." \
    "Install them, on Debian as root: apt install $missing" >&2
fi
