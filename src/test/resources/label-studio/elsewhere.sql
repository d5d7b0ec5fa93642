-- Label Studio in a schema of its own, and a policy that lets nobody create schemas: it was made beforehand.
ALTER SCHEMA public RENAME TO labelstudio;
GRANT USAGE ON SCHEMA labelstudio TO interrater;
GRANT SELECT ON ALL TABLES IN SCHEMA labelstudio TO interrater;
CREATE SCHEMA public;
CREATE SCHEMA agreement AUTHORIZATION interrater;
ALTER ROLE interrater IN DATABASE elsewhere SET search_path = labelstudio;
ALTER ROLE postgres IN DATABASE elsewhere SET search_path = labelstudio;
