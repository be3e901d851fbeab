"""Tables of components, incidents, maintenance and what was announced."""

from eduport.status.models.announcements import (
    Announcement,
    AnnouncementAudience,
    MailChoice,
    MailTopic,
)
from eduport.status.models.checks import CheckKind, DayRecord, HealthCheck
from eduport.status.models.components import Component
from eduport.status.models.incidents import (
    Impact,
    Incident,
    IncidentState,
    IncidentTemplate,
    IncidentUpdate,
    Proposal,
    ProposalCause,
    Report,
)
from eduport.status.models.snapshots import Snapshot
from eduport.status.models.windows import Freeze, MaintenanceWindow, OccurrenceChange

__all__ = [
    "Announcement",
    "AnnouncementAudience",
    "CheckKind",
    "Component",
    "DayRecord",
    "Freeze",
    "HealthCheck",
    "Impact",
    "Incident",
    "IncidentState",
    "IncidentTemplate",
    "IncidentUpdate",
    "MailChoice",
    "MailTopic",
    "MaintenanceWindow",
    "OccurrenceChange",
    "Proposal",
    "ProposalCause",
    "Report",
    "Snapshot",
]
