"""What people type into questions and tickets."""

from eduport.support.forms.desk import BulkForm, DeskFilter, MergeForm
from eduport.support.forms.faults import FaultForm
from eduport.support.forms.questions import AnswerForm, QuestionForm, ReplyForm
from eduport.support.forms.reporters import CallerForm

__all__ = [
    "AnswerForm",
    "BulkForm",
    "CallerForm",
    "DeskFilter",
    "FaultForm",
    "MergeForm",
    "QuestionForm",
    "ReplyForm",
]
