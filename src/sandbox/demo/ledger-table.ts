import type { LedgerEntry, Wallet } from "../../core/ports/ledger-store.js";

/** The books of one wallet as a table in plain text, oldest entry first. */
export function ledgerTable(
  title: string,
  wallet: Wallet,
  entries: readonly LedgerEntry[],
): string {
  const head = ["#", "entry", "amount", "balance", "reason"];
  const rows = [...entries]
    .reverse()
    .map((entry) => [
      String(entry.seq),
      entry.kind,
      entry.amount > 0 ? `+${entry.amount}` : String(entry.amount),
      String(entry.balanceAfter),
      entry.reasonCode ?? "",
    ]);
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const end = `available ${wallet.available}, held ${wallet.held}, debt ${wallet.debt}`;
  return [
    title,
    toLine(head),
    toLine(widths.map((width) => "─".repeat(width))),
    ...rows.map(toLine),
    end,
  ].join("\n");
}
