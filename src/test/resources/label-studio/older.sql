-- Label Studio before soft deletion and before its JWT settings.
ALTER TABLE project DROP COLUMN deleted_at, DROP COLUMN deleted_by_id, DROP COLUMN purge_at;
ALTER TABLE organizations_organizationmember DROP COLUMN deleted_at;
ALTER TABLE htx_user DROP COLUMN is_deleted, DROP COLUMN custom_hotkeys;
DROP TABLE jwt_auth_jwtsettings;
