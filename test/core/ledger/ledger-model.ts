/** The rules of the ledger once more, in the plainest words there are, to hold the database against. */

export interface ModelLot {
  readonly id: string;
  readonly wallet: string;
  readonly purchase: string | null;
  /** Hours; null: never. */
  readonly expires: number | null;
  remaining: number;
  held: number;
}

interface ModelHold {
  readonly id: string;
  readonly wallet: string;
  readonly amount: number;
  readonly expires: number;
  readonly parts: readonly { lot: ModelLot; amount: number }[];
  end: { kind: string; captured: number; released: number } | null;
}

interface ModelReversal {
  readonly purchase: string;
  readonly requested: number;
  readonly due: number;
  taken: number;
  debtAdded: number;
}

export interface ModelWallet {
  readonly id: string;
  debt: number;
  entries: number;
  isFrozen: boolean;
}

export type Outcome = Record<string, unknown> | string;

export class LedgerModel {
  now = 0;
  /** What has happened on the quiet, so that a test can tell whether it was ever tried. */
  readonly sideEffects = new Set<string>();
  readonly wallets = new Map<string, ModelWallet>();
  readonly lots: ModelLot[] = [];
  readonly holds = new Map<string, ModelHold>();
  readonly purchases = new Map<string, { wallet: string; credits: number }>();
  readonly reversals = new Map<string, ModelReversal>();
  private readonly grants = new Map<string, string>();
  private readonly holdKeys = new Map<string, { input: string; hold: string }>();

  figures(wallet: string) {
    const lots = this.lots.filter((lot) => lot.wallet === wallet);
    const { debt, entries } = this.wallets.get(wallet)!;
    return { balance: sum(lots, "remaining"), held: sum(lots, "held"), debt, entries };
  }

  grant(input: {
    lot: string;
    wallet: string;
    kind: "grant" | "top_up";
    key: string;
    amount: number;
    expires: number | null;
    purchase: string | null;
  }): Outcome {
    const fingerprint = [input.wallet, input.kind, input.amount, input.purchase].join();
    const known = this.grants.get(input.key);
    if (known !== undefined) return known === fingerprint ? { isRepeat: true } : "LG409";
    this.grants.set(input.key, fingerprint);
    const wallet = this.wallets.get(input.wallet)!;
    const settled = input.kind === "top_up" ? Math.min(wallet.debt, input.amount) : 0;
    wallet.debt -= settled;
    if (settled > 0) this.sideEffects.add("a top-up settles debt");
    wallet.entries += 1;
    const { lot: id, wallet: owner, purchase, expires } = input;
    this.lots.push({
      id,
      wallet: owner,
      purchase,
      expires,
      remaining: input.amount - settled,
      held: 0,
    });
    return { isRepeat: false };
  }

  hold(input: {
    hold: string;
    wallet: string;
    key: string;
    amount: number;
    expires: number;
  }): Outcome {
    const fingerprint = [input.wallet, input.amount].join();
    const known = this.holdKeys.get(input.key);
    if (known) return known.input === fingerprint ? { outcome: "repeat", id: known.hold } : "LG409";
    const wallet = this.wallets.get(input.wallet)!;
    if (wallet.isFrozen) return { outcome: "wallet_frozen", figure: null };
    if (wallet.debt > 0) return { outcome: "wallet_in_debt", figure: wallet.debt };

    const spendable = this.spendingOrder((lot) => lot.wallet === wallet.id && !this.isOver(lot));
    const free = spendable.reduce((total, lot) => total + lot.remaining - lot.held, 0);
    if (free < input.amount) return { outcome: "insufficient_credits", figure: free };
    let missing = input.amount;
    const parts = [];
    for (const lot of spendable) {
      const amount = Math.min(missing, lot.remaining - lot.held);
      if (amount === 0) continue;
      lot.held += amount;
      missing -= amount;
      parts.push({ lot, amount });
    }
    this.holds.set(input.hold, { ...input, id: input.hold, parts, end: null });
    this.holdKeys.set(input.key, { input: fingerprint, hold: input.hold });
    return { outcome: "held", id: input.hold };
  }

  end(id: string, kind: "capture" | "release" | "expire", captured: number): Outcome {
    const hold = this.holds.get(id);
    if (!hold) return "LG404";
    if (captured > hold.amount) return "LG422";
    if (hold.end) return { ...hold.end, isRepeat: true };
    const kindBooked = kind === "capture" && captured === 0 ? "release" : kind;
    hold.end = { kind: kindBooked, captured, released: hold.amount - captured };

    const wallet = this.wallets.get(hold.wallet)!;
    if (captured > 0) wallet.entries += 1;
    let left = captured;
    const givenBack: ModelLot[] = [];
    for (const { lot, amount } of hold.parts) {
      const used = Math.min(left, amount);
      left -= used;
      lot.remaining -= used;
      lot.held -= amount;
      if (used < amount) givenBack.push(lot);
    }
    for (const lot of givenBack) {
      this.payDebtOfReversedPurchase(lot);
      if (this.expire(lot)) this.sideEffects.add("a lot expires on release");
    }
    return { ...hold.end, isRepeat: false };
  }

  expireHolds(): Outcome {
    const overdue = [...this.holds.values()].filter(
      (hold) => !hold.end && hold.expires <= this.now,
    );
    overdue.sort(
      (a, b) => compare(a.wallet, b.wallet) || compare(a.expires, b.expires) || compare(a.id, b.id),
    );
    for (const hold of overdue) this.end(hold.id, "expire", 0);
    return { count: overdue.length };
  }

  expireLots(): Outcome {
    return { count: this.lots.filter((lot) => this.expire(lot)).length };
  }

  clawback(input: { purchase: string; key: string; due: number }): Outcome {
    const known = this.reversals.get(input.key);
    if (known) {
      const isSame = known.purchase === input.purchase && known.requested === input.due;
      const { taken, debtAdded } = known;
      return isSame ? { taken, debtAdded, isRepeat: true } : "LG409";
    }
    const purchase = this.purchases.get(input.purchase)!;
    const earlier = [...this.reversals.values()].filter((r) => r.purchase === input.purchase);
    const due = Math.min(input.due, purchase.credits - sum(earlier, "due"));
    let left = due;
    const wallet = this.wallets.get(purchase.wallet)!;
    for (const lot of this.spendingOrder((each) => each.purchase === input.purchase)) {
      const taken = Math.min(left, lot.remaining - lot.held);
      if (taken === 0) continue;
      lot.remaining -= taken;
      left -= taken;
      wallet.entries += 1;
    }
    wallet.debt += left;
    if (left > 0) wallet.entries += 1;
    const reversal = { taken: due - left, debtAdded: left };
    const { purchase: id, due: requested } = input;
    this.reversals.set(input.key, { purchase: id, requested, due, ...reversal });
    return { ...reversal, isRepeat: false };
  }

  private spendingOrder(isWanted: (lot: ModelLot) => boolean): ModelLot[] {
    const time = (lot: ModelLot) => lot.expires ?? Number.POSITIVE_INFINITY;
    return this.lots
      .filter(isWanted)
      .sort((a, b) => compare(time(a), time(b)) || compare(a.id, b.id));
  }

  private isOver(lot: ModelLot): boolean {
    return lot.expires !== null && lot.expires <= this.now;
  }

  private expire(lot: ModelLot): boolean {
    if (!this.isOver(lot) || lot.remaining === lot.held) return false;
    lot.remaining = lot.held;
    this.wallets.get(lot.wallet)!.entries += 1;
    return true;
  }

  private payDebtOfReversedPurchase(lot: ModelLot): void {
    const wallet = this.wallets.get(lot.wallet)!;
    // Oldest first; here all are of one transaction, which leaves their keys.
    const keys = [...this.reversals.keys()].sort();
    for (const reversal of keys.map((key) => this.reversals.get(key)!)) {
      if (reversal.purchase !== lot.purchase) continue;
      const paid = Math.min(lot.remaining - lot.held, wallet.debt, reversal.debtAdded);
      if (paid === 0) continue;
      this.sideEffects.add("a release pays debt");
      lot.remaining -= paid;
      wallet.debt -= paid;
      wallet.entries += 1;
      reversal.taken += paid;
      reversal.debtAdded -= paid;
    }
  }
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sum<Key extends string>(rows: readonly Record<Key, number>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
