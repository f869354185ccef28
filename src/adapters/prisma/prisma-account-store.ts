import type { AccountId, WalletId } from "../../core/ids.js";
import type { Account, AccountStore } from "../../core/ports/account-store.js";
import type { DatabaseClient } from "./database-client.js";

interface AccountRow {
  id: string;
  status: string;
  locale: string | null;
  wallet_id: string;
}

export function createPrismaAccountStore(client: DatabaseClient): AccountStore {
  return {
    async read(id) {
      const [row] = await client.$queryRaw<AccountRow[]>`
        SELECT a.id, a.status, a.locale, w.id AS wallet_id
          FROM accounts a JOIN wallets w ON w.account_id = a.id WHERE a.id = ${id}::uuid`;
      return row ? toAccount(row) : null;
    },

    async findByIdentity({ platform, userId: platformUserId }) {
      const [row] = await client.$queryRaw<AccountRow[]>`
        SELECT a.id, a.status, a.locale, w.id AS wallet_id
          FROM identities i JOIN accounts a ON a.id = i.account_id JOIN wallets w ON w.account_id = a.id
         WHERE i.platform = ${platform} AND i.platform_user_id = ${platformUserId} AND i.unlinked_at IS NULL`;
      return row ? toAccount(row) : null;
    },

    async create({ id, platform, userId: platformUserId, locale, at }) {
      // Two first messages at once wait for each other here; the second one then finds the first one's account.
      await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`identity:${platform}:${platformUserId}`}, 0))`;
      const where = { platform_platformUserId: { platform, platformUserId } };
      if (await client.identity.findUnique({ where })) return false;
      await client.account.create({
        data: { id, locale, createdAt: at, identities: { create: { platform, platformUserId } } },
      });
      return true;
    },

    async claimTrial({ identityHash, accountId, at }) {
      const { count } = await client.trialClaim.createMany({
        data: [{ identityHash, accountId, grantedAt: at }],
        skipDuplicates: true,
      });
      return count === 1;
    },

    async recordBlock({ at, ...block }) {
      await client.policyBlock.create({ data: { ...block, createdAt: at } });
    },

    async countBlocks(accountId) {
      return client.policyBlock.count({ where: { accountId } });
    },
  };
}

function toAccount(row: AccountRow): Account {
  return {
    id: row.id as AccountId,
    status: toStatus(row.status),
    locale: row.locale,
    walletId: row.wallet_id as WalletId,
  };
}

function toStatus(status: string): Account["status"] {
  return status === "active" || status === "erased" ? status : "frozen";
}
