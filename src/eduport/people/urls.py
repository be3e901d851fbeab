"""URLs of people, below `manage/`."""

from django.urls import path

from eduport.people.views import groups, members, rollovers, years

app_name = "people"
GROUP = "groups/<uuid:uid>/"
MEMBER = f"{GROUP}members/<uuid:person_uid>/"
urlpatterns = [
    path("groups/", groups.GroupsView.as_view(), name="groups"),
    path("groups/mine/", groups.MyGroupsView.as_view(), name="my_groups"),
    path("groups/add/", groups.AddGroupView.as_view(), name="add_group"),
    path(GROUP, groups.GroupView.as_view(), name="group"),
    path(f"{GROUP}rename/", groups.RenameGroupView.as_view(), name="rename_group"),
    path(f"{GROUP}end/", groups.EndGroupView.as_view(), name="end_group"),
    path(f"{GROUP}delete/", groups.ReleaseGroupView.as_view(), name="release_group"),
    path(f"{GROUP}reopen/", groups.ReopenGroupView.as_view(), name="reopen_group"),
    path(f"{GROUP}members/", members.FindMembersView.as_view(), name="find_members"),
    path(f"{MEMBER}add/", members.AddMemberView.as_view(), name="add_member"),
    path(f"{MEMBER}remove/", members.RemoveMemberView.as_view(), name="remove_member"),
    path(f"{MEMBER}lead/", members.AppointLeaderView.as_view(), name="appoint_leader"),
    path(
        f"{MEMBER}follow/", members.WithdrawLeaderView.as_view(), name="withdraw_leader"
    ),
    path(f"{GROUP}parts/", members.FindPartsView.as_view(), name="find_parts"),
    path(
        f"{GROUP}parts/<uuid:child_uid>/add/",
        members.AddPartView.as_view(),
        name="add_part",
    ),
    path(
        f"{GROUP}parts/<int:pk>/remove/",
        members.RemovePartView.as_view(),
        name="remove_part",
    ),
    path(f"{GROUP}rules/", members.AddRuleView.as_view(), name="add_rule"),
    path(
        f"{GROUP}rules/<int:pk>/remove/",
        members.RemoveRuleView.as_view(),
        name="remove_rule",
    ),
    path("school-year/", years.YearsView.as_view(), name="years"),
    path("school-year/view/", years.ViewYearView.as_view(), name="view_year"),
    path(
        "school-year/<int:year>/activate/",
        years.ActivateYearView.as_view(),
        name="activate_year",
    ),
    path("school-year/classes/", rollovers.RolloverView.as_view(), name="rollover"),
    path(
        "school-year/classes/<int:pk>/undo/",
        rollovers.UndoRolloverView.as_view(),
        name="undo_rollover",
    ),
]
