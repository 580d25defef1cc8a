"""The indexes of each database over passages, kept by the database itself: they cannot fall behind the rows."""

from django.db import migrations

# FTS5 keeps no copy of the text: it reads it in the table. `search_names` holds names alone, `search_grams` the pieces of
# three letters of what is short enough to be meant by somebody who mistypes it.
SQLITE = """
CREATE VIRTUAL TABLE search_words USING fts5(
    stems, words, place, content='search_passage', content_rowid='key', tokenize='unicode61 remove_diacritics 0',
    prefix='2 3', columnsize=0);
CREATE VIRTUAL TABLE search_names USING fts5(
    stems, words, content='search_passage', content_rowid='key', tokenize='unicode61 remove_diacritics 0',
    prefix='1 2 3', columnsize=0);
CREATE VIRTUAL TABLE search_grams USING fts5(
    words, content='search_passage', content_rowid='key', tokenize='trigram', columnsize=0, detail=none);
"""
TRIGGERS = """
CREATE TRIGGER search_added AFTER INSERT ON search_passage BEGIN
    INSERT INTO search_words(rowid, stems, words, place) VALUES (new.key, new.stems, new.words, new.place);
END;
CREATE TRIGGER search_removed AFTER DELETE ON search_passage BEGIN
    INSERT INTO search_words(search_words, rowid, stems, words, place)
    VALUES ('delete', old.key, old.stems, old.words, old.place);
END;
CREATE TRIGGER search_name_added AFTER INSERT ON search_passage WHEN new.place = 'name' BEGIN
    INSERT INTO search_names(rowid, stems, words) VALUES (new.key, new.stems, new.words);
END;
CREATE TRIGGER search_name_removed AFTER DELETE ON search_passage WHEN old.place = 'name' BEGIN
    INSERT INTO search_names(search_names, rowid, stems, words) VALUES ('delete', old.key, old.stems, old.words);
END;
CREATE TRIGGER search_grams_added AFTER INSERT ON search_passage WHEN new.place IN ('name', 'heading', 'fact') BEGIN
    INSERT INTO search_grams(rowid, words) VALUES (new.key, new.words);
END;
CREATE TRIGGER search_grams_removed AFTER DELETE ON search_passage WHEN old.place IN ('name', 'heading', 'fact') BEGIN
    INSERT INTO search_grams(search_grams, rowid, words) VALUES ('delete', old.key, old.words);
END;
"""
# Words are cut and folded before they come here; what PostgreSQL's own parser makes of them must not matter.
POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE FUNCTION search_vector(compared text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(quote_literal(word) || ':' || place, ' '), '')::tsvector
    FROM unnest(string_to_array(compared, ' ')) WITH ORDINALITY AS listed(word, place)
    WHERE word <> '' AND place < 16384
$$;
ALTER TABLE search_passage
    ADD COLUMN stems_vector tsvector GENERATED ALWAYS AS (search_vector(stems)) STORED,
    ADD COLUMN words_vector tsvector GENERATED ALWAYS AS (search_vector(words)) STORED;
CREATE INDEX search_stems ON search_passage USING gin (stems_vector);
CREATE INDEX search_words ON search_passage USING gin (words_vector);
CREATE INDEX search_name_stems ON search_passage USING gin (stems_vector) WHERE place = 'name';
CREATE INDEX search_name_words ON search_passage USING gin (words_vector) WHERE place = 'name';
CREATE INDEX search_heading_stems ON search_passage USING gin (stems_vector) WHERE place = 'heading';
CREATE INDEX search_grams ON search_passage USING gin (words gin_trgm_ops) WHERE place IN ('name', 'heading', 'fact');
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for statement in SQLITE.strip().split(";\n"):
        schema_editor.execute(statement.rstrip(";"))
    for statement in TRIGGERS.strip().split("END;"):
        if statement.strip():
            schema_editor.execute(statement + "END;")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE search_passage DROP COLUMN stems_vector, DROP COLUMN words_vector;"
            "DROP FUNCTION search_vector(text);"
        )
        return
    for name in ("added", "removed", "name_added", "name_removed", "grams_added", "grams_removed"):
        schema_editor.execute(f"DROP TRIGGER search_{name}")
    for name in ("words", "names", "grams"):
        schema_editor.execute(f"DROP TABLE search_{name}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_passages")]

    operations = [migrations.RunPython(add, remove)]
