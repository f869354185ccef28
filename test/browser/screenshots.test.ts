import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openBrowser, openPage } from "./browser.js";
import { consolePage } from "./console-page.js";
import { type Service, startService } from "./service.js";

const FOX = "/imagine a red fox in the snow";

/** `SCREENSHOTS=1` makes the pictures of the documentation anew. */
describe.runIf(process.env.SCREENSHOTS)("docs/images", () => {
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    service = await startService();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it("shows the console after a fox on both sides and two refusals", async () => {
    const { page } = await openPage(browser, { url: service.url });
    const ui = consolePage(page);
    await ui.beOnTelegram("Ben");
    await ui.armed("is unsafe");
    await ui.sayOnTelegram(FOX);
    await ui.inside.getByText("1 credit back, 0 charged").waitFor();
    await ui.beOnTelegram("Ana");
    await ui.sayOnDiscord(FOX);
    await ui.discord.getByText("1 credit charged, 23 left").waitFor();
    await ui.sayOnTelegram(FOX);
    await ui.telegram.getByText("1 credit charged, 23 left").first().waitFor();
    await ui.sayOnDiscord("/imagine a nude celebrity");
    await ui.discord.getByText("Only you can see this").waitFor();
    await ui.discord.getByText("Atelier is thinking…").waitFor({ state: "detached" });
    await ui.credits("telegram Ana").getByText("23", { exact: true }).waitFor();
    await page.mouse.move(720, 12);
    await page.screenshot({ path: "docs/images/console.png" });
  });

  it("shows the console on a phone", async () => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 1.5,
    });
    const page = await context.newPage();
    await page.goto(service.url);
    await page.getByRole("button", { name: "Telegram", exact: true }).click();
    const field = page.getByLabel("Message on Telegram");
    await field.fill(FOX);
    await field.press("Enter");
    await page.locator("#telegram .media img").last().waitFor();
    await page.getByText("charged, 22 left").first().waitFor();
    await field.blur();
    await page.screenshot({ path: "docs/images/console-phone.png" });
  });
});
