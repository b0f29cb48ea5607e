"""Export: the data of a run for analysis. Tidy tables as CSV, CloudEvents, and the log itself.

Control's are made from the log; a role's and the public's from what their view released to them, and from
nothing else.
"""

from engine.exchange.export.cloudevents import cloudevents
from engine.exchange.export.raw import raw_log
from engine.exchange.export.tables import Tables, files, tables, tables_zip, write_tables

__all__ = ["Tables", "cloudevents", "files", "raw_log", "tables", "tables_zip", "write_tables"]
