import { type Preferences, PreferencesSchema } from "../../core/accounts/preferences.js";
import type { Platform } from "../../core/chat/reply-target.js";
import type { AccountId } from "../../core/ids.js";
import type { PreferenceStore } from "../../core/ports/preference-store.js";
import type { DatabaseClient } from "./database-client.js";

interface SettingRow {
  readonly key: string;
  readonly value: unknown;
}

/** One row per setting of an account. */
export function createPrismaPreferenceStore(client: DatabaseClient): PreferenceStore {
  async function readOne(
    { platform, userId }: { platform: Platform; userId: string },
    key: keyof Preferences,
  ): Promise<SettingRow[]> {
    return client.$queryRaw<SettingRow[]>`
      SELECT s.key, s.value FROM identities i
        JOIN chat_settings s ON s.scope = 'account:' || i.account_id AND s.key = ${key}
       WHERE i.platform = ${platform} AND i.platform_user_id = ${userId} AND i.unlinked_at IS NULL`;
  }

  return {
    async read(accountId) {
      const rows = await client.chatSetting.findMany({
        where: { scope: toScope(accountId) },
        select: { key: true, value: true },
      });
      return toPreferences(rows);
    },

    async readVisibility(identity) {
      return toPreferences(await readOne(identity, "visibility")).visibility;
    },

    async readLanguage(identity) {
      return toPreferences(await readOne(identity, "language")).language;
    },

    async change(accountId, change, at) {
      const scope = toScope(accountId);
      for (const [key, value] of Object.entries(change)) {
        await client.$executeRaw`
          INSERT INTO chat_settings (scope, key, value, created_at)
          VALUES (${scope}, ${key}, ${JSON.stringify(value)}::jsonb, ${at})
          ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value`;
      }
    },
  };
}

function toScope(accountId: AccountId): string {
  return `account:${accountId}`;
}

function toPreferences(rows: readonly SettingRow[]) {
  return PreferencesSchema.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])));
}
