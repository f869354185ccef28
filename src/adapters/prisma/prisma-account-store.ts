import type { AccountId, WalletId } from "../../core/ids.js";
import type { Account, AccountStore } from "../../core/ports/account-store.js";
import type { DatabaseClient } from "./database-client.js";

const withWallet = { wallet: { select: { id: true } } } as const;

export function createPrismaAccountStore(client: DatabaseClient): AccountStore {
  return {
    async read(id) {
      return toAccount(await client.account.findUnique({ where: { id }, include: withWallet }));
    },

    async findByIdentity({ platform, userId: platformUserId }) {
      const identity = await client.identity.findUnique({
        where: { platform_platformUserId: { platform, platformUserId } },
        include: { account: { include: withWallet } },
      });
      return identity && identity.unlinkedAt === null ? toAccount(identity.account) : null;
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

function toAccount(
  row: { id: string; status: string; wallet: { id: string } | null } | null,
): Account | null {
  if (!row?.wallet) return null;
  return {
    id: row.id as AccountId,
    status: toStatus(row.status),
    walletId: row.wallet.id as WalletId,
  };
}

function toStatus(status: string): Account["status"] {
  return status === "active" || status === "erased" ? status : "frozen";
}
