from shopwright.kernel.errors import NotFound, Refusal


class BlockNotFound(NotFound):
    """No such block in the draft, or no longer."""

    code = "block_not_found"
    sentence = "This block does not exist any more."


class EditionNotFound(NotFound):
    """The page was never published under this number."""

    code = "edition_not_found"
    sentence = "This version of the page does not exist."


class BlockChanged(Refusal):
    """Someone else changed the block since it was read."""

    code = "block_changed"
    status = 409
    sentence = "Someone else has changed this block meanwhile. Look at the new version and enter your change again."


class PageChanged(Refusal):
    """Someone else changed the draft since it was looked at."""

    code = "page_changed"
    status = 409
    sentence = "Someone else has changed this page meanwhile. Look at it again first."


class TooManyBlocks(Refusal):
    """The page has reached its limit."""

    code = "too_many_blocks"
    status = 409
    sentence = "A page can have at most {limit} blocks."


class NothingToPublish(Refusal):
    """The draft shows nothing, or what shoppers see already."""

    code = "nothing_to_publish"
    status = 409
    sentence = "There is nothing new to publish."
