"""Errors that the library raises, each also a built-in error so that plain handlers catch it.

AttributionError
├── InputError      (ValueError)    the article or the file cannot be used as it is
├── RecordError     (ValueError)    a record breaks the contract; lists every problem with its path
├── LexiconError    (ValueError)    a data file breaks its schema
├── ModelError      (RuntimeError)  a model is missing, altered or lacks a component
└── OptionError     (ValueError)    an option has a value that is not allowed
"""


class AttributionError(Exception):
    """Base of every error that this library raises on purpose."""


class InputError(AttributionError, ValueError):
    """The article or file cannot be used as it is; the message says what to do."""


class RecordError(AttributionError, ValueError):
    """A record breaks the contract.

    Attributes:
        problems: One line a problem, each with its JSON path.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class LexiconError(AttributionError, ValueError):
    """A data file breaks its schema."""


class ModelError(AttributionError, RuntimeError):
    """A model is missing, altered, or lacks a component that is needed."""


class OptionError(AttributionError, ValueError):
    """An option has a value that is not allowed."""
