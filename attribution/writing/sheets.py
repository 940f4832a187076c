"""One row a record: CSV and XLSX to look at, Parquet to compute with.

In CSV and XLSX the stretches of a split statement stand on lines of their own in one cell, harmful characters are
shown by their number, and no cell is a formula. Parquet holds the exact text, the stretches as lists.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from attribution.inert import CellValue, csv_cell, show_harmful
from attribution.reading.extras import load_extra
from attribution.records import AttributionRecord, Mention, Row
from attribution.rows import COLUMNS, rows
from attribution.writing.json_text import Pairs

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP file can state: files are the same whenever they are made
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_WIDTHS = {"content": 60, "quotations": 60, "evidence": 60, "article_title": 32, "speaker": 24, "outlet": 24}
_EXCEL_MOST = 32_767  # characters of a cell; Excel refuses files with longer ones


def write_csv(pairs: Pairs) -> str:
    """Return a CSV file (RFC 4180, lines end in CR LF); write it as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for extraction, _ in pairs:
        for row in rows(extraction):
            writer.writerow([csv_cell(row[column]) for column in COLUMNS])
    return stream.getvalue()


def write_xlsx(pairs: Pairs) -> bytes:
    """Return an Excel workbook with one sheet, its head frozen and filters set.

    Raises:
        InputError: The extra "xlsx" is not installed.
    """
    openpyxl = load_extra("openpyxl", "xlsx", "XLSX")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Attributions"
    sheet.append(COLUMNS)
    for at, row in enumerate((row for extraction, _ in pairs for row in rows(extraction)), start=2):
        _append(sheet, at, row)
    _dress(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def _append(sheet: Any, at: int, row: Row) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        value = row[column]
        cell = sheet.cell(at, number)
        if isinstance(value, str):
            cell.value = show_harmful(value).replace("\r", "")[:_EXCEL_MOST]
            cell.data_type = "s"  # text, whatever it begins with
            cell.quotePrefix = True  # and text it stays when someone edits the cell
        else:
            cell.value = value


def _dress(sheet: Any) -> None:
    styles = load_extra("openpyxl.styles", "xlsx", "XLSX")
    for number, column in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, number)
        head.font = styles.Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = _WIDTHS.get(column, 14)
    wrapped = styles.Alignment(wrap_text=True, vertical="top")
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = wrapped
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _without_clock(data: bytes) -> bytes:
    """Return the workbook with fixed dates, so that the same records give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", old.read(name)))
    return stream.getvalue()


def write_parquet(pairs: Pairs) -> bytes:
    """Return a Parquet file; `content` and `quotations` are lists of {start, end, exact}.

    Raises:
        InputError: The extra "parquet" is not installed.
    """
    arrow = load_extra("pyarrow", "parquet", "Parquet")
    parquet = load_extra("pyarrow.parquet", "parquet", "Parquet")
    mention = arrow.struct([("start", arrow.int64()), ("end", arrow.int64()), ("exact", arrow.string())])
    kinds = {"number": arrow.int64(), "start": arrow.int64(), "end": arrow.int64()}
    kinds |= {"content": arrow.list_(mention), "quotations": arrow.list_(mention), "via": arrow.list_(arrow.string())}
    kinds |= {name: arrow.float64() for name in COLUMNS if name.startswith("confidence_")}
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
    table = arrow.Table.from_pylist([_nested(record, row) for record, row in _with_rows(pairs)], schema=schema)
    stream = io.BytesIO()
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def _with_rows(pairs: Pairs) -> Iterator[tuple[AttributionRecord, Row]]:
    for extraction, _ in pairs:
        yield from zip(extraction.records, rows(extraction), strict=True)


def _nested(record: AttributionRecord, row: Row) -> dict[str, Any]:
    plain = {name: _encodable(value) for name, value in row.items()}
    return plain | {"content": _structs(record.content), "quotations": _structs(record.quotations), "via": record.via}


def _structs(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    return [{"start": m.start, "end": m.end, "exact": _encodable(m.exact)} for m in mentions]


def _encodable(value: CellValue) -> CellValue:
    """Parquet strings are UTF-8, which has no lone surrogates."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
