import { z } from "zod";
import type { ServiceSwitches } from "../../core/ports/service-switches.js";
import type { DatabaseClient } from "./database-client.js";

const MAINTENANCE = "maintenance";
const NoticeSchema = z.object({ text: z.string().nullable(), since: z.iso.datetime() });

export function createPrismaServiceSwitches(client: DatabaseClient): ServiceSwitches {
  return {
    async readMaintenance() {
      const row = await client.serviceSwitch.findUnique({ where: { name: MAINTENANCE } });
      if (!row) return null;
      const { text, since } = NoticeSchema.parse(row.value);
      return { text, since: new Date(since) };
    },

    async writeMaintenance(notice) {
      if (!notice) {
        await client.serviceSwitch.deleteMany({ where: { name: MAINTENANCE } });
        return;
      }
      const value = { text: notice.text, since: notice.since.toISOString() };
      await client.serviceSwitch.upsert({
        where: { name: MAINTENANCE },
        create: { name: MAINTENANCE, value },
        update: { value },
      });
    },
  };
}
