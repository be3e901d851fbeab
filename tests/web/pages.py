"""Pages that exist only for the tests of the view bases."""

from django import forms
from django.http import HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from eduport.core.errors import DomainError
from eduport.people.models import School
from eduport.web.access import is_signed_in, permitted, public
from eduport.web.confirmation import Confirmation, ask
from eduport.web.csp import allow_form_action
from eduport.web.forms import EduPortForm, SearchWidget
from eduport.web.lists import Column, ListPageView
from eduport.web.navigation import NavItem, NavSection
from eduport.web.views import ActionView, CommandView, FormPageView, PageView


class RefusedError(DomainError):
    message = "%(school)s refuses."


def owns(actor, school):
    return school.name.startswith("Own")


class UndecidedView(PageView):
    template_name = "web/message.html"


class OpenView(PageView):
    is_public = True
    template_name = "web/message.html"
    page_title = "Open to all"


class HomeView(PageView):
    permission = staticmethod(is_signed_in)
    template_name = "web/app.html"
    page_title = "Home page"


class RenameView(ActionView[School]):
    permission = staticmethod(owns)
    success_message = "Renamed."
    next_url = "/open/"

    def visible_objects(self):
        return School.objects.exclude(name="Hidden")

    def perform(self, school, /):
        if school.name == "Own but stubborn":
            raise RefusedError(school=school.name)
        School.objects.filter(pk=school.pk).update(name="Renamed")


class RefusingView(CommandView):
    permission = staticmethod(is_signed_in)
    next_url = "/open/"

    def run(self):
        raise RefusedError(school="Nobody")


class NameForm(EduPortForm):
    name = forms.CharField(label="Name", error_messages={"required": "Enter a name."})
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("a", "A"), ("b", "B")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind."},
    )


class NameView(FormPageView):
    permission = staticmethod(is_signed_in)
    form_class = NameForm
    page_title = "Name it"
    success_message = "Named."
    next_url = "/open/"

    def perform(self, form, /):
        if form.cleaned_data["name"] == "taken":
            raise RefusedError(school="Somebody")


class SchoolFilter(EduPortForm):
    q = forms.CharField(label="Name", required=False, widget=SearchWidget)


class SchoolsView(ListPageView[School]):
    permission = staticmethod(is_signed_in)
    results_template_name = "web/_list_foot.html"
    page_title = "Schools"
    columns = (Column("name", "Name", ("name",)), Column("code", "Code"))
    default_sort = "name"
    filter_form_class = SchoolFilter

    def rows(self):
        return School.objects.filter(name__startswith="Listed")

    def filtered(self, rows, values):
        return rows.filter(name__icontains=values["q"])


@permitted(is_signed_in)
def sure(request):
    return ask(
        request,
        Confirmation(
            title="Lock accounts: 5 people",
            effect="They can no longer sign in.",
            label="Lock accounts",
            action="/refuse/",
            cancel_url="/home/",
            examples=["Ada Berg", "Łucja Ö", "Jo <b>"],
            more=2,
            fields=[("ids", "7"), ("ids", "8")],
            is_danger=True,
        ),
    )


@public
def with_service(request):
    response = HttpResponse("<form>")
    allow_form_action(response, ["https://learn.example"])
    return response


@permitted(lambda actor: actor.label.startswith("ada"))
def only_ada(request):
    return HttpResponse("Hello Ada")


@public
def broken(request):
    raise RuntimeError


def menu(request):
    return [
        NavSection("Admin", [NavItem("People", "/people/", "groups")], order=50),
        NavSection("Portal", [NavItem("Home", "/home/", "home")], order=10),
        NavSection("Admin", [NavItem("Sync", "/sync/", "sync")], order=60),
        NavSection("Nothing", []),
    ]


urlpatterns = [
    path("undecided/", UndecidedView.as_view()),
    path("open/", OpenView.as_view()),
    path("home/", HomeView.as_view()),
    path("schools/", SchoolsView.as_view()),
    path("schools/<int:pk>/rename/", RenameView.as_view()),
    path("refuse/", RefusingView.as_view()),
    path("name/", NameView.as_view()),
    path("service/", with_service),
    path("ada/", only_ada),
    path("sure/", sure),
    path("broken/", broken),
    path("language/", set_language, name="set_language"),
    path("ui/", include("eduport.web.urls")),
]
handler500 = "eduport.web.errors.server_error"
