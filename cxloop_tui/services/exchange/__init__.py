"""Taking in tickets of another store: `import tickets FILE` reads what `export` wrote as NDJSON.

The file is read twice. The first time everything is checked and nothing written (`checking`): what is malformed or
incomplete, or stands here under the same id with another content, refuses the whole file. The second time it is
replayed (`importing`). Neither keeps more in memory than the organisation and one batch of lines
(docs/decisions/0016-exchange-format.md).
"""

from cxloop_tui.services.exchange.file import Progress, Watch, nobody
from cxloop_tui.services.exchange.findings import Findings
from cxloop_tui.services.exchange.importing import TicketImport

__all__ = ["Findings", "Progress", "TicketImport", "Watch", "nobody"]
