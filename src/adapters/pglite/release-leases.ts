import type { PGlite } from "@electric-sql/pglite";

/**
 * Frees what a dead process had taken for some seconds, so that its work goes on at once. Only the folder's single
 * owner may do this, before it works: on a server, where others may live, leases run out by themselves.
 */
export async function releaseLeases(pglite: PGlite): Promise<void> {
  await pglite.exec(`
    UPDATE deliveries SET lease_until = NULL WHERE lease_until IS NOT NULL AND state IN ('progress', 'ready');
    DELETE FROM leases;
    UPDATE attempts SET lease_until = started_at WHERE ended_at IS NULL;
  `);
}
