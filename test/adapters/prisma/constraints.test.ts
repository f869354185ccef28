import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePostgresError } from "../../../src/adapters/prisma/postgres-error.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../../fixtures/database.js";
import { openLedger, type TestLedger } from "../../fixtures/ledger.js";

// The drift test cannot see checks, partial indexes and triggers. Here each is violated and refuses.
describe.each(databaseKinds())("rules of the database, on %s", (kind) => {
  let database: TestDatabase;
  let ledger: TestLedger;
  let accountId: string;
  let walletId: string;
  let lotId: string;
  let entryId: string;
  let openHoldId: string;
  let endedHoldId: string;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    ledger = openLedger(database.prisma);
    const wallet = await ledger.aWallet({ balance: 100 });
    walletId = wallet.id;
    accountId = wallet.accountId;
    lotId = (await ledger.lots(wallet.id))[0]!.id;
    openHoldId = await wallet.hold(10);
    endedHoldId = await wallet.hold(10);
    await ledger.capture(wallet.id && (endedHoldId as never), 5);
    entryId = (await wallet.entries())[0]!.id;
  });
  afterAll(() => database.close());

  async function expectRefusal(sql: string, constraint: string) {
    const error = await database.prisma.$executeRawUnsafe(sql).catch((cause: unknown) => cause);
    const said = parsePostgresError(error);
    expect(said?.message ?? `no refusal: ${String(error)}`).toContain(constraint);
  }

  const aCommunity = async () => {
    const id = randomUUID();
    await database.prisma.community.create({ data: { id } });
    return id;
  };

  describe("wallets", () => {
    it("belong to exactly one owner", async () => {
      const communityId = await aCommunity();
      await expectRefusal(
        `INSERT INTO wallets (id) VALUES ('${randomUUID()}')`,
        "wallets_exactly_one_owner",
      );
      await expectRefusal(
        `UPDATE wallets SET community_id = '${communityId}' WHERE id = '${walletId}'`,
        "wallets_exactly_one_owner",
      );
    });

    it.each([
      ["balance = -1, held = -1", "wallets_balance_not_negative"],
      ["held = -1", "wallets_held_within_balance"],
      ["held = balance + 1", "wallets_held_within_balance"],
      ["debt = -1", "wallets_debt_not_negative"],
    ])("never have %s", (change, constraint) =>
      expectRefusal(`UPDATE wallets SET ${change} WHERE id = '${walletId}'`, constraint),
    );
  });

  it.each(["held = -1", "held = remaining + 1", "remaining = granted + 1"])(
    "lots never have %s",
    (change) =>
      expectRefusal(
        `UPDATE lots SET ${change} WHERE id = '${lotId}'`,
        "lots_held_within_remaining_within_granted",
      ),
  );

  it.each([
    ["lots_spendable", "(wallet_id, expires_at, id) WHERE (remaining > 0)"],
    ["lots_expiring", "(expires_at) WHERE ((remaining > 0) AND (expires_at IS NOT NULL))"],
    ["chat_updates_open", "(platform, bot_id, created_at) WHERE (state = 'open'::text)"],
    ["chat_updates_one_leads_an_album", "(platform, bot_id, album_key) WHERE leads_album"],
    ["payment_events_open_idx", "(created_at) WHERE (processed_at IS NULL)"],
    ["checkouts_untold_idx", "(ended_at) WHERE ((notice IS NOT NULL) AND (told_at IS NULL))"],
    ["reversals_untold_idx", "(created_at) WHERE (told_at IS NULL)"],
  ])("the index %s is there", async (name, definition) => {
    const rows = await database.prisma.$queryRaw<{ indexdef: string }[]>`
      SELECT indexdef FROM pg_indexes WHERE indexname = ${name}`;
    expect(rows[0]?.indexdef).toContain(definition);
  });

  describe("the books are only ever added to", () => {
    const tables = [
      "ledger_entries",
      "entry_lots",
      "holds",
      "hold_lots",
      "hold_ends",
      "audit_log",
    ] as const;
    it.each(tables)("%s", async (table) => {
      const constraint = `${table}_append_only`;
      await expectRefusal(`UPDATE ${table} SET created_at = now()`, constraint);
      await expectRefusal(`DELETE FROM ${table}`, constraint);
      await expectRefusal(`TRUNCATE ${table} CASCADE`, "_append_only");
    });
  });

  describe("ledger entries", () => {
    const entry = (columns: { amount: number; debtDelta?: number; after?: number; seq?: number }) =>
      `INSERT INTO ledger_entries (id, wallet_id, seq, kind, amount, debt_delta, balance_after, debt_after,
         idempotency_key, input_hash) VALUES ('${randomUUID()}', '${walletId}', ${columns.seq ?? 99}, 'adjustment',
         ${columns.amount}, ${columns.debtDelta ?? 0}, ${columns.after ?? 0}, 0, '${randomUUID()}', '')`;

    it("move something", () =>
      expectRefusal(entry({ amount: 0 }), "ledger_entries_move_something"));

    it("never leave less than nothing", () =>
      expectRefusal(entry({ amount: -1, after: -1 }), "ledger_entries_figures_not_negative"));

    it("have one number each", () =>
      expectRefusal(entry({ amount: 1, seq: 1 }), "ledger_entries_wallet_id_seq_key"));

    it("move something in each lot they name", () =>
      expectRefusal(
        `INSERT INTO entry_lots (entry_id, lot_id, amount) VALUES ('${entryId}', '${lotId}', 0)`,
        "entry_lots_move_something",
      ));
  });

  describe("holds", () => {
    const hold = (amount: number) =>
      `INSERT INTO holds (id, wallet_id, spender_account_id, generation_id, amount, idempotency_key, expires_at)
         VALUES ('${randomUUID()}', '${walletId}', '${accountId}', '${randomUUID()}', ${amount}, '${randomUUID()}', now())`;
    const end = (holdId: string, kind: string, captured: number, released: number) =>
      `INSERT INTO hold_ends (hold_id, kind, captured, released, entry_id)
         VALUES ('${holdId}', '${kind}', ${captured}, ${released}, ${captured > 0 ? `'${entryId}'` : "NULL"})`;

    it("hold something", async () => {
      await expectRefusal(hold(0), "holds_amount_positive");
      await expectRefusal(
        `INSERT INTO hold_lots (hold_id, lot_id, amount) VALUES ('${openHoldId}', '${randomUUID()}', 0)`,
        "hold_lots_amount_positive",
      );
    });

    it("end with captured and released adding up to what was held", async () => {
      await expectRefusal(end(openHoldId, "capture", 5, 4), "hold_ends_add_up");
      await expectRefusal(end(openHoldId, "release", 0, 11), "hold_ends_add_up");
    });

    it("end as what they are", async () => {
      await expectRefusal(end(openHoldId, "release", 5, 5), "hold_ends_kind_matches");
      await expectRefusal(end(openHoldId, "capture", 0, 10), "hold_ends_kind_matches");
      await expectRefusal(end(openHoldId, "capture", 11, -1), "hold_ends_kind_matches");
    });

    it("end once", () => expectRefusal(end(endedHoldId, "release", 0, 10), "hold_ends_pkey"));
  });

  describe("work", () => {
    let generationId: string;

    beforeAll(async () => {
      generationId = randomUUID();
      await database.prisma.$executeRawUnsafe(generation(generationId, {}));
    });

    const generation = (id: string, changed: Record<string, string>) => {
      const columns = {
        id: `'${id}'`,
        request_key: `'${id}'`,
        source: "'command'",
        account_id: `'${accountId}'`,
        payer_wallet_id: `'${walletId}'`,
        model_id: "'m'",
        catalog_version: "'1'",
        seed: "1",
        requested_count: "1",
        unit_credits: "1",
        quoted_credits: "8",
        state: "'running'",
        lane: "'images'",
        visibility: "'everyone'",
        retention: "'keep'",
        ...changed,
      };
      return `INSERT INTO generations (${Object.keys(columns)}) VALUES (${Object.values(columns)})`;
    };
    const attempt = (changed: Record<string, string>) => {
      const columns = {
        id: `'${randomUUID()}'`,
        generation_id: `'${generationId}'`,
        slot: "0",
        number: "1",
        provider: "'p'",
        state: "'submitting'",
        lease_until: "now()",
        started_at: "now()",
        ...changed,
      };
      return `INSERT INTO attempts (${Object.keys(columns)}) VALUES (${Object.values(columns)})`;
    };

    it("has at most one open attempt per slot", async () => {
      const insert = (sql: string) => database.prisma.$executeRawUnsafe(sql);
      await insert(attempt({ number: "1", state: "'absent'", ended_at: "now()" }));
      await insert(attempt({ number: "2", state: "'unknown'" }));

      for (const state of ["'submitting'", "'accepted'", "'unknown'"]) {
        await expectRefusal(attempt({ number: "3", state }), "attempts_one_open");
      }
      await insert(attempt({ number: "3", slot: "1" }));
    });

    it("has attempts that are ended when their outcome is known, and only then", async () => {
      for (const state of ["'succeeded'", "'failed'", "'cancelled'", "'absent'"]) {
        await expectRefusal(attempt({ slot: "2", state }), "attempts_ended_when_known");
      }
      for (const state of ["'submitting'", "'accepted'"]) {
        await expectRefusal(
          attempt({ slot: "2", state, ended_at: "now()" }),
          "attempts_ended_when_known",
        );
      }
    });

    it("is ended when its state is terminal, and only then", async () => {
      await expectRefusal(
        generation(randomUUID(), { state: "'failed'" }),
        "generations_ended_when_terminal",
      );
      await expectRefusal(
        generation(randomUUID(), { ended_at: "now()" }),
        "generations_ended_when_terminal",
      );
    });

    it("never captures more than was quoted", () =>
      expectRefusal(
        generation(randomUUID(), { captured_credits: "9" }),
        "generations_capture_within_quote",
      ));

    it("is made by one run, or by one for each picture", () =>
      expectRefusal(
        generation(randomUUID(), { requested_count: "3", run_count: "2" }),
        "generations_run_count_known",
      ));

    it("never expects to cost less than nothing", () =>
      expectRefusal(
        generation(randomUUID(), { expected_cost_micro_usd: "-1" }),
        "generations_expected_cost_not_negative",
      ));

    it("keeps a terminal state for ever", async () => {
      const id = randomUUID();
      await database.prisma.$executeRawUnsafe(
        generation(id, { state: "'cancelled'", ended_at: "now()" }),
      );
      const update = (change: string) => `UPDATE generations SET ${change} WHERE id = '${id}'`;

      await expectRefusal(update("state = 'succeeded'"), "generations_terminal_is_final");
      await expectRefusal(
        update("state = 'running', ended_at = NULL"),
        "generations_terminal_is_final",
      );
      await expectRefusal(
        update("ended_at = now() + interval '1 h'"),
        "generations_terminal_is_final",
      );
      expect(await database.prisma.$executeRawUnsafe(update("state_version = 7"))).toBe(1);
    });

    it.each(["source", "state", "visibility", "retention"])("knows its %s", (column) =>
      expectRefusal(generation(randomUUID(), { [column]: "'x'" }), `generations_${column}_known`),
    );

    it("knows the states of attempts", () =>
      expectRefusal(
        attempt({ slot: "3", state: "'x'", ended_at: "now()" }),
        "attempts_state_known",
      ));
  });

  it("refuses words and amounts no table knows", async () => {
    const id = randomUUID();
    const delivery = (column: string) => {
      const columns: Record<string, string> = {
        id: `'${id}'`,
        purpose: "'result'",
        dedupe_key: `'${id}'`,
        platform: "''",
        bot_id: "''",
        user_id: "''",
        chat_id: "''",
        is_group: "false",
        is_user_install: "false",
        language: "''",
        visibility: "'everyone'",
        rung: "'edit'",
        state: "'ready'",
        next_try_at: "now()",
      };
      columns[column] = "'x'";
      return `INSERT INTO deliveries (${Object.keys(columns)}) VALUES (${Object.values(columns)})`;
    };
    const rows: [sql: string, constraint: string][] = [
      [`INSERT INTO accounts (id, status) VALUES ('${id}', 'x')`, "accounts_status_known"],
      [`INSERT INTO communities (id, status) VALUES ('${id}', 'x')`, "communities_status_known"],
      [
        `INSERT INTO ledger_entries (id, wallet_id, seq, kind, amount, balance_after, debt_after, idempotency_key, input_hash)
           VALUES ('${id}', '${walletId}', 98, 'x', 1, 1, 0, '${id}', '')`,
        "ledger_entries_kind_known",
      ],
      [
        `INSERT INTO hold_ends (hold_id, kind, captured, released) VALUES ('${openHoldId}', 'x', 0, 10)`,
        "hold_ends_kind_known",
      ],
      [
        `INSERT INTO spend_limits (wallet_id, subject, "window", max_credits) VALUES ('${walletId}', 'x', 'day', 1)`,
        "spend_limits_subject_known",
      ],
      [
        `INSERT INTO spend_limits (wallet_id, subject, "window", max_credits) VALUES ('${walletId}', 'role', 'day', -1)`,
        "spend_limits_cap_not_negative",
      ],
      [
        `INSERT INTO spend_counters (id, wallet_id, subject, "window", window_start, used)
           VALUES ('${id}', '${walletId}', 'role', 'day', now(), -1)`,
        "spend_counters_used_not_negative",
      ],
      [
        `INSERT INTO purchases (id, rail, rail_key, payer_account_id, wallet_id, price_version, paid_minor, currency, credits, state)
           VALUES ('${id}', 's', '${id}', '${accountId}', '${walletId}', '1', -1, 'usd', 1, 'paid')`,
        "purchases_amounts_not_negative",
      ],
      [
        `INSERT INTO reversals (rail, reversal_key, purchase_id, kind, requested, due, taken, debt_added, state)
           VALUES ('s', '${id}', '${id}', 'refund', 5, 5, 3, 1, 'done')`,
        "reversals_add_up",
      ],
      [
        `INSERT INTO reversals (rail, reversal_key, purchase_id, kind, requested, due, taken, debt_added, state)
           VALUES ('s', '${id}', '${id}', 'x', 5, 5, 5, 0, 'done')`,
        "reversals_kind_known",
      ],
      [
        `INSERT INTO chat_updates (platform, bot_id, update_key, state) VALUES ('t', 'b', 'u', 'x')`,
        "chat_updates_state_known",
      ],
      [
        `INSERT INTO pending_requests (id, account_id, chat, waits_for, draft, expires_at)
           VALUES ('${id}', '${accountId}', '{}', 'x', '{}', now())`,
        "pending_requests_waits_for_known",
      ],
      [
        `INSERT INTO reports (reporter_id, generation_id, output_index, state)
           VALUES ('${accountId}', '${id}', 0, 'x')`,
        "reports_state_known",
      ],
      [delivery("visibility"), "deliveries_visibility_known"],
      [delivery("rung"), "deliveries_rung_known"],
      [delivery("state"), "deliveries_state_known"],
      [delivery("purpose"), "deliveries_purpose_known"],
    ];
    for (const [sql, constraint] of rows) await expectRefusal(sql, constraint);
  });

  it.each([
    ["'x', now(), NULL, 199, 200", "checkouts_state_known"],
    ["'open', NULL, NULL, 0, 200", "checkouts_amounts_positive"],
    ["'open', NULL, NULL, 199, 0", "checkouts_amounts_positive"],
    ["'open', now(), NULL, 199, 200", "checkouts_ended_at_matches"],
    ["'paid', NULL, NULL, 199, 200", "checkouts_ended_at_matches"],
    ["'paid', now(), 'x', 199, 200", "checkouts_notice_known"],
  ])("checkouts never have %s", (values, constraint) =>
    expectRefusal(
      `INSERT INTO checkouts (id, request_key, rail, account_id, wallet_id, pack_id, price_version, currency,
         expires_at, state, ended_at, notice, price_minor, credits)
         VALUES ('${randomUUID()}', '${randomUUID()}', 's', '${accountId}', '${walletId}', 'p', '1', 'usd',
           now(), ${values})`,
      constraint,
    ),
  );

  it("counts failures and costs of providers from nothing upwards", async () => {
    await expectRefusal(
      "INSERT INTO provider_health (provider, model_id, failures) VALUES ('p', 'm', -1)",
      "provider_health_failures_not_negative",
    );
    await expectRefusal(
      `INSERT INTO provider_spend (day, account_id, cost_micro_usd) VALUES (now(), '${accountId}', -1)`,
      "provider_spend_not_negative",
    );
  });

  it("keeps the gallery's marks, filters and visits in order", async () => {
    const generationId = randomUUID();
    await expectRefusal(
      `INSERT INTO generation_outputs (generation_id, "index", state, credits, favourited_by)
         VALUES ('${generationId}', 0, 'deleted', 0, '${accountId}')`,
      "generation_outputs_only_kept_are_favourites",
    );
    await expectRefusal(
      `INSERT INTO assets (id, owner_account_id, key, sha256, kind, content_type, width, height, size_bytes, state)
         VALUES ('${randomUUID()}', '${accountId}', 'k', '', 'output', 'image/png', 1, 1, 1, 'x')`,
      "assets_state_known",
    );
    await expectRefusal(
      `INSERT INTO gallery_filters (account_id, id, model_id, kind, is_favourite, words)
         VALUES ('${accountId}', 'f', '', 'x', false, '')`,
      "gallery_filters_kind_known",
    );
    await expectRefusal(
      `INSERT INTO gallery_visits (secret_hash, account_id, state, expires_at)
         VALUES ('h', '${accountId}', 'x', now())`,
      "gallery_visits_state_known",
    );
  });

  it("names every check and trigger in a test above", async () => {
    const rows = await database.prisma.$queryRaw<{ count: number }[]>`
      SELECT (SELECT count(*) FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
                WHERE c.contype = 'c' AND n.nspname = 'public')::integer
           + (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)::integer AS count`;
    // Whoever adds a rule violates it above and counts it here.
    expect(rows[0]!.count).toBe(56);
  });
});
