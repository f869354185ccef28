import type { Locator, Page } from "playwright-core";

/** The console as a person uses it. */
export function consolePage(page: Page) {
  const discord = page.locator("#discord");
  const telegram = page.locator("#telegram");
  const inside = page.locator("#inside");
  const discordField = page.getByLabel("Message on Discord");
  const telegramField = page.getByLabel("Message on Telegram");
  return {
    discord,
    telegram,
    inside,
    discordField,
    telegramField,

    /** Types as fast as a person's fingers could, and presses Enter. */
    async sayOnDiscord(text: string): Promise<void> {
      await discordField.click();
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    async sayOnTelegram(text: string): Promise<void> {
      await telegramField.click();
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    async beOnDiscord(name: string): Promise<void> {
      await discord.getByRole("radio", { name }).click();
    },
    async beOnTelegram(name: string): Promise<void> {
      await telegram.getByRole("radio", { name }).click();
    },
    async next(label: string): Promise<void> {
      await inside.getByRole("radio", { name: label, exact: true }).check();
    },
    /** Waits for the service to have taken up the switch: it goes back by itself once used. */
    async armed(label: string): Promise<void> {
      await inside.getByRole("radio", { name: label, exact: true }).check();
      await inside.locator(".card-switches.is-armed").waitFor();
    },
    async spendAll(person: string): Promise<void> {
      await inside.getByRole("button", { name: `Spend all credits of ${person}` }).click();
      await inside.locator(".is-low .wallet-credits").getByText("0", { exact: true }).waitFor();
    },
    async see(view: "Requests & ledger" | "Payments" | "Calls"): Promise<void> {
      await inside.getByRole("tab", { name: view }).click();
    },
    credits(person: string): Locator {
      return inside.locator(`[data-wallet="${person}"] .wallet-credits`);
    },
    async reset(): Promise<void> {
      await page.getByRole("button", { name: "Reset everything" }).click();
      await page.getByText("Everything is back to the beginning.").last().waitFor();
      await inside.getByText("Nothing asked for yet.").waitFor();
    },
  };
}
