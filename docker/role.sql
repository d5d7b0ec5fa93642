-- The role that Interrater connects as; see docs/install.md. The password comes from the environment.
\getenv password INTERRATER_PASSWORD
SELECT 'CREATE ROLE interrater LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'interrater')
\gexec
ALTER ROLE interrater PASSWORD :'password';
GRANT CREATE ON DATABASE labelstudio TO interrater;
GRANT SELECT ON htx_user, authtoken_token, organization, organizations_organizationmember, jwt_auth_jwtsettings,
    project, task, task_completion, prediction TO interrater;
