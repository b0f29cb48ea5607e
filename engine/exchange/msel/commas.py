"""The list of injects as a CSV file: UTF-8 with the mark by which spreadsheet programs know it."""

import csv
import io

from engine.exchange.msel.cells import guard
from engine.exchange.msel.plan import Plan


def written(plan: Plan) -> bytes:
    """The file."""
    rows = plan.rows()
    columns = plan.columns(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([guard(row.get(column.cell, "")) for column in columns])
    return text.getvalue().encode("utf-8-sig")
