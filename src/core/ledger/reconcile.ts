import type { LedgerStore, WalletDifference } from "../ports/ledger-store.js";

export interface ReconcileReport {
  readonly isClean: boolean;
  readonly walletCount: number;
  readonly differences: readonly WalletDifference[];
  /** The same for a person, several lines when there are differences. */
  readonly text: string;
}

export type Reconcile = () => Promise<ReconcileReport>;

/** Adds the books up and compares. Changes nothing, and may run while the service works. */
export function createReconcile(deps: { ledger: LedgerStore }): Reconcile {
  return async function reconcile() {
    const differences = await deps.ledger.findDifferences();
    const walletCount = await deps.ledger.countWallets();
    const isClean = differences.length === 0;
    return { isClean, walletCount, differences, text: reportText(walletCount, differences) };
  };
}

function reportText(walletCount: number, differences: readonly WalletDifference[]): string {
  const wallets = walletCount === 1 ? "1 wallet" : `${walletCount} wallets`;
  if (differences.length === 0) return `The books agree: ${wallets} checked.`;
  const walletsAtFault = new Set(differences.map((difference) => difference.walletId)).size;
  const summary = `The books do not agree: ${walletsAtFault} of ${wallets}.`;
  return [summary, ...differences.map(differenceText)].join("\n");
}

const FIGURES: Record<WalletDifference["figure"], { stored: string; computed: string }> = {
  balance_entries: { stored: "the balance", computed: "its entries add up to" },
  balance_lots: { stored: "the balance", computed: "what is left in its lots adds up to" },
  held_holds: { stored: "the held amount", computed: "its open holds add up to" },
  held_lots: { stored: "the held amount", computed: "what is held in its lots adds up to" },
  debt_entries: { stored: "the debt", computed: "its entries add up to" },
  sequence: { stored: "the last entry's number", computed: "the entries say" },
  hold_ends: {
    stored: "the amount captured by ended holds",
    computed: "its capture entries add up to",
  },
  open_holds: {
    stored: "the number of holds listed as open",
    computed: "the holds without an end are",
  },
};

function differenceText({ walletId, figure, stored, computed }: WalletDifference): string {
  const words = FIGURES[figure];
  return `wallet ${walletId}: ${words.stored} is ${stored}, but ${words.computed} ${computed}.`;
}
