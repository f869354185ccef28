import type { DatabaseSource } from "./adapters/prisma/database-client.js";
import type { SecretKeys } from "./adapters/secrets/secret-keys.js";
import type { UseCases } from "./bots/commands/use-cases.js";
import { createBackupCommand } from "./compose-backup.js";
import type { Pieces } from "./compose-generation.js";
import type { composeObserving } from "./compose-observing.js";
import { createGrantCredits } from "./core/accounts/grant-credits.js";
import { createIdentifyPicture } from "./core/generation/identify-picture.js";
import { createReconcile } from "./core/ledger/reconcile.js";
import { createLookAfterService } from "./core/running/look-after-service.js";
import { createAdminCommands } from "./operator/admin-commands.js";
import { createCareCommand } from "./operator/care-command.js";
import { createJobsCommand } from "./operator/job-commands.js";
import { createMaintenanceCommand } from "./operator/maintenance-command.js";
import { createReportsCommand } from "./operator/report-commands.js";
import { createVerifyCommand } from "./operator/verify-command.js";
import type { Config } from "./settings/config.js";

interface OperatorPieces {
  readonly pieces: Pieces;
  readonly useCases: UseCases;
  readonly keys: SecretKeys;
  readonly observing: ReturnType<typeof composeObserving>;
}

/** The operator's commands; they run in whichever process owns the database. */
export function composeAdminCommands(
  config: Config,
  { pieces, useCases, keys, observing }: OperatorPieces,
  source: DatabaseSource,
) {
  const { database, ids, objects } = pieces;
  const { identifyAccount } = useCases;
  return createAdminCommands({
    reconcile: createReconcile({ ledger: database.stores.ledger }),
    grantCredits: createGrantCredits({ database, ids, identifyAccount }),
    runBackupCommand: createBackupCommand(config, { source, objects, keys }),
    runJobsCommand: createJobsCommand(observing.failedJobs),
    runReportsCommand: createReportsCommand(database),
    runCareCommand: createCareCommand(observing.readCare),
    runMaintenanceCommand: createMaintenanceCommand(createLookAfterService(pieces)),
    runVerifyCommand: createVerifyCommand(createIdentifyPicture(pieces)),
  });
}
