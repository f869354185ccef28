import { z } from "zod";
import type { OwnerCommands } from "./adapters/pglite/owner-commands.js";
import type { GrantCredits } from "./core/accounts/grant-credits.js";
import { parseCredits } from "./core/credits.js";
import type { ReconcileReport } from "./core/ledger/reconcile.js";

export const GrantArgsSchema = z.object({
  platform: z.enum(["discord", "telegram"]),
  user: z.string().regex(/^\d+$/, "should be the platform's numeric id"),
  credits: z.coerce.number().int().min(1).max(1_000_000),
  reason: z.string().regex(/^[a-z0-9_]{1,40}$/, "should look like goodwill or test_credits"),
});

/** What one run of a command came to: lines for the operator, and whether all is well. */
export const CommandReportSchema = z.object({ isFine: z.boolean(), text: z.string() });
export type CommandReport = z.infer<typeof CommandReportSchema>;

/** The operator's commands. They run in whichever process owns the database. */
export function createAdminCommands(work: {
  reconcile: () => Promise<ReconcileReport>;
  grantCredits: GrantCredits;
}): OwnerCommands {
  return {
    async reconcile(): Promise<CommandReport> {
      const report = await work.reconcile();
      return { isFine: report.isClean, text: report.text };
    },

    async grant(args): Promise<CommandReport> {
      const { platform, user, credits, reason } = GrantArgsSchema.parse(args);
      const wallet = await work.grantCredits({
        user: { platform, userId: user, locale: "en" },
        amount: parseCredits(credits),
        reasonCode: reason,
      });
      return {
        isFine: true,
        text: `Granted ${credits} credits. Now available: ${wallet.available}.`,
      };
    },
  };
}
