"""Functions that write names in a–z, for sorting and for finding them again."""

from django.db import migrations

CREATE = r"""
-- Marks are dropped: ü is u. Letters that Unicode does not take apart are written as
-- people.rules.names writes them; a test compares the two.
CREATE FUNCTION eduport_plain(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(CASE WHEN name ~ '^[ -~]*$' THEN name ELSE
    replace(replace(replace(replace(replace(replace(
      translate(
        regexp_replace(normalize(name, NFKD), '[\u02b0-\u036f·]+', '', 'g'),
        'ẞÆŒÞŊƷÐðĐđĦħıĸŁłØøŦŧƏəǤǥȤȥƵƶƁɓƊɗƑƒƗɨƘƙƝɲƟɵƤƥƬƭƲʋƳƴ‐‑–—−',
        'ßæœþŋʒddddhhiqllootteeggzzzzbbddffiikknnooppttvvyy-----'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ŋ', 'ng'), 'ʒ', 'zh')
  END)
$$;
-- Umlauts are written out: ü is ue (DIN 5007-2).
CREATE FUNCTION eduport_folded(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.eduport_plain(CASE WHEN name ~ '[ÄÖÜäöüǕ-ǜǞǟȪȫṎṏṺṻ\u0308]' THEN
    regexp_replace(normalize(name, NFD),
      '([AOUaou][\u0300-\u0307\u0309-\u036f]*)\u0308', '\1e', 'g')
    ELSE name END)
$$;
CREATE FUNCTION eduport_sort_name(family text, call text, given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.eduport_folded(
    family || ' ' || CASE call WHEN '' THEN given ELSE call END)
$$;
-- Both spellings, and what stands in the address: it is made of every script.
CREATE FUNCTION eduport_words(names text, base text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array_remove(string_to_array(translate(regexp_replace(
    public.eduport_plain(names) || ' '
      || CASE WHEN names ~ '[ÄÖÜäöüǕ-ǜǞǟȪȫṎṏṺṻ\u0308]' THEN public.eduport_folded(names) || ' '
         ELSE '' END
      || translate(base, '.', ' '),
    '[^a-z -]+', '', 'g'), '-', ' '), ' '), ''))
$$;
-- Not in SQL: PostgreSQL would look inside and think it cheap enough to ask of each row.
CREATE FUNCTION eduport_name_words(family text, call text, given text, base text)
RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
BEGIN
  RETURN public.eduport_words(family || ' ' || call || ' ' || given, base);
END $$;
"""
DROP = """
DROP FUNCTION eduport_name_words(text, text, text, text);
DROP FUNCTION eduport_words(text, text);
DROP FUNCTION eduport_sort_name(text, text, text);
DROP FUNCTION eduport_folded(text);
DROP FUNCTION eduport_plain(text);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_merging")]
    operations = [migrations.RunSQL(CREATE, DROP)]
