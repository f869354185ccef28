import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config.js";
import { EnvironmentSchema } from "../src/settings/environment.js";

const exampleNames = readFileSync(".env.example", "utf8")
  .split("\n")
  .flatMap((line) => /^#?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);

describe("settings", () => {
  it("are all in .env.example, and nothing else is", () => {
    expect(exampleNames.toSorted()).toEqual(Object.keys(EnvironmentSchema.shape).toSorted());
  });

  it("open the sandbox on the embedded database when nothing is set", () => {
    const parsed = parseConfig({});
    expect(parsed).toMatchObject({
      ok: true,
      config: { isSandbox: true, database: null, redisUrl: null },
    });
  });

  it("report every fault at once, by name, without the value", () => {
    const parsed = parseConfig({
      PORT: "http",
      DATABASE_URL: "mysql://u:hunter2@h/db",
      TELEGRAM_BOT_TOKEN: "hunter2",
      DIRECT_DATABASE_URL: "postgres://h/db",
      DISCORD_TOKEN: "hunter\u20262",
    });
    if (parsed.ok) throw new Error("these settings should be refused");
    expect(parsed.faults.map((fault) => fault.split(":")[0]).toSorted()).toEqual([
      "DATABASE_URL",
      "DISCORD_TOKEN",
      "PORT",
      "REPLICATE_API_TOKEN, FAL_KEY or IMAGE_PROVIDERS",
      "TELEGRAM_BOT_TOKEN",
    ]);
    expect(parsed.faults.join("\n")).not.toContain("hunter");
  });

  it("are not misspelt in silence, and other programs' are left alone", () => {
    const parsed = parseConfig({ DISCORD_TOKN: "x", STRIPE_SECRET: "x", DISCORD_WEBHOOK: "x" });
    if (parsed.ok) throw new Error("these settings should be refused");
    expect(parsed.faults).toEqual([
      "DISCORD_TOKN: not a setting; did you mean DISCORD_TOKEN?",
      "STRIPE_SECRET: not a setting; did you mean STRIPE_SECRET_KEY?",
    ]);
  });

  it("name hosts that pictures may come from without scheme, port and path", () => {
    expect(parseConfig({ OUTPUT_HOSTS: "cdn.example.org, *.example.net" })).toMatchObject({
      ok: true,
    });
    for (const host of ["https://cdn.example.org", "cdn.example.org:8443", "*", "10.0.0.1"]) {
      expect(parseConfig({ OUTPUT_HOSTS: host })).toMatchObject({ ok: false });
    }
  });

  it("are taken without the spaces around them", () => {
    expect(parseConfig({ PORT: " 80\r", SUPPORT_CONTACT: " us " })).toMatchObject({
      ok: true,
      config: { port: 80, supportContact: "us" },
    });
  });

  it("make links that can be followed to an address of IPv6", () => {
    expect(parseConfig({ HOST: "::1" })).toMatchObject({
      ok: true,
      config: { publicUrl: "http://[::1]:3000" },
    });
  });

  it("take a variable set to nothing as not set", () => {
    expect(parseConfig({ DISCORD_TOKEN: "", REDIS_URL: "  " })).toMatchObject({
      ok: true,
      config: { isSandbox: true },
    });
  });

  it("refuse production without a chat, and a chat without a provider", () => {
    expect(parseConfig({ NODE_ENV: "production" })).toMatchObject({ ok: false });
    const parsed = parseConfig({ DISCORD_TOKEN: "abc" });
    expect(parsed).toMatchObject({
      ok: false,
      faults: [expect.stringContaining("IMAGE_PROVIDERS")],
    });
  });

  it("let sketch serve a real chat when it is named", () => {
    const parsed = parseConfig({
      DISCORD_TOKEN: "abc",
      IMAGE_PROVIDERS: "sketch",
      NODE_ENV: "production",
    });
    expect(parsed).toMatchObject({ ok: true, config: { isSandbox: false, telegram: null } });
  });
});
