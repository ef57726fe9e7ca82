CREATE TABLE catalog.brand (
    name  text  NOT NULL PRIMARY KEY,
    names jsonb NOT NULL,
    CONSTRAINT brand_named CHECK (name <> ''),
    CONSTRAINT brand_names_by_language CHECK (jsonb_typeof(names) = 'object' AND names <> '{}')
);
COMMENT ON TABLE catalog.brand IS
    'What a brand is called in each language. Products, filters and rules know it by name; one without a row is called '
    'by that everywhere.';
SELECT platform.place('catalog.brand', 'reference');
