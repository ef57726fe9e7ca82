from shopwright.kernel.errors import NotFound, Refusal


class ProductNotFound(NotFound):
    """No such product, or none that this actor may see."""

    code = "product_not_found"
    sentence = "This product does not exist or is no longer for sale."


class VariantNotFound(NotFound):
    """No such variant, or it was retired."""

    code = "variant_not_found"
    sentence = "This variant does not exist."


class CategoryNotFound(NotFound):
    """No such category."""

    code = "category_not_found"
    sentence = "This category does not exist."


class CollectionNotFound(NotFound):
    """No such collection, or none that this actor may see."""

    code = "collection_not_found"
    sentence = "This collection does not exist or is no longer shown."


class CollectionChanged(Refusal):
    """Someone else changed the collection since it was read."""

    code = "collection_changed"
    status = 409
    sentence = (
        "Someone else has changed this collection meanwhile. Look at the new version and enter your change again."
    )


class TooManyCollections(Refusal):
    """The shop has reached its limit of collections."""

    code = "too_many_collections"
    status = 409
    sentence = "There can be at most {limit} collections."


class CollectionFull(Refusal):
    """The collection has reached its limit of products chosen by hand."""

    code = "collection_full"
    status = 409
    sentence = "A collection can hold at most {limit} products chosen by hand."


class PictureNotFound(NotFound):
    """No such picture on this product."""

    code = "picture_not_found"
    sentence = "This picture does not exist."


class ProductChanged(Refusal):
    """Someone else changed the product since it was read; nothing of either is lost."""

    code = "product_changed"
    status = 409
    sentence = "Someone else has changed this product meanwhile. Look at the new version and enter your change again."


class SkuTaken(Refusal):
    """Another variant has the SKU."""

    code = "sku_taken"
    status = 409
    sentence = "Another variant already has the SKU {sku}."


class SlugTaken(Refusal):
    """Another page has the address."""

    code = "slug_taken"
    status = 409
    sentence = "Another page already has the address {slug}."


class ChoiceTaken(Refusal):
    """A variant with the same values of all options exists."""

    code = "choice_taken"
    status = 409
    sentence = "A variant with these option values already exists."


class NothingToSell(Refusal):
    """A product without a priced variant cannot be listed."""

    code = "nothing_to_sell"
    status = 409
    sentence = "Give at least one variant a price before listing the product."


class LastVariant(Refusal):
    """A listed product keeps at least one variant."""

    code = "last_variant"
    status = 409
    sentence = "This is the last variant of a listed product. Delist the product first."


class CategoryNotEmpty(Refusal):
    """A category that holds products or categories cannot be removed."""

    code = "category_not_empty"
    status = 409
    sentence = "The category still holds products or other categories. Move them first."


class CategoryChanged(Refusal):
    """Someone else changed the category since it was read."""

    code = "category_changed"
    status = 409
    sentence = "Someone else has changed this category meanwhile. Look at it again and enter your change anew."


class CategoryInsideItself(Refusal):
    """A category cannot be moved below itself."""

    code = "category_inside_itself"
    status = 409
    sentence = "A category cannot be moved into itself or a category below it."


class TooManyCategories(Refusal):
    """The tree has reached its limit."""

    code = "too_many_categories"
    status = 409
    sentence = "There can be at most {limit} categories."


class TooManyPictures(Refusal):
    """The product has reached its limit of pictures."""

    code = "too_many_pictures"
    status = 409
    sentence = "A product can have at most {limit} pictures."


class PictureAlreadyThere(Refusal):
    """The product has this very picture."""

    code = "picture_already_there"
    status = 409
    sentence = "The product already has this picture."


class WrongCurrency(Refusal):
    """A price must be in the market's currency."""

    code = "wrong_currency"
    status = 422
    sentence = "Prices in this market are in {currency}."
