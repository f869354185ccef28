import { describe } from "vitest";
import { describeKills, describeKillsInClosedChats } from "./kill-matrix.js";

describe("kill -9, asked on Telegram", () => describeKills("telegram", 1));
describe("kill -9, in a chat that takes no messages", describeKillsInClosedChats);
