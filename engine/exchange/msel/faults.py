"""What is wrong with a sheet, or worth knowing about it: where, what, and what would be right."""

from typing import NamedTuple

from engine.exchange.msel.columns import columns
from engine.words.language import Language


class SheetPlace(NamedTuple):
    """A place of a sheet: its row as the program that shows it counts, and the heading of the column."""

    sheet: str
    row: int = 0
    column: str = ""


class Remark(NamedTuple):
    """Something said about a place."""

    place: SheetPlace
    text: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


class SheetError(Exception):
    """A sheet that cannot be taken in, with everything that is wrong with it, in the order of its rows."""

    def __init__(self, faults: list[Remark]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


class Remarks:
    """Collects remarks while a sheet is read."""

    def __init__(self, language: Language) -> None:
        self.language, self.say = language, language.say
        self.headings = {column.key: column.heading for column in columns(language)}
        self.faults: list[Remark] = []
        self.notices: list[Remark] = []

    def fault(self, place: SheetPlace, text: str) -> None:
        """What must be put right before anything is written."""
        self.faults.append(self.remark(place, text))

    def notice(self, place: SheetPlace, text: str) -> None:
        """What was decided, left out or kept elsewhere."""
        self.notices.append(self.remark(place, text))

    def remark(self, place: SheetPlace, text: str) -> Remark:
        place = place._replace(column=self.headings.get(place.column, place.column))
        where = place.sheet
        if place.row:
            where = self.say("{sheet}, row {row}", sheet=place.sheet, row=place.row)
        return Remark(place, text, f"{where}, {place.column}" if place.column else where)

    def raise_faults(self) -> None:
        """Raise SheetError if there is any fault."""
        if self.faults:
            raise SheetError(sorted(self.faults, key=lambda fault: (fault.place.sheet, fault.place.row)))
