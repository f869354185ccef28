import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { createReadVisibility } from "../../../src/core/accounts/own-preferences.js";
import type { Database } from "../../../src/core/ports/database.js";
import { databaseKinds } from "../../fixtures/database.js";
import { createRecordingLog } from "../../fixtures/recording-log.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

describe.each(databaseKinds())("what people set for themselves, on %s", (kind) => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop(kind, { TRIAL_CREDITS: "60" });
  });
  afterAll(() => workshop.close());

  it("is the usual until it is set, and stays as it was beside what is set", async () => {
    const { accountId, target } = await workshop.aPerson();
    const { readPreferences, changePreferences, readVisibility, readLanguage } = workshop.useCases;
    const usual = {
      visibility: "everyone",
      language: null,
      promptInPictures: false,
      confirmAboveCredits: 40,
    };
    expect(await readPreferences(accountId)).toEqual(usual);
    expect(await readVisibility(target)).toBe("everyone");
    await changePreferences(accountId, { language: "de" });
    await changePreferences(accountId, { visibility: "only_me" });
    const changed = { ...usual, language: "de", visibility: "only_me" };
    expect(await changePreferences(accountId, {})).toEqual(changed);
    expect(await readVisibility(target)).toBe("only_me");
    expect(await readLanguage(target)).toBe("de");
    await changePreferences(accountId, { language: null });
    expect(await readLanguage(target)).toBeNull();
    expect(await readVisibility({ platform: "discord", userId: "a stranger" })).toBe("everyone");
  });

  it("says above what price to ask first", async () => {
    const { accountId, target } = await workshop.aPerson();
    const options = { prompt: "a fox", model: "flux-dev" };
    const ask = (requestKey: string) =>
      workshop.useCases.requestGeneration({ requestKey, accountId, target, options });
    await workshop.useCases.changePreferences(accountId, { confirmAboveCredits: 4 });
    expect(await ask("dear")).toMatchObject({ refusal: { kind: "confirmation_needed" } });
    await workshop.useCases.changePreferences(accountId, { confirmAboveCredits: 5 });
    expect(await ask("cheap")).toMatchObject({ ok: true });
  });

  it.each<[string, () => Promise<never>]>([
    ["does not answer in time", () => new Promise<never>(() => undefined)],
    ["cannot be asked", () => Promise.reject(new Error("away"))],
  ])("keeps it to the asker when the database %s", async (_name, read) => {
    const { stores } = workshop.pieces.database;
    const preferences = { ...stores.preferences, readVisibility: read };
    const database: Database = {
      ...workshop.pieces.database,
      stores: { ...stores, preferences },
    };
    const readVisibility = createReadVisibility({
      database,
      clock: systemClock,
      log: createRecordingLog(),
    });
    const startedAt = performance.now();
    expect(await readVisibility({ platform: "discord", userId: "1" })).toBe("only_me");
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
