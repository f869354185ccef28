import type { LeaseStore } from "../../core/ports/lease-store.js";
import type { DatabaseClient } from "./database-client.js";

/** `clock_timestamp()` and not `now()`: a statement that had to wait for a row must not go by the time it began. */
export function createPrismaLeaseStore(client: DatabaseClient): LeaseStore {
  return {
    async take({ name, owner, lifeMs }) {
      const changed = await client.$executeRaw`
        INSERT INTO leases AS held (name, owner, until)
        VALUES (${name}, ${owner}, clock_timestamp() + ${lifeMs} * interval '1 millisecond')
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
          WHERE held.owner = excluded.owner OR held.until <= clock_timestamp()`;
      return changed === 1;
    },

    async renew({ owner, lifeMs }) {
      const rows = await client.$queryRaw<{ name: string }[]>`
        UPDATE leases SET until = clock_timestamp() + ${lifeMs} * interval '1 millisecond'
         WHERE owner = ${owner} AND until > clock_timestamp() RETURNING name`;
      return new Set(rows.map(({ name }) => name));
    },

    async release(lease) {
      await client.lease.deleteMany({ where: lease });
    },

    async releaseAll(owner) {
      await client.lease.deleteMany({ where: { owner } });
    },

    async purge(olderThanMs) {
      await client.$executeRaw`
        DELETE FROM leases WHERE until < clock_timestamp() - ${olderThanMs} * interval '1 millisecond'`;
    },
  };
}
