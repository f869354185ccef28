import { describe } from "vitest";
import { describeKills } from "./kill-matrix.js";

describe("kill -9, asked on Telegram", () => describeKills("telegram", 1));
