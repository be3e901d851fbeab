"""What the codes in the logs say, in words for those who read about a person."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

ACTIONS: dict[str, StrOrPromise] = {
    "accounts.account.blocked": _("The account was locked."),
    "accounts.account.unblocked": _("The account was unlocked."),
    "accounts.account.lock_begun": _(
        "The account was locked for some minutes after wrong passwords."
    ),
    "accounts.account.lock_lifted": _("The lock after wrong passwords was lifted."),
    "accounts.activation_code.issued": _("An activation code was handed out."),
    "accounts.admin_code.issued": _("A code for the Admin-Account was made."),
    "accounts.admin_account.created": _("The Admin-Account was made."),
    "accounts.authenticator_app.added": _("An authenticator app was set up."),
    "accounts.authenticator_app.removed": _("The authenticator app was removed."),
    "accounts.passkey.added": _("A passkey was added."),
    "accounts.passkey.removed": _("A passkey was removed."),
    "accounts.password.changed": _("The password was changed by its owner."),
    "accounts.password.generated": _("A password was generated."),
    "accounts.password_reset.sent": _("A link for a new password was sent."),
    "accounts.password_reset.used": _(
        "A new password was chosen with the link that was sent."
    ),
    "accounts.recovery_address.confirmed": _("The recovery address was confirmed."),
    "accounts.recovery_address.removed": _("The recovery address was removed."),
    "accounts.recovery_codes.made": _("Recovery codes were made."),
    "accounts.recovery_codes.removed": _("The recovery codes were removed."),
    "accounts.second_factor.removed": _("The second factors were removed."),
    "accounts.terms.accepted": _("The terms of use were accepted."),
    "accounts.terms.published": _("New terms of use were published."),
    "administration.handout.asked": _("Logins were asked to be handed out."),
    "administration.handout.cancelled": _("Handing out logins was given up."),
    "administration.handout.fetched": _("The file with logins was fetched."),
    "administration.people.exported": _("A list of people was saved as a file."),
    "gateway.delivery.repeated": _("Another system was told something again."),
    "gateway.token.made": _("A token of another system was made."),
    "gateway.token.revoked": _("A token of another system was revoked."),
    "gateway.webhook.added": _("Another system is told what happens."),
    "gateway.webhook.changed": _("It was changed what another system is told."),
    "gateway.webhook.disabled": _("Another system is told nothing any more."),
    "gateway.webhook.enabled": _("Another system is told again what happens."),
    "gateway.webhook.secret_renewed": _("The secret of a webhook was renewed."),
    "inquiries.inquiry.asked": _("It was asked to read the log about a person."),
    "inquiries.inquiry.approved": _("Reading the log about a person was approved."),
    "inquiries.inquiry.declined": _("Reading the log about a person was declined."),
    "inquiries.inquiry.read": _("The log about a person was read."),
    "people.appointment.made": _("An appointment was made."),
    "people.appointment.prolonged": _("The end of an appointment was changed."),
    "people.appointment.withdrawn": _("An appointment was withdrawn."),
    "people.grant.allowed": _("A right was allowed."),
    "people.grant.forbidden": _("A right was forbidden."),
    "people.grant.taken_back": _("A decision about a right was taken back."),
    "people.group.continued": _("The class went on into the new school year."),
    "people.group.created": _("The group was made."),
    "people.group.ended": _("The group was ended."),
    "people.group.purged": _("The group was deleted for good."),
    "people.group.put_into": _("A group was put into another one."),
    "people.group.released": _("The group was released for deletion."),
    "people.group.renamed": _("The group was renamed."),
    "people.group.reopened": _("The group was taken into use again."),
    "people.group.taken_out": _("A group was taken out of another one."),
    "people.group_leader.appointed": _("The person became leader of a group."),
    "people.group_leader.withdrawn": _("The person no longer leads a group."),
    "people.group_rule.added": _("A rule about members of a group was added."),
    "people.group_rule.removed": _("A rule about members of a group was removed."),
    "people.membership.added": _("The person was added to a group."),
    "people.membership.removed": _("The person was taken out of a group."),
    "people.person.changed": _("Names or role of the person were changed by hand."),
    "people.person.created": _("The person was entered by hand."),
    "people.person.left": _(
        "The person left a school and still belongs to another one."
    ),
    "people.person.merged": _("The person was merged with another record."),
    "people.person.moved": _("The person changed school."),
    "people.person.moved_back": _("The change of school was undone."),
    "people.person.released": _("The person was released for deletion."),
    "people.person.reopened": _("The release for deletion was taken back."),
    "people.person.separated": _("The merge with another record was undone."),
    "people.proposal.accepted": _(
        "The proposal that two records are one person was accepted."
    ),
    "people.proposal.declined": _(
        "The proposal that two records are one person was declined."
    ),
    "people.proposal.reopened": _("The decision about two records was taken back."),
    "people.rollover.decided": _("It was decided what becomes of classes."),
    "people.rollover.undone": _("The decision about classes was undone."),
    "pages.offer.dismissed": _("A new text of the software for a page was dismissed."),
    "pages.offer.taken": _("A page got the new text that came with the software."),
    "pages.school.opened": _("A school got its place on the information site."),
    "people.school.officer_set": _(
        "The data protection officer of a school was changed."
    ),
    "people.school_change.agreed": _("A school agreed to a change of school."),
    "people.school_change.asked": _("A change of school was asked for."),
    "people.school_change.undo_asked": _("It was asked to undo a change of school."),
    "people.school_change.undo_dropped": _(
        "The wish to undo a change of school was withdrawn or declined."
    ),
    "people.school_change.withdrawn": _(
        "A change of school was withdrawn or declined."
    ),
    "people.school_year.activated": _("Another school year became active."),
    "people.secondment.agreed": _("The guest school agreed to a secondment."),
    "people.secondment.asked": _("A secondment to another school was asked for."),
    "people.secondment.begun": _("A secondment to another school began."),
    "people.secondment.ended": _("A secondment to another school ended."),
    "people.secondment.withdrawn": _("A secondment was withdrawn or declined."),
    "people.sponsorship.extended": _("The account made by hand was extended."),
    "privacy.data.handed_out": _("The person took the own data along."),
    "privacy.erasure.finished": _("People whose time was over were erased for good."),
    "sso.app.registered": _("A service was registered."),
    "sso.app.released": _("A service was released for a school."),
    "sso.app.secret_renewed": _("The secret of a service was renewed."),
    "sso.app.withdrawn": _("A service was withdrawn from a school."),
    "sso.refresh_token.reused": _(
        "A token of a service came twice; what it had opened was ended."
    ),
    "sso.signing_key.rotated": _("The signing key for services was renewed."),
    "status.check.changed": _("A check of a component was changed."),
    "status.check.removed": _("A check of a component was removed."),
    "status.component.added": _("A component was added to the status page."),
    "status.component.changed": _("A component of the status page was changed."),
    "status.freeze.added": _("A time without maintenance was set."),
    "status.freeze.removed": _("A time without maintenance was removed."),
    "status.incident.declined": _("A proposed incident was declined."),
    "status.incident.opened": _("An incident was published."),
    "status.incident.proposed": _("An incident was proposed."),
    "status.incident.resolved": _("An incident was resolved."),
    "status.incident.reviewed": _("An incident was reviewed."),
    "status.incident.scope_changed": _("What an incident concerns was changed."),
    "status.incident.updated": _("An incident was updated."),
    "status.template.changed": _("A template for incidents was changed."),
    "status.template.removed": _("A template for incidents was removed."),
    "status.window.cancelled": _("Maintenance was cancelled."),
    "status.window.extended": _("Maintenance was extended."),
    "status.window.occurrence_cancelled": _(
        "One date of regular maintenance was cancelled."
    ),
    "status.window.planned": _("Maintenance was planned."),
    "support.fault.reported": _("A fault was reported."),
    "support.incident.followed": _("It was asked to hear of the end of an incident."),
    "support.mail.accepted": _("A mail in doubt was taken over into a ticket."),
    "support.mail.thrown_away": _("A mail in doubt was thrown away."),
    "support.pin.accepted": _("A caller showed the right PIN."),
    "support.pin.refused": _("A caller showed a wrong PIN."),
    "support.question.asked": _("A question was sent to the school."),
    "support.team.changed": _("A team of the service desk was changed."),
    "support.team.removed": _("A team of the service desk was removed."),
    "support.template.changed": _("A template for answers was changed."),
    "support.template.removed": _("A template for answers was removed."),
    "support.ticket.attached": _("Files were sent with a ticket."),
    "support.ticket.assigned": _("A fault report was given to somebody."),
    "support.ticket.escalated": _("A fault report was late; the desk was told."),
    "support.ticket.given": _("A fault report was given to a team."),
    "support.ticket.linked": _("A fault report was linked to an incident."),
    "support.ticket.merged": _("A fault report was merged with another one."),
    "support.ticket.moved": _("The state of a fault report was changed."),
    "support.ticket.noted": _("An internal note was written in a ticket."),
    "support.ticket.put_back": _("A fault report was put back."),
    "support.ticket.reopened": _("A ticket was taken up again."),
    "support.ticket.replied": _("A reply was written in a ticket."),
    "support.ticket.solved": _("A ticket was marked as solved."),
    "support.ticket.taken": _("Somebody took a fault report."),
    "support.view.removed": _("A view of the queue was removed."),
    "support.view.saved": _("A view of the queue was saved."),
    "training.booking.accepted": _("An offered seat at a training was taken."),
    "training.booking.approved": _("A training was approved by the head of school."),
    "training.booking.cancelled": _(
        "A seat at a training was cancelled by the trainers or the central team."
    ),
    "training.booking.declined": _(
        "A training was not approved by the head of school."
    ),
    "training.booking.given_up": _("A seat at a training was given up."),
    "training.booking.made": _("A training was booked."),
    "training.course.added": _("A course was added to the training."),
    "training.course.changed": _("A course of the training was changed."),
    "training.course.published": _("A course of the training was published."),
    "training.course.withdrawn": _("A course was taken out of the catalogue."),
    "training.date.cancelled": _("A date of a training was cancelled."),
    "training.date.changed": _("A date of a training was changed."),
    "training.date.planned": _("A date of a training was planned."),
    "sync.run.applied": _("The changes of a sync run were applied."),
    "sync.run.applied_across": _(
        "The part of a sync run that concerns several schools was applied."
    ),
    "sync.run.approved": _("The held changes of a sync run were approved."),
    "sync.run.planned": _("A sync run was planned."),
    "sync.run.purged": _("Details of an old sync run were deleted."),
    "sync.run.rejected": _("The held changes of a sync run were rejected."),
    "sync.run.superseded": _(
        "The held changes of a sync run were superseded by a later one."
    ),
    "sync.run.undone": _("A sync run was taken back."),
}
"""A sentence for every action that is recorded; a test finds those that lack one."""

SUBJECTS: dict[str, StrOrPromise] = {
    "people.Person": pgettext_lazy("entry", "person"),
    "people.Affiliation": pgettext_lazy("entry", "role at a school"),
    "people.Appointment": pgettext_lazy("entry", "appointment"),
    "people.Proposal": pgettext_lazy("entry", "proposal"),
    "people.Sponsorship": pgettext_lazy("entry", "account made by hand"),
    "accounts.Account": pgettext_lazy("entry", "account"),
}
"""To what of a person something was done."""

PARTS: dict[str, StrOrPromise] = {
    "command line": _("the operator, on the command line"),
    "schedule": _("eduPort, by schedule"),
    "erasure": _("eduPort, erasing for good"),
    "retention": _("eduPort, by schedule"),
    "sign-in": _("eduPort, at the sign-in"),
    "sso": _("eduPort, signing in to services"),
    "demo": _("the demo"),
}
"""Parts of the system that act by themselves, and operators; feeds have own names."""
