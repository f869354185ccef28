import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser, openPage } from "./browser.js";
import { consolePage } from "./console-page.js";
import { type Service, startService } from "./service.js";

let service: Service;
let browser: Browser;
let page: Page;
let complaints: string[];
let ui: ReturnType<typeof consolePage>;

beforeAll(async () => {
  service = await startService();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});
beforeEach(async () => {
  ({ page, complaints } = await openPage(browser, { url: service.url }));
  ui = consolePage(page);
  await ui.reset();
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

const SMALLEST = "200 credits · $1.99";
const FOX = "/imagine a red fox in the snow";

async function openCheckout(pane: Locator): Promise<Page> {
  await pane.getByRole("button", { name: SMALLEST }).last().click();
  const link = pane.getByRole("link", { name: "Pay $1.99" }).last();
  expect(await link.getAttribute("rel")).toContain("noopener");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await tab.getByText("No real money").waitFor();
  return tab;
}

async function pay(tab: Page): Promise<void> {
  await tab.getByRole("button", { name: "Pay", exact: true }).click();
  await tab.waitForURL(/\/pay\/done/);
  await tab.close();
}

describe("out of credits", () => {
  it("is offered a pack on Discord, pays, is told, and the request goes on", async () => {
    await ui.sayOnDiscord("/balance");
    await ui.spendAll("Ada on Discord");
    await ui.sayOnDiscord(FOX);
    await ui.discord.getByText("That costs 1 credit and you have 0.").waitFor();

    await pay(await openCheckout(ui.discord));

    await ui.discord.getByText("200 credits added; you now have 200.").waitFor();
    await ui.discord.locator(".gallery img").waitFor();
    await ui.discord.getByText("1 credit charged, 199 left").waitFor();
    await ui.credits("discord Ada").getByText("199", { exact: true }).waitFor();
    await ui.see("Payments");
    await ui.inside.locator(".checkout[data-state=paid]").getByText("$1.99").waitFor();
    await ui.inside.getByText("credits given").waitFor();
  });

  it("is offered a pack on Telegram; a declined card changes nothing, another pays", async () => {
    await ui.sayOnTelegram("/balance");
    await ui.spendAll("Ana on Telegram");
    await ui.sayOnTelegram(FOX);

    const tab = await openCheckout(ui.telegram);
    await tab.getByRole("button", { name: "the card is declined" }).click();
    await tab.getByRole("alert").getByText("Your card was declined").waitFor();
    await ui.credits("telegram Ana").getByText("0", { exact: true }).waitFor();
    await pay(tab);

    await ui.telegram.getByText("200 credits added; you now have 200.").last().waitFor();
    await ui.telegram.locator(".media img").waitFor();
    await ui.telegram.getByText("1 credit charged, 199 left").first().waitFor();
  });

  it("gives credits once when every webhook comes twice and out of order, and takes them back once", async () => {
    await ui.see("Payments");
    for (const how of ["twice", "out of order"]) await ui.inside.getByLabel(how).check();
    await ui.sayOnDiscord("/buy");
    await pay(await openCheckout(ui.discord));
    await ui.discord.getByText("200 credits added; you now have 224.").waitFor();
    await ui.inside.getByText("checkout.session.completed × 2").waitFor();
    await ui.credits("discord Ada").getByText("224", { exact: true }).waitFor();

    await ui.inside.getByRole("button", { name: "Refund last payment" }).click();
    await ui.credits("discord Ada").getByText("24", { exact: true }).waitFor();
    await ui.inside.locator(".checkout[data-state=refunded]").waitFor();
    await ui.discord.getByText("200 credits taken back").waitFor();
  });

  it("says so when the money never arrives, and leads back when nobody pays", async () => {
    await ui.sayOnDiscord("/buy");
    const tab = await openCheckout(ui.discord);
    await tab.getByRole("button", { name: "the money never arrives" }).click();
    await tab.waitForURL(/\/pay\/done/);
    await tab.close();
    await ui.discord.getByText("Your payment did not go through").waitFor();

    await ui.sayOnTelegram("/buy");
    const other = await openCheckout(ui.telegram);
    await other.getByRole("link", { name: "Go back without paying" }).click();
    await other.waitForURL(/\/pay\/cancelled/);
    await ui.credits("telegram Ana").getByText("24", { exact: true }).waitFor();
  });
});

describe("the panel", () => {
  it("sends a command without options at the first Enter", async () => {
    await ui.sayOnDiscord("/balance");

    await ui.discord.getByText("24 credits to spend").waitFor();
  });

  it("says what a restart forgets", async () => {
    await ui.inside.getByText("Chats live as long as this process").waitFor();
  });
});
