import { describe } from "vitest";
import { CASE_TIMEOUT_MS, describeKills } from "./kill-matrix.js";

describe("kill -9, asked on Discord", { timeout: CASE_TIMEOUT_MS }, () =>
  describeKills("discord", 0),
);
