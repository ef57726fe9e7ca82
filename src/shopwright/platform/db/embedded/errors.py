"""Why the embedded server does not run, each as a sentence for the person at the terminal."""


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot be used; the message is a whole sentence that a person can act upon."""


class EmbeddedServerUnavailable(EmbeddedServerError):
    """This machine cannot run the embedded PostgreSQL at all; the message names the way out, `DATABASE_URL`."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason} Give Shopwright a PostgreSQL 16 or newer of your own instead: "
            "DATABASE_URL=postgresql://user:password@host/database."
        )


class EmbeddedServerInUse(EmbeddedServerError):
    """Another living process holds this folder."""


class EmbeddedServerFailed(EmbeddedServerError):
    """The server or its folder is not as it must be; nothing was removed."""
