import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReconcile } from "../../../src/core/ledger/reconcile.js";
import { openTestDatabase, type TestDatabase } from "../../fixtures/database.js";
import { openLedger, type TestLedger } from "../../fixtures/ledger.js";

describe("reconcile", () => {
  let database: TestDatabase;
  let ledger: TestLedger;
  let walletId: string;
  const reconcile = () => createReconcile({ ledger: ledger.store })();

  beforeAll(async () => {
    database = await openTestDatabase("pglite");
    ledger = openLedger(database.prisma);
    const wallet = await ledger.aWallet({ balance: 100 });
    walletId = wallet.id;
    await ledger.capture(await wallet.hold(30), 20);
    await wallet.hold(15);
    await ledger.aWallet({ balance: 7 });
  });
  afterAll(() => database.close());

  it("says so when the books agree", async () => {
    expect(await reconcile()).toEqual({
      isClean: true,
      walletCount: 2,
      differences: [],
      text: "The books agree: 2 wallets checked.",
    });
  });

  it.each([
    ["UPDATE wallets SET balance = 81", "balance_entries", "the balance is 81"],
    ["UPDATE wallets SET balance = 81", "balance_lots", "lots adds up to 80"],
    ["UPDATE wallets SET held = 14", "held_holds", "open holds add up to 15"],
    ["UPDATE wallets SET held = 14", "held_lots", "the held amount is 14"],
    ["UPDATE wallets SET debt = 3", "debt_entries", "the debt is 3"],
    ["UPDATE wallets SET next_seq = 9", "sequence", "number is 8, but the entries say 2"],
    ["UPDATE lots SET remaining = 79", "balance_lots", "the balance is 80"],
    ["UPDATE lots SET held = 16", "held_lots", "lots adds up to 16"],
    ["DELETE FROM open_holds", "open_holds", "open is 0, but the holds without an end are 1"],
    ["UPDATE hold_ends SET captured = 19, released = 11", "hold_ends", "ended holds is 19"],
    ["DELETE FROM hold_ends", "held_holds", "open holds add up to 45"],
    ["UPDATE ledger_entries SET amount = 99 WHERE kind = 'grant'", "balance_entries", "up to 79"],
    ["DELETE FROM ledger_entries WHERE kind = 'grant'", "sequence", "the entries say"],
  ])("finds what `%s` does to %s", async (damage, figure, words) => {
    await withDamage(damage, async () => {
      const report = await reconcile();

      expect(report.isClean).toBe(false);
      expect(report.differences.map((difference) => difference.figure)).toContain(figure);
      expect(report.differences.every((each) => each.walletId === walletId)).toBe(true);
      expect(report.text).toContain("The books do not agree: 1 of 2 wallets.");
      expect(report.text).toContain(words);
    });
  });

  /** Does what no program of ours can: changes the books behind the backs of their rules, and back again. */
  async function withDamage(sql: string, look: () => Promise<void>) {
    if (database.source.kind !== "pglite") throw new Error("embedded only");
    const { pglite } = database.source;
    const statement = targeted(sql);
    const table = /(?:UPDATE|FROM) (\w+)/.exec(sql)![1]!;
    await pglite.exec(`CREATE TABLE backup AS TABLE ${table}`);
    await pglite.exec(`SET session_replication_role = replica; ${statement}`);
    try {
      await look();
    } finally {
      await pglite.exec(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM backup;
        DROP TABLE backup; SET session_replication_role = origin;`);
    }
  }

  /** Narrows the damage to the first wallet. */
  function targeted(sql: string): string {
    const owner = sql.includes("wallets") ? "id" : "wallet_id";
    const isByWallet = /wallets|lots|ledger_entries/.test(sql);
    if (!isByWallet) return sql;
    return `${sql} ${sql.includes("WHERE") ? "AND" : "WHERE"} ${owner} = '${walletId}'`;
  }
});
