import type { DoctorCheck } from "../check.js";
import { bucketCheck } from "./bucket.js";
import { dataFolderCheck } from "./data-folder.js";
import { databaseCheck } from "./database.js";
import { discordCheck } from "./discord.js";
import { nodeVersionCheck } from "./node-version.js";
import { paymentRulesCheck } from "./payment-rules.js";
import { paymentsCheck } from "./payments.js";
import { providersCheck } from "./providers.js";
import { publicUrlCheck } from "./public-url.js";
import { queueCheck } from "./queue.js";
import { telegramCheck } from "./telegram.js";

/** In the order in which they are told. */
export const checks: readonly DoctorCheck[] = [
  nodeVersionCheck,
  dataFolderCheck,
  databaseCheck,
  queueCheck,
  bucketCheck,
  discordCheck,
  telegramCheck,
  providersCheck,
  paymentsCheck,
  paymentRulesCheck,
  publicUrlCheck,
];
