import { describe } from "vitest";
import { CASE_TIMEOUT_MS, describeKills, describeKillsInClosedChats } from "./kill-matrix.js";

describe("kill -9, asked on Telegram", { timeout: CASE_TIMEOUT_MS }, () =>
  describeKills("telegram", 1),
);
describe("kill -9, in a chat that takes no messages", { timeout: CASE_TIMEOUT_MS }, () =>
  describeKillsInClosedChats(),
);
