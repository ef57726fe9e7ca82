"""What crosses the wall of the catalogue."""

from shopwright.modules.catalog.contracts.categories import (
    Category,
    CategoryForStaff,
    ProductCategory,
)
from shopwright.modules.catalog.contracts.editing import (
    EditableOption,
    EditablePicture,
    EditablePrice,
    EditableProduct,
    EditableValue,
    EditableVariant,
    PriceRecord,
    StaffProduct,
)
from shopwright.modules.catalog.contracts.imports import (
    ImportProgress,
    ImportReport,
    OpeningStock,
    RowMessage,
)
from shopwright.modules.catalog.contracts.inputs import (
    AttributeInput,
    OptionInput,
    PictureInput,
    PriceInput,
    ProductInput,
    ProductTexts,
    VariantInput,
)
from shopwright.modules.catalog.contracts.products import (
    Attribute,
    Option,
    OptionValue,
    Picture,
    ProductCard,
    ProductPage,
    VariantOffer,
)
from shopwright.modules.catalog.contracts.sales import (
    CurrentPrice,
    SaleLine,
    SoldQuantity,
    VariantAvailability,
)
from shopwright.modules.catalog.contracts.words import (
    ProductSort,
    ProductState,
    Words,
)

__all__ = [
    "Attribute",
    "AttributeInput",
    "Category",
    "CategoryForStaff",
    "CurrentPrice",
    "EditableOption",
    "EditablePicture",
    "EditablePrice",
    "EditableProduct",
    "EditableValue",
    "EditableVariant",
    "ImportProgress",
    "ImportReport",
    "OpeningStock",
    "Option",
    "OptionInput",
    "OptionValue",
    "Picture",
    "PictureInput",
    "PriceInput",
    "PriceRecord",
    "ProductCard",
    "ProductCategory",
    "ProductInput",
    "ProductPage",
    "ProductSort",
    "ProductState",
    "ProductTexts",
    "RowMessage",
    "SaleLine",
    "SoldQuantity",
    "StaffProduct",
    "VariantAvailability",
    "VariantInput",
    "VariantOffer",
    "Words",
]
