"""The call: an article and its records in, what does not hold out.

`integrity` does the work, with the standard library alone; here its one error becomes one of this library's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attribution.errors import InputError, RecordError
from attribution.paths import names_file
from attribution.verify import integrity
from attribution.verify.integrity import Failure

if TYPE_CHECKING:
    from attribution.verify.integrity import Records


def verify_records(text: str, records: Records) -> list[Failure]:
    """Return everything in `records` that does not hold for the article `text`; nothing when all of it holds.

    What is proved, and what cannot be, stands in `attribution.verify.integrity`, which runs by itself as well.

    Args:
        text: The article, exactly as it was extracted from.
        records: JSON or JSON Lines text, or one extraction or several, as `attribution.extract` or `json.loads` gives
            them; of several, those of other articles are passed over.

    Raises:
        InputError: The article or the records are given as the name of a file, or the article is no text at all.
        RecordError: The records are no JSON or have another schema id, or are records without their extraction.
    """
    if isinstance(text, str) and names_file(text):
        raise InputError(
            f"a string is the text of the article, and {text!r} names a file: give read_article({text!r}).article.text"
        )
    if isinstance(records, str) and names_file(records):
        raise InputError(
            f"a string is JSON, and {records!r} names a file: give pathlib.Path({records!r}).read_text('utf-8')"
        )
    try:
        return integrity.verify_records(text, records)
    except integrity.UnreadableError as error:
        raise (RecordError([str(error)]) if isinstance(text, str) else InputError(str(error))) from None
