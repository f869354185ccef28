import { createPrismaClient } from "../adapters/prisma/database-client.js";
import { readCareFigures } from "../adapters/prisma/prisma-service-figures.js";
import { type Care, toCare } from "../operator/care-command.js";
import { type Finding, ok, warning } from "./check.js";

/** Reads the figures on a server. */
export async function readCareOn(url: string): Promise<Care> {
  const client = createPrismaClient({ kind: "server", url, maxConnections: 1 });
  try {
    return toCare(await readCareFigures(client));
  } finally {
    await client.$disconnect();
  }
}

/** What the service cannot settle by itself. */
export function describeCare(care: Care): Finding[] {
  const findings: Finding[] = [];
  if (care.paymentsNeedingStaff > 0) {
    const text = `Payments that could not be matched to anything we sell: ${care.paymentsNeedingStaff}.`;
    findings.push(warning(text, "Look at payment_events.outcome, and refund or grant by hand."));
  }
  if (care.openPayments > 0) {
    const text = `Payment events that wait to be processed: ${care.openPayments}.`;
    findings.push(warning(text, "They are tried again every 15 s while a worker runs."));
  }
  if (care.failedJobs > 0) {
    const text = `Jobs given up: ${care.failedJobs}.`;
    findings.push(warning(text, "npm run jobs -- list"));
  }
  if (care.reportedPictures > 0) {
    const text = `Pictures that people have reported: ${care.reportedPictures}.`;
    findings.push(warning(text, "npm run reports -- list"));
  }
  if (care.strandedDeliveries > 0) {
    const text = `Results that could not be delivered, and wait for /job: ${care.strandedDeliveries}.`;
    findings.push(ok(text));
  }
  return findings;
}
