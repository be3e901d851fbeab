"""The living style page: every component of the kit, for developers to copy from."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from eduport.web.forms import ChoiceCards, DateWidget, EduPortForm
from eduport.web.views import FormPageView

TOPICS = {"wifi": "WLAN", "print": "Printer", "key": "Account and password"}


class SampleForm(EduPortForm):
    """One field of each kind."""

    topic = forms.ChoiceField(
        label="What is it about?",
        choices=TOPICS.items,
        widget=ChoiceCards(icons={name: name for name in TOPICS}),
    )
    subject = forms.CharField(label="What does not work?", help_text="One sentence.")
    room = forms.CharField(label="Room", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Two")])
    day = forms.DateField(label="Since when?", widget=DateWidget, required=False)
    text = forms.CharField(label="Details", widget=forms.Textarea(attrs={"rows": 3}))
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=[("no", "Lessons go on"), ("yes", "Lessons are disturbed")],
        widget=forms.RadioSelect,
    )
    schools = forms.MultipleChoiceField(
        label="Which schools?",
        choices=[("x", "Primary school"), ("y", "Grammar school")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="I have read the terms of use")
    photo = forms.FileField(label="Photo", required=False, help_text="10 MB at most.")


class StyleguideView(FormPageView):
    """All components on one page; exists only while DEBUG is on."""

    is_public = True
    template_name = "web/styleguide.html"
    page_title = "Style page"
    form_class = SampleForm
    next_url = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.success(request, "28 accounts of class 7b are made.")
        return super().get(request, *args, **kwargs)

    def perform(self, form: SampleForm, /) -> None:
        """Nothing: the form is there to be looked at."""
