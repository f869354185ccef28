import { PAGE_STYLE } from "./page-style.js";

export type PageState = "open" | "declined" | "paid" | "processing" | "expired";

export interface SessionPage {
  readonly itemName: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly minutesLeft: number;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly state: PageState;
  readonly nonce: string;
}

/** The checkout as a page without scripts. */
export function sessionPage(page: SessionPage): string {
  const isOpen = page.state === "open" || page.state === "declined";
  const summary = `<p class="item">${escapeHtml(page.itemName)}</p>
      <p class="amount">${escapeHtml(formatMoney(page.amountMinor, page.currency))}</p>`;
  return frame(page.nonce, `${summary}${isOpen ? choices(page) : ending(page)}`);
}

export function missingPage(nonce: string): string {
  return frame(
    nonce,
    `<p class="notice" role="status">There is no such checkout. The sandbox forgets its checkouts when it is restarted;
      ask for a new link in the chat.</p>`,
  );
}

function choices({ state, minutesLeft, cancelUrl }: SessionPage): string {
  const declined =
    state === "declined"
      ? `<p class="notice bad" role="alert">Your card was declined. Nothing was charged; try again or use another card.</p>`
      : "";
  const back = cancelUrl
    ? `<a class="back" href="${escapeHtml(cancelUrl)}">← Go back without paying</a>`
    : "";
  return `${declined}
      <form method="post">
        <button class="primary" name="choice" value="pay">Pay</button>
        <p class="rule">or see what happens when …</p>
        <button name="choice" value="decline">the card is declined</button>
        <button name="choice" value="later">the money takes a moment to arrive</button>
        <button name="choice" value="later_fails">the money never arrives</button>
      </form>
      <p class="hint">This page is good for another ${minutesLeft} min.</p>
      ${back}`;
}

const ENDINGS = {
  paid: "This is paid. Paying again does nothing.",
  processing: "Your payment is on its way. You can close this page.",
  expired: "This checkout has expired. Nothing was charged; ask for a new link in the chat.",
} as const;

function ending({ state, successUrl, cancelUrl }: SessionPage): string {
  if (state === "open" || state === "declined") return "";
  const isGood = state !== "expired";
  const back = isGood ? successUrl : cancelUrl;
  const link = back ? `<a class="back" href="${escapeHtml(back)}">← Back</a>` : "";
  return `<p class="notice ${isGood ? "good" : "bad"}" role="status">${ENDINGS[state]}</p>${link}`;
}

function frame(nonce: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sandbox checkout</title>
  <link rel="icon" href="data:,">
  <style nonce="${nonce}">${PAGE_STYLE}</style>
</head>
<body>
  <main>
    <header><h1>Sandbox checkout</h1><p>No real money. Nothing here is charged to anybody.</p></header>
    <section>
      ${content}
    </section>
  </main>
</body>
</html>
`;
}

function formatMoney(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
