-- What people call each other, wherever somebody is named.
CREATE FUNCTION display_name(first_name text, last_name text, username text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(concat_ws(' ', nullif($1, ''), nullif($2, '')), ''), $3)
$$;
COMMENT ON FUNCTION display_name(text, text, text) IS 'First and last name, as far as there are any, or else the user name';
