-- An Enterprise database: roles at the membership, columns that Community does not have, and wider IDs.
ALTER TABLE organizations_organizationmember ADD COLUMN role varchar(2), ADD COLUMN workspace_id integer;
ALTER TABLE project ADD COLUMN workspace_id integer, ADD COLUMN agreement_threshold double precision;
ALTER TABLE htx_user ADD COLUMN settings jsonb;
ALTER TABLE authtoken_token ALTER COLUMN user_id TYPE bigint;
ALTER TABLE organizations_organizationmember ALTER COLUMN user_id TYPE bigint, ALTER COLUMN id TYPE bigint;
