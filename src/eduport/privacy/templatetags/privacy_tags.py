"""`{{ value|shown }}`: a stored value as people read it."""

from django import template

from eduport.privacy.formats import own_data

register = template.Library()
register.filter("shown", own_data.shown)
