import { describe } from "vitest";
import { CASE_TIMEOUT_MS, describeKillsOnServer } from "./kill-matrix.js";

describe.runIf(process.env.TEST_DATABASE_URL)(
  "kill -9, on a Postgres server",
  { timeout: CASE_TIMEOUT_MS },
  describeKillsOnServer,
);
