"""The intake of survey responses: a file is looked through to understand it, then written down in batches.

The rooms in the order in which a file passes them: its `octets`, unpacked; `foreign` files, told apart; its
`encoding`, certain by `guess` or asked for; `lines`, `delimited` with its `headers`, or `json_rows` over `json_text`;
all of it the `survey_file`. Then the `look` through it, and the `importing` of its rows: `twins` told apart, what
became of them in a `tally`, what could not be taken in `rejected_rows`. What rows mean is decided in `domain.intake`.

Everything streams: a file is read three times, and never is more of it in memory than the rows of one transaction.
"""

from cxloop_tui.domain.cells import harmless
from cxloop_tui.services.intake.importing import MAPPINGS, Glimpse, Intake, Moment, Plan, moment_of
from cxloop_tui.services.intake.look import look_through
from cxloop_tui.services.intake.progress import Progress, Watch
from cxloop_tui.services.intake.rejected_rows import RejectedRows
from cxloop_tui.services.intake.row import Row
from cxloop_tui.services.intake.survey_file import SurveyFile
from cxloop_tui.services.intake.tally import Tally

__all__ = [
    "MAPPINGS",
    "Glimpse",
    "Intake",
    "Moment",
    "Plan",
    "Progress",
    "RejectedRows",
    "Row",
    "SurveyFile",
    "Tally",
    "Watch",
    "harmless",
    "look_through",
    "moment_of",
]
