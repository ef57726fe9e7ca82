CREATE SCHEMA content;

CREATE SEQUENCE content.block_id_seq;

CREATE TABLE content.page (
    code             text        NOT NULL,
    draft            jsonb       NOT NULL DEFAULT '[]',
    draft_version    integer     NOT NULL DEFAULT 1,
    published_number integer     NOT NULL DEFAULT 0,
    changed_at       timestamptz NOT NULL,
    CONSTRAINT page_pkey PRIMARY KEY (code),
    CONSTRAINT page_code_well_formed CHECK (code ~ '^[a-z][a-z0-9_-]{1,39}$'),
    CONSTRAINT page_draft_listed CHECK (jsonb_typeof(draft) = 'array'),
    CONSTRAINT page_draft_version_positive CHECK (draft_version > 0),
    CONSTRAINT page_published_number_not_negative CHECK (published_number >= 0)
);
COMMENT ON COLUMN content.page.draft IS 'The blocks as staff works on them, in order; shoppers never see these.';
COMMENT ON COLUMN content.page.published_number IS 'The edition that shoppers see; 0 while there is none.';
SELECT platform.place('content.page', 'reference');

CREATE TABLE content.edition (
    page_code    text        NOT NULL,
    number       integer     NOT NULL,
    blocks       jsonb       NOT NULL,
    actor        jsonb       NOT NULL,
    note         text        NOT NULL DEFAULT '',
    published_at timestamptz NOT NULL,
    CONSTRAINT edition_pkey PRIMARY KEY (page_code, number),
    CONSTRAINT edition_number_positive CHECK (number > 0),
    CONSTRAINT edition_blocks_listed CHECK (jsonb_typeof(blocks) = 'array')
);
COMMENT ON TABLE content.edition IS 'Every version of a page that was ever published. Only added to.';
SELECT platform.place('content.edition', 'reference');
ALTER TABLE content.edition
    ADD CONSTRAINT edition_page_exists FOREIGN KEY (page_code) REFERENCES content.page (code);
