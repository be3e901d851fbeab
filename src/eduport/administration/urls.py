"""URLs of administration, below `manage/`."""

from django.urls import path

from eduport.accounts.models import AccountKind
from eduport.administration.views import (
    actions,
    appointments,
    exports,
    handouts,
    manual_accounts,
    moves,
    persons,
    proposals,
    rights,
    second_factor,
    secondments,
)
from eduport.people.models import ActionKind

app_name = "administration"
LOCK, UNLOCK = {"kind": ActionKind.LOCK}, {"kind": ActionKind.UNLOCK}
RELEASE, REOPEN = {"kind": ActionKind.RELEASE}, {"kind": ActionKind.REOPEN}
urlpatterns = [
    path("people/", persons.PeopleView.as_view(), name="people"),
    path("people/lock/", actions.BulkView.as_view(**LOCK), name="bulk_lock"),
    path("people/unlock/", actions.BulkView.as_view(**UNLOCK), name="bulk_unlock"),
    path("people/release/", actions.BulkView.as_view(**RELEASE), name="bulk_release"),
    path("people/reopen/", actions.BulkView.as_view(**REOPEN), name="bulk_reopen"),
    path("people/move/", moves.AskView.as_view(), name="bulk_move"),
    path("people/export.<slug:suffix>", exports.ExportView.as_view(), name="export"),
    path("people/<uuid:uid>/", persons.PersonView.as_view(), name="person"),
    path("people/<uuid:uid>/roles/", appointments.RolesView.as_view(), name="roles"),
    path(
        "people/<uuid:uid>/appoint/", appointments.AppointView.as_view(), name="appoint"
    ),
    path(
        "people/<uuid:person__uid>/admin-code/",
        appointments.AdminCodeView.as_view(),
        name="admin_code",
    ),
    path("appointments/", appointments.AppointmentsView.as_view(), name="appointments"),
    path(
        "appointments/<int:pk>/withdraw/",
        appointments.WithdrawView.as_view(),
        name="withdraw",
    ),
    path(
        "appointments/<int:pk>/take-up/",
        appointments.TakeUpView.as_view(),
        name="take_up",
    ),
    path(
        "appointments/<int:pk>/end/",
        appointments.ChangeEndView.as_view(),
        name="change_end",
    ),
    path("rights/", rights.RightsView.as_view(), name="rights"),
    path("rights/own/", rights.OwnRightsView.as_view(), name="own_rights"),
    path("rights/groups/", rights.GroupRightsView.as_view(), name="group_rights"),
    path(
        "rights/groups/<uuid:uid>/",
        rights.DecideGroupRightsView.as_view(),
        name="decide_group_rights",
    ),
    path("rights/<slug:right>/", rights.DecideRightView.as_view(), name="decide_right"),
    path("people/<uuid:uid>/lock/", actions.SingleView.as_view(**LOCK), name="lock"),
    path(
        "people/<uuid:uid>/unlock/", actions.SingleView.as_view(**UNLOCK), name="unlock"
    ),
    path("people/<uuid:uid>/let-go/", actions.LetGoView.as_view(), name="let_go"),
    path(
        "people/<uuid:uid>/reopen/", actions.SingleView.as_view(**REOPEN), name="reopen"
    ),
    path(
        "people/<uuid:uid>/extend/",
        manual_accounts.ExtendView.as_view(),
        name="extend",
    ),
    path(
        "people/<uuid:uid>/change/",
        manual_accounts.ChangeView.as_view(),
        name="change_person",
    ),
    path("people/<uuid:uid>/move/", moves.AskForOneView.as_view(), name="move"),
    path(
        "people/<uuid:uid>/second/",
        secondments.AskSecondmentView.as_view(),
        name="second",
    ),
    path("secondments/", secondments.SecondmentsView.as_view(), name="secondments"),
    path(
        "secondments/<uuid:uid>/",
        secondments.SecondmentView.as_view(),
        name="secondment",
    ),
    path(
        "secondments/<uuid:uid>/agree/",
        secondments.AgreeToSecondmentView.as_view(),
        name="agree_to_secondment",
    ),
    path(
        "secondments/<uuid:uid>/withdraw/",
        secondments.WithdrawSecondmentView.as_view(),
        name="withdraw_secondment",
    ),
    path(
        "secondments/<uuid:uid>/end/",
        secondments.EndSecondmentView.as_view(),
        name="end_secondment",
    ),
    path("moves/", moves.MovesView.as_view(), name="moves"),
    path("moves/<uuid:uid>/", moves.MoveView.as_view(), name="school_change"),
    path("moves/<uuid:uid>/agree/", moves.AgreeView.as_view(), name="agree_to_move"),
    path(
        "moves/<uuid:uid>/withdraw/",
        moves.WithdrawView.as_view(),
        name="withdraw_move",
    ),
    path("moves/<uuid:uid>/undo/", moves.UndoView.as_view(), name="undo_move"),
    path("moves/<uuid:uid>/ask-undo/", moves.AskUndoView.as_view(), name="ask_undo"),
    path("moves/<uuid:uid>/keep/", moves.DropUndoView.as_view(), name="drop_undo_wish"),
    path("people/<uuid:uid>/merge/", proposals.MergeView.as_view(), name="merge"),
    path("proposals/", proposals.ProposalsView.as_view(), name="proposals"),
    path("proposals/<int:pk>/", proposals.ProposalView.as_view(), name="proposal"),
    path(
        "proposals/<int:pk>/accept/",
        proposals.AcceptView.as_view(),
        name="accept_proposal",
    ),
    path(
        "proposals/<int:pk>/decline/",
        proposals.DeclineView.as_view(),
        name="decline_proposal",
    ),
    path(
        "manual-accounts/",
        manual_accounts.ManualAccountsView.as_view(),
        name="manual_accounts",
    ),
    path(
        "manual-accounts/new/",
        manual_accounts.NewManualAccountView.as_view(),
        name="new_manual_account",
    ),
    path(
        "actions/<uuid:action_uid>/", actions.ActionResultView.as_view(), name="action"
    ),
    path(
        "actions/<uuid:action_uid>/undo/",
        actions.UndoActionView.as_view(),
        name="undo_action",
    ),
    path(
        "people/<uuid:uid>/second-factor/",
        second_factor.RemoveSecondFactorView.as_view(),
        name="remove_second_factor",
    ),
    path(
        "people/<uuid:uid>/second-factor/admin/",
        second_factor.RemoveSecondFactorView.as_view(kind=AccountKind.ADMIN),
        name="remove_admin_second_factor",
    ),
    path("handouts/", handouts.HandoutsView.as_view(), name="handouts"),
    path("handouts/new/", handouts.AskView.as_view(), name="ask_handout"),
    path("handouts/<uuid:uid>/", handouts.HandoutView.as_view(), name="handout"),
    path(
        "handouts/<uuid:uid>/progress/",
        handouts.HandoutProgressView.as_view(),
        name="handout_progress",
    ),
    path(
        "handouts/<uuid:uid>/cancel/",
        handouts.CancelHandoutView.as_view(),
        name="cancel_handout",
    ),
    path(
        "handouts/<uuid:uid>/file/",
        handouts.FetchHandoutView.as_view(),
        name="fetch_handout",
    ),
]
