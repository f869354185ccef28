import { z } from "zod";
import type { CareFigures } from "../core/ports/service-figures.js";
import type { CommandReport } from "./admin-commands.js";

/** What another process is told of the figures; `text` of the report holds it as JSON. */
export const CareSchema = z.object({
  failedJobs: z.number(),
  openPayments: z.number(),
  paymentsNeedingStaff: z.number(),
  strandedDeliveries: z.number(),
  reportedPictures: z.number(),
});
export type Care = z.infer<typeof CareSchema>;

export function toCare(figures: CareFigures): Care {
  return {
    failedJobs: figures.failedJobs,
    openPayments: figures.unsettledPayments.open,
    paymentsNeedingStaff: figures.unsettledPayments.needsStaff,
    strandedDeliveries: figures.strandedDeliveries,
    reportedPictures: figures.reportedPictures,
  };
}

/** `care`: what waits for a person, asked by the doctor of the process that owns the embedded database. */
export function createCareCommand(read: () => Promise<CareFigures>) {
  return async function runCareCommand(): Promise<CommandReport> {
    return { isFine: true, text: JSON.stringify(toCare(await read())) };
  };
}
