"""How templates name people."""

from django import template

from sites.access.accounts import person_text

register = template.Library()
register.filter("person", person_text)
