import { z } from "zod";
import type { OwnerCommands } from "../adapters/pglite/owner-commands.js";
import type { GrantCredits } from "../core/accounts/grant-credits.js";
import { parseCredits } from "../core/credits.js";
import type { ReconcileReport } from "../core/ledger/reconcile.js";

const shouldBe = (what: string) => ({ error: `should be ${what}` });
const platform = shouldBe("discord or telegram");
const userId = shouldBe("the platform's numeric id");
const amount = shouldBe("a whole number from 1 to 1000000");
const reasonCode = shouldBe("a word such as goodwill or test_credits");

export const GrantArgsSchema = z.object({
  platform: z.enum(["discord", "telegram"], platform),
  user: z.string(userId).regex(/^\d+$/, userId),
  credits: z.coerce.number(amount).int(amount).min(1, amount).max(1_000_000, amount),
  reason: z.string(reasonCode).regex(/^[a-z0-9_]{1,40}$/, reasonCode),
});

/** What one run of a command came to: lines for the operator, and whether all is well. */
export const CommandReportSchema = z.object({ isFine: z.boolean(), text: z.string() });
export type CommandReport = z.infer<typeof CommandReportSchema>;

const NAMES = [
  "reconcile",
  "grant",
  "backup",
  "jobs",
  "reports",
  "maintenance",
  "care",
  "verify-image",
] as const;
type AdminCommands = Record<(typeof NAMES)[number], (args: unknown) => Promise<CommandReport>>;

/** The commands before there is anything they could run on: whoever asks for one waits until `settle`. */
export function createWaitingCommands(): {
  commands: OwnerCommands;
  settle(commands: AdminCommands): void;
} {
  let settle = (_commands: AdminCommands): void => undefined;
  const settled = new Promise<AdminCommands>((resolve) => {
    settle = resolve;
  });
  const commands = NAMES.map((name) => {
    const run = async (args: unknown) => (await settled)[name](args);
    return [name, run] as const;
  });
  return { commands: Object.fromEntries(commands), settle: (made) => settle(made) };
}

/** The operator's commands. They run in whichever process owns the database. */
export function createAdminCommands(work: {
  reconcile: () => Promise<ReconcileReport>;
  grantCredits: GrantCredits;
  runBackupCommand: (args: unknown) => Promise<CommandReport>;
  runJobsCommand: (args: unknown) => Promise<CommandReport>;
  runReportsCommand: (args: unknown) => Promise<CommandReport>;
  runCareCommand: () => Promise<CommandReport>;
  runMaintenanceCommand: (args: unknown) => Promise<CommandReport>;
  runVerifyCommand: (args: unknown) => Promise<CommandReport>;
}): AdminCommands {
  return {
    async reconcile() {
      const report = await work.reconcile();
      return { isFine: report.isClean, text: report.text };
    },

    backup: work.runBackupCommand,

    jobs: work.runJobsCommand,

    reports: work.runReportsCommand,

    care: work.runCareCommand,

    maintenance: work.runMaintenanceCommand,

    "verify-image": work.runVerifyCommand,

    async grant(args) {
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
