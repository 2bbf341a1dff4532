"""Take back rights that no part uses: functions from PUBLIC, people and audit from the worker.

PostgreSQL lets everyone execute a new function. The default is changed for the owner, so that a
later migration that replaces a function cannot open it again.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWN_FUNCTIONS = """
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proowner = 'isotherm_owner'::regrole
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', function);
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Apply the revision."""
    op.execute(
        "ALTER DEFAULT PRIVILEGES FOR ROLE isotherm_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    )
    op.execute(OWN_FUNCTIONS)
    op.execute("REVOKE SELECT ON user_account, access_grant, audit FROM isotherm_worker")
