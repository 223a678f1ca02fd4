"""Full text over cards and comments, in English and Russian, where the database can do it.

That of cards in a table of its own: a card is moved far more often than written, and each move would put all of its
words into the index once more. A comment's row changes with its text only. No foreign key: tables that Django does not
know would keep it from emptying those that it does.
"""

from django.db import migrations

from core.sql.migration_steps import on_postgresql

ADD = """
CREATE TABLE card_texts (
    card_id uuid PRIMARY KEY,
    search tsvector NOT NULL
);
CREATE INDEX card_texts_search ON card_texts USING gin (search);

CREATE FUNCTION card_text(title text, description text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(
        to_tsvector('english', title) || to_tsvector('russian', title) || to_tsvector('simple', title), 'A'
    ) || to_tsvector('english', description) || to_tsvector('russian', description)
      || to_tsvector('simple', description)
$$;
CREATE FUNCTION keep_card_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_texts (card_id, search) VALUES (NEW.id, card_text(NEW.title, NEW.description))
    ON CONFLICT (card_id) DO UPDATE SET search = EXCLUDED.search;
    RETURN NULL;
END
$$;
CREATE TRIGGER cards_text_made AFTER INSERT ON cards FOR EACH ROW EXECUTE FUNCTION keep_card_text();
CREATE TRIGGER cards_text_changed AFTER UPDATE OF title, description ON cards FOR EACH ROW
    WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.description IS DISTINCT FROM NEW.description)
    EXECUTE FUNCTION keep_card_text();

CREATE FUNCTION drop_card_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM card_texts WHERE card_id = OLD.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER cards_text_gone AFTER DELETE ON cards FOR EACH ROW EXECUTE FUNCTION drop_card_text();

INSERT INTO card_texts (card_id, search) SELECT id, card_text(title, description) FROM cards;

ALTER TABLE comments ADD COLUMN search tsvector GENERATED ALWAYS AS (
    to_tsvector('english', text) || to_tsvector('russian', text) || to_tsvector('simple', text)
) STORED;
CREATE INDEX comments_search ON comments USING gin (search);
"""
DROP = """
ALTER TABLE comments DROP COLUMN search;
DROP TRIGGER cards_text_made ON cards;
DROP TRIGGER cards_text_changed ON cards;
DROP TRIGGER cards_text_gone ON cards;
DROP FUNCTION keep_card_text();
DROP FUNCTION drop_card_text();
DROP FUNCTION card_text(text, text);
DROP TABLE card_texts;
"""


class Migration(migrations.Migration):
    dependencies = (("boards", "0005_dates_and_watchers"),)

    operations = (migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP)),)
