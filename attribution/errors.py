"""Errors that the library raises, each also a built-in error so that plain handlers catch it.

AttributionError
├── InputError      (ValueError)    the article or the file cannot be used as it is
├── RecordError     (ValueError)    a record breaks the contract; lists every problem with its path
├── LexiconError    (ValueError)    a data file breaks its schema
├── ModelError      (RuntimeError)  the reader is incomplete, or a tokenizer changes the text
├── WorkerError     (RuntimeError)  a process that shared the work ended before it was done
└── OptionError     (ValueError)    an option has a value that is not allowed
"""

_ADVICE = {
    FileNotFoundError: "check the name and the folder",
    IsADirectoryError: "give the files in it",
    PermissionError: "ask for the right to read it",
}


class AttributionError(Exception):
    """Base of every error that this library raises on purpose."""


class InputError(AttributionError, ValueError):
    """The article or file cannot be used as it is; the message says what to do."""


def not_read(path: object, error: OSError) -> InputError:
    """Return the error for a file that the system does not hand over: which, why, and what to do."""
    advice = next((advice for kind, advice in _ADVICE.items() if isinstance(error, kind)), "try a copy of it")
    return InputError(f"{path}: {error.strerror or error}; {advice}")


def how_to_install(extra: str) -> str:
    """Return the command that brings an extra, from the registry and from a checkout of the repository."""
    return f'pip install "quote-attribution[{extra}]", or in a checkout: pip install ".[{extra}]"'


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
    """What the reader needs is missing, or the tokenizer of a pipeline changes the text."""


class WorkerError(AttributionError, RuntimeError):
    """A process that shared the work ended before it was done; the message says what to do."""


class OptionError(AttributionError, ValueError):
    """An option has a value that is not allowed."""
