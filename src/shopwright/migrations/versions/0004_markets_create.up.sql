CREATE SCHEMA markets;

CREATE TABLE markets.market (
    code                    text    PRIMARY KEY,
    names                   jsonb   NOT NULL,
    currency                text    NOT NULL,
    default_language        text    NOT NULL,
    languages               text[]  NOT NULL,
    zone                    text    NOT NULL,
    freight_flat_minor      bigint  NOT NULL,
    freight_free_over_minor bigint,
    unpaid_minutes          integer NOT NULL,
    is_default              boolean NOT NULL DEFAULT false,
    CONSTRAINT market_code_well_formed CHECK (code ~ '^[a-z][a-z0-9_]{1,19}$'),
    CONSTRAINT market_named CHECK (jsonb_typeof(names) = 'object' AND names <> '{}'),
    CONSTRAINT market_currency_well_formed CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT market_speaks_its_default CHECK (default_language = ANY (languages)),
    CONSTRAINT market_zone_given CHECK (zone <> ''),
    CONSTRAINT market_freight_not_negative CHECK (freight_flat_minor >= 0),
    CONSTRAINT market_free_over_positive CHECK (freight_free_over_minor > 0),
    CONSTRAINT market_unpaid_minutes_positive CHECK (unpaid_minutes > 0)
);
COMMENT ON COLUMN markets.market.freight_free_over_minor IS
    'Goods of at least this much travel free; NULL: freight is always paid.';
COMMENT ON COLUMN markets.market.unpaid_minutes IS 'How long an order may stay unpaid before it expires.';
CREATE UNIQUE INDEX market_one_default ON markets.market (is_default) WHERE is_default;
SELECT platform.place('markets.market', 'reference');

INSERT INTO markets.market (
    code, names, currency, default_language, languages, zone,
    freight_flat_minor, freight_free_over_minor, unpaid_minutes, is_default
) VALUES (
    'cn', '{"zh_CN": "中国大陆", "en": "Chinese mainland"}', 'CNY', 'zh_CN', '{zh_CN,en}', 'Asia/Shanghai',
    800, 9900, 30, true
);
