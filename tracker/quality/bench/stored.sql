-- Articles by the hundred thousand, numbered from first to last, made of the rows of `made`; their
-- hashes and marks as good as by chance. Of each stored article one hash is one that a decided
-- article has, too, as if it shared a phrase; those after `live` have marks.
INSERT INTO story (key, title, started, touched)
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
SELECT printf('%032x', i), '', datetime(:start), datetime(:start) FROM n;

INSERT INTO article (
    key, raw_hash, content_hash, source, entry_id, publisher, tier, url, canonical_url,
    title, title_key, summary, body, language, topics, authors, type, seen,
    story, relation, related_to, telling, share, change, reason, number, marks
)
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
SELECT
    printf('%032x', i), '', printf('%032x', i), 'source' || i % 200, i, 'Source', 'wire', '',
    'source.example/' || i, title || ' ' || i, title || ' ' || i, '', body, 'en', '[]', '[]', '',
    strftime(
        '%Y-%m-%d %H:%M:%S.000000', :start, '+' || CAST(i * :step AS INTEGER) || ' seconds'
    ),
    printf('%032x', i), 'different', '', 'alert_new', 0, '', '', i,
    CASE WHEN i > :live THEN marks ELSE '' END
FROM n JOIN made ON made.n = i % (SELECT count(*) FROM made);

INSERT OR IGNORE INTO sketch (hash, article)
WITH RECURSIVE
    n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last),
    seven(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM seven WHERE k < 6)
SELECT
    CASE k WHEN 0 THEN hot.hash ELSE ((i * 7 + k) * 2654435761 % 4294967296) - 2147483648 END AS h,
    i
FROM n, seven JOIN hot ON hot.n = i % (SELECT count(*) FROM hot)
ORDER BY h, i;

INSERT OR IGNORE INTO mark (hash, article)
WITH RECURSIVE
    n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last),
    twenty(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM twenty WHERE k < 19)
SELECT
    CASE
        WHEN k < 10 THEN marked.hash
        ELSE ((i * 20 + k) % 200000 * 2654435761 % 4294967296) - 2147483648
    END AS h,
    i
FROM n, twenty JOIN marked ON marked.n = (i * 31 + k * 977) % (SELECT count(*) FROM marked)
WHERE i > :live
ORDER BY h, i;
