// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

// rowid: the product's number. articles: names and numbers of the variants that are on sale. Prefixes of two
// and three letters are indexed, so that search while typing is quick (sqlite.org/fts5.html §4.2).
constexpr std::string_view kSqlite[] = {
    R"sql(CREATE VIRTUAL TABLE product_words USING fts5(
        title, articles, description, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
    ))sql",
    R"sql(INSERT INTO product_words (rowid, title, articles, description)
        SELECT p.number, p.title, (SELECT COALESCE(group_concat(v.name || ' ' || v.sku, ' '), '') FROM variant v
            WHERE v.product_id = p.id AND v.archived = 0), p.description FROM product p)sql",
    R"sql(CREATE TRIGGER product_words_add AFTER INSERT ON product BEGIN
        INSERT INTO product_words (rowid, title, articles, description)
            VALUES (new.number, new.title, '', new.description);
    END)sql",
    R"sql(CREATE TRIGGER product_words_change AFTER UPDATE OF title, description ON product
        WHEN new.title <> old.title OR new.description <> old.description BEGIN
        UPDATE product_words SET title = new.title, description = new.description WHERE rowid = new.number;
    END)sql",
    R"sql(CREATE TRIGGER product_words_add_variant AFTER INSERT ON variant BEGIN
        UPDATE product_words SET articles =
            (SELECT COALESCE(group_concat(name || ' ' || sku, ' '), '') FROM variant
                WHERE product_id = new.product_id AND archived = 0)
            WHERE rowid = (SELECT number FROM product WHERE id = new.product_id);
    END)sql",
    R"sql(CREATE TRIGGER product_words_change_variant AFTER UPDATE OF name, sku, archived ON variant
        WHEN new.name <> old.name OR new.sku <> old.sku OR new.archived <> old.archived BEGIN
        UPDATE product_words SET articles =
            (SELECT COALESCE(group_concat(name || ' ' || sku, ' '), '') FROM variant
                WHERE product_id = new.product_id AND archived = 0)
            WHERE rowid = (SELECT number FROM product WHERE id = new.product_id);
    END)sql",
};

// Letters lose their accents as SQLite's tokenizer takes them off: decomposed, without the marks. Punctuation
// parts words as it does there; PostgreSQL's own parser would read "mug-1" as a word and a negative number.
constexpr std::string_view kPostgresql[] = {
    R"sql(CREATE FUNCTION without_accents(words TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g')
    $$)sql",
    R"sql(CREATE FUNCTION plain_words(words TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(without_accents(words), '[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]', ' ', 'g')
    $$)sql",
    R"sql(CREATE FUNCTION words_of_product(product_id TEXT, title TEXT, description TEXT) RETURNS TSVECTOR
        LANGUAGE sql STABLE AS $$
        SELECT setweight(to_tsvector('simple', plain_words($2)), 'A') ||
               setweight(to_tsvector('simple', plain_words(
                   (SELECT COALESCE(string_agg(v.name || ' ' || v.sku, ' '), '') FROM variant v
                       WHERE v.product_id = $1 AND v.archived = 0))), 'B') ||
               setweight(to_tsvector('simple', plain_words($3)), 'D')
    $$)sql",
    R"sql(CREATE TABLE product_words (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL))sql",
    R"sql(INSERT INTO product_words (number, words)
        SELECT number, words_of_product(id, title, description) FROM product)sql",
    R"sql(CREATE INDEX product_words_by_word ON product_words USING gin (words))sql",
    R"sql(CREATE FUNCTION keep_words_of_product() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO product_words (number, words)
            VALUES (new.number, words_of_product(new.id, new.title, new.description))
            ON CONFLICT (number) DO UPDATE SET words = EXCLUDED.words;
        RETURN new;
    END $$)sql",
    R"sql(CREATE FUNCTION keep_words_of_variant() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
        UPDATE product_words w SET words = words_of_product(p.id, p.title, p.description)
            FROM product p WHERE p.id = new.product_id AND w.number = p.number;
        RETURN new;
    END $$)sql",
    R"sql(CREATE TRIGGER product_words_keep AFTER INSERT OR UPDATE OF title, description ON product
        FOR EACH ROW EXECUTE FUNCTION keep_words_of_product())sql",
    R"sql(CREATE TRIGGER product_words_keep_variant AFTER INSERT OR UPDATE OF name, sku, archived ON variant
        FOR EACH ROW EXECUTE FUNCTION keep_words_of_variant())sql",
};

}  // namespace

std::span<const std::string_view> search_in_sqlite() { return kSqlite; }
std::span<const std::string_view> search_in_postgresql() { return kPostgresql; }

}  // namespace vitrine::store::schema
