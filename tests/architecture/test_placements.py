"""What a spread-out shop needs, checked on plain PostgreSQL from the recorded placements."""

from shopwright.platform.db import Database

TABLES = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'jobs', 'public')
"""
KEYS = """
    SELECT n.nspname || '.' || c.relname AS table_name, i.relname AS index_name,
           array(SELECT a.attname::text FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum = ANY(x.indkey)) AS columns
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE x.indisunique
"""
FOREIGN_KEYS = """
    SELECT s.nspname || '.' || f.relname AS from_table, t.nspname || '.' || g.relname AS to_table, k.conname,
           array(SELECT attname::text FROM pg_attribute
                 WHERE attrelid = k.conrelid AND attnum = ANY(k.conkey)) AS columns
    FROM pg_constraint k
    JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace s ON s.oid = f.relnamespace
    JOIN pg_class g ON g.oid = k.confrelid JOIN pg_namespace t ON t.oid = g.relnamespace
    WHERE k.contype = 'f'
"""
EXEMPT = {"platform.schema_revision", "platform.placement"}
MODULE_ORDER = [
    ["platform"],
    ["markets", "staff"],
    ["catalog", "content", "customers"],
    ["inventory", "payments"],
    ["orders"],
    ["checkout"],
    ["messages"],
]
WHOLE_MACHINE = {"local", "reference"}


async def placements(database: Database) -> dict[str, str]:
    async with database.reading() as reading:
        rows = await reading.connection.fetch("SELECT table_name, placed_by FROM platform.placement")
    return {row["table_name"]: row["placed_by"] for row in rows}


async def test_every_table_declares_its_placement(architecture_database: Database) -> None:
    async with architecture_database.reading() as reading:
        tables = {row[0] for row in await reading.connection.fetch(TABLES)}
    assert tables - EXEMPT == set(await placements(architecture_database))


async def test_unique_keys_contain_the_distribution_column(architecture_database: Database) -> None:
    placed = await placements(architecture_database)
    async with architecture_database.reading() as reading:
        keys = await reading.connection.fetch(KEYS)
    wrong = [
        f"{table}.{index}"
        for table, index, columns in keys
        if placed.get(table, "local") not in WHOLE_MACHINE and placed[table] not in columns
    ]
    assert wrong == []


async def test_foreign_keys_stay_in_the_family_and_point_down(architecture_database: Database) -> None:
    placed = await placements(architecture_database)
    level = {module: index for index, row in enumerate(MODULE_ORDER) for module in row}
    async with architecture_database.reading() as reading:
        keys = await reading.connection.fetch(FOREIGN_KEYS)
    wrong = []
    for source, target, name, columns in keys:
        source_module, target_module = source.split(".")[0], target.split(".")[0]
        points_down = source_module == target_module or level[target_module] < level[source_module]
        same_family = placed[source] == placed[target] and placed[source] in [*columns, *WHOLE_MACHINE]
        if not points_down or not (placed[target] == "reference" or same_family):
            wrong.append(f"{source}.{name} -> {target}")
    assert wrong == []


async def test_distributed_tables_have_no_identity_and_no_trigger(architecture_database: Database) -> None:
    placed = await placements(architecture_database)
    async with architecture_database.reading() as reading:
        identities = await reading.connection.fetch(
            "SELECT attrelid::regclass::text FROM pg_attribute WHERE attidentity <> ''"
        )
        triggers = await reading.connection.fetch(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
    assert {row[0] for row in [*identities, *triggers]} & set(placed) == set()
