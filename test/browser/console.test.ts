import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser, openPage } from "./browser.js";
import { consolePage } from "./console-page.js";
import { startCuttableProxy } from "./cuttable-proxy.js";
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

/** Run in the page: by how much each scroller is wider than it shows. */
const TOO_WIDE_PX = `[document.documentElement, ...document.querySelectorAll(".messages, .bubbles, .cards")]
  .filter((element) => element.clientWidth > 0)
  .map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)`;
const FOX = "/imagine a red fox in the snow";
const FOUR = "/imagine a lighthouse at dusk model:flux-dev count:4";

describe("Discord: one picture", () => {
  it("goes from a place in line to progress to a picture with buttons, and takes its price", async () => {
    await ui.sayOnDiscord(FOX);

    await ui.discord.getByText("Queued, 1st in line").waitFor();
    await ui.discord.getByText("Making your picture").waitFor();
    await ui.discord.locator(".gallery img").waitFor();
    await ui.discord.getByText("1 credit charged, 23 left").waitFor();
    await ui.discord.getByRole("button", { name: "Again" }).waitFor();
    await ui.discord.getByRole("button", { name: "Delete" }).waitFor();
    await ui.discord.getByText("Ada used /imagine").waitFor();
    expect(await isDrawn(page, "#discord .gallery img")).toBe(true);
    await ui.credits("discord Ada").getByText("23", { exact: true }).waitFor();
    expect(await ui.inside.locator("tr.entry[data-kind=capture] .is-minus").textContent()).toBe(
      "−1",
    );
    expect(await ui.inside.locator(".request .is-succeeded").count()).toBe(1);
    expect(await ui.inside.locator(".call").count()).toBeGreaterThan(2);
  });

  it("makes another at the press of Again", async () => {
    await ui.sayOnDiscord(FOX);
    await ui.discord.getByRole("button", { name: "Again" }).click();

    await expect.poll(() => ui.discord.locator(".gallery img").count()).toBe(2);
    await ui.credits("discord Ada").getByText("22", { exact: true }).waitFor();
  });

  it("gives the price back when a slow one is cancelled", async () => {
    await ui.armed("is slow");
    await ui.sayOnDiscord(FOX);
    await ui.discord.getByText("Making your picture").waitFor();
    await ui.discord.getByRole("button", { name: "Cancel" }).click();

    await ui.discord.getByText("Your 1 credit is back").waitFor();
    await ui.inside.getByText("1 credit back, 0 charged").waitFor();
    await ui.credits("discord Ada").getByText("24", { exact: true }).waitFor();
  });

  it("refuses by the rules, for the asker's eyes only, until they dismiss it", async () => {
    await ui.sayOnDiscord("/imagine a nude celebrity");

    await ui.discord.getByText("I can't make this one.").waitFor();
    await ui.discord.getByText("Only you can see this").waitFor();
    await ui.beOnDiscord("Bruno");
    await ui.discord.getByText("I can't make this one.").waitFor({ state: "detached" });
    await ui.beOnDiscord("Ada");
    await ui.discord.getByRole("button", { name: "Dismiss message" }).click();
    await ui.discord.getByText("I can't make this one.").waitFor({ state: "detached" });
  });

  it("says so when the credits run out, and goes on once some are given", async () => {
    await ui.sayOnDiscord(FOUR);
    await expect.poll(() => ui.discord.locator(".gallery img").count()).toBe(4);
    await ui.sayOnDiscord(FOUR);

    await ui.discord.getByText("That costs 20 credits and you have 4.").waitFor();
    await ui.discord.getByText("/models").last().waitFor();
    await ui.inside.getByRole("button", { name: "Give Ada on Discord 20 credits" }).click();
    await ui.credits("discord Ada").getByText("24", { exact: true }).waitFor();
  });
});

describe("Telegram: one picture", () => {
  it("goes from a place in line to progress to a picture with buttons, and takes its price", async () => {
    await ui.sayOnTelegram(FOX);

    await ui.telegram.getByText("Queued, 1st in line").waitFor();
    await ui.telegram.getByText("Making your picture").waitFor();
    await ui.telegram.locator(".media img").waitFor();
    await ui.telegram.getByText("1 credit charged, 23 left").waitFor();
    expect(await isDrawn(page, "#telegram .media img")).toBe(true);
    await ui.credits("telegram Ana").getByText("23", { exact: true }).waitFor();
    await ui.telegram.getByRole("button", { name: "Again" }).click();
    await expect.poll(() => ui.telegram.locator(".media img").count()).toBe(2);
    await ui.credits("telegram Ana").getByText("22", { exact: true }).waitFor();
  });

  it("shows the credits come back when the model refuses a picture as unsafe", async () => {
    await ui.armed("is unsafe");
    await ui.sayOnTelegram(FOX);

    await ui.telegram.getByText("The model's safety check said no.").waitFor();
    await ui.inside.getByText("1 credit back, 0 charged").waitFor();
    await ui.inside.locator("tr[data-kind=release]").getByText("given back").waitFor();
    await ui.credits("telegram Ana").getByText("24", { exact: true }).waitFor();
    expect(await ui.inside.getByRole("radio", { name: "works" }).isChecked()).toBe(true);
  });

  it("cancels a slow one, with a word over the chat", async () => {
    await ui.armed("is slow");
    await ui.sayOnTelegram(FOX);
    await ui.telegram.getByRole("button", { name: "Cancel" }).click();

    await ui.telegram.locator(".callback-toast").getByText("Cancelled. 1 credit back.").waitFor();
    await ui.credits("telegram Ana").getByText("24", { exact: true }).waitFor();
  });

  it("asks for a description when none was given, and takes the answer", async () => {
    await ui.sayOnTelegram("/imagine ");
    await ui.telegram.getByText("What would you like to see?").first().waitFor();
    await ui.telegram.getByText("Answer Atelier").waitFor();

    await page.keyboard.type("a red fox in the snow");
    await page.keyboard.press("Enter");

    await ui.telegram.locator(".media img").waitFor();
  });

  it("shows four pictures as an album, and says when the credits have run out", async () => {
    await ui.sayOnTelegram(FOUR);
    await expect.poll(() => ui.telegram.locator(".media[data-count='4'] img").count()).toBe(4);
    await ui.sayOnTelegram(FOUR);

    await ui.telegram.getByText("That costs 20 credits and you have 4.").first().waitFor();
  });

  it("greets whoever presses Start, and lists its commands behind the menu button", async () => {
    await ui.telegram.getByRole("button", { name: "Start" }).click();
    await ui.telegram.getByText("Welcome to Atelier!").first().waitFor();

    await ui.telegram.getByRole("button", { name: "Bot commands" }).click();
    await ui.telegram.getByRole("option", { name: "/balance" }).click();

    await ui.telegram.getByText("24 credits to spend").first().waitFor();
  });

  it("answers in the group's topic it was asked in", async () => {
    await ui.telegram.getByRole("button", { name: "Pictures" }).click();
    await ui.sayOnTelegram(FOX);
    await ui.telegram.locator(".media img").waitFor();

    await ui.telegram.getByRole("button", { name: "Feedback" }).click();
    await ui.telegram.getByText("No messages here yet…").waitFor();
  });
});

describe("the page", () => {
  it("completes commands and options by keyboard alone", async () => {
    await ui.discordField.focus();
    await page.keyboard.type("/im");
    const listed = ui.discord.getByRole("option", { name: "/imagine" });
    await listed.waitFor();
    expect(await listed.getAttribute("aria-selected")).toBe("true");

    await page.keyboard.press("Enter");
    await page.keyboard.type("a red fox");
    await page.keyboard.press("Tab");
    await page.keyboard.type("asp");
    await page.keyboard.press("Enter");
    await page.keyboard.type("16:9");
    await page.keyboard.press("Enter");
    await page.keyboard.type("model");
    await page.keyboard.press("Enter");
    await ui.discord.getByRole("option", { name: "FLUX.1 dev" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");

    await ui.discord.getByText("FLUX.1 dev · 16:9").waitFor();
    await ui.discord.getByText("5 credits charged").waitFor();
  });

  it("says what is wrong with an option instead of sending it", async () => {
    await ui.sayOnDiscord("/imagine a red fox count:9");

    await ui.discord.getByText("At most 4").waitFor();
    expect(await ui.discord.locator(".message").count()).toBe(0);
  });

  it("brings the command back into the field when it is refused, with the reason", async () => {
    await ui.discordField.fill(`/imagine ${"fox ".repeat(600)}`);
    await ui.discord.locator(".pill").waitFor();
    await page.keyboard.press("Enter");

    await page.locator(".toast-error").waitFor();
    await ui.discord.locator(".pill").waitFor();
  });

  it("shows what people write as words, whatever it looks like", async () => {
    const nasty = `<img src=x onerror="window.broken=1"><script>window.broken=1</script> [a](javascript:broken) **b**`;
    await ui.sayOnDiscord(`/imagine ${nasty}`);
    await ui.sayOnTelegram(`/imagine ${nasty}`);

    await ui.discord.locator(".gallery img").waitFor();
    await ui.telegram.locator(".media img").waitFor();
    expect(await ui.discord.getByText("<img src=x").count()).toBeGreaterThan(0);
    expect(await ui.telegram.getByText("<img src=x").count()).toBeGreaterThan(0);
    expect(await page.evaluate(() => "broken" in globalThis)).toBe(false);
    expect(await page.locator("img[src=x], a[href^=javascript]").count()).toBe(0);
  });

  it("has nothing to scroll sideways on a phone", async () => {
    await ui.sayOnDiscord(FOX);
    await ui.sayOnTelegram(FOX);
    await ui.telegram.locator(".media img").waitFor();
    await page.setViewportSize({ width: 360, height: 780 });

    for (const tab of ["Discord", "Telegram", "Inside"]) {
      await page.getByRole("navigation", { name: "Parts" }).getByText(tab).click();
      const widths = await page.evaluate<number[]>(TOO_WIDE_PX);
      expect(Math.max(...widths)).toBe(0);
    }
  });

  it("catches up with what happened while the connection was lost", async () => {
    const proxy = await startCuttableProxy(service.url);
    const far = await openPage(browser, { url: proxy.url });
    const farUi = consolePage(far.page);
    proxy.cut();
    await far.page.getByText("Connecting to Atelier…").waitFor();
    await ui.sayOnTelegram("/balance");
    await ui.telegram.getByText("24 credits to spend").first().waitFor();

    proxy.mend();

    await farUi.telegram.getByText("24 credits to spend").first().waitFor();
    await far.page.getByText("Connecting to Atelier…").waitFor({ state: "hidden" });
    await far.page.context().close();
    proxy.close();
  });

  it("is as new after a reset", async () => {
    await ui.sayOnDiscord(FOX);
    await ui.discord.locator(".gallery img").waitFor();
    await ui.armed("is unsafe");

    await ui.reset();

    expect(await ui.discord.locator(".message").count()).toBe(0);
    expect(await ui.credits("discord Ada").textContent()).toBe("new");
    expect(await ui.inside.getByRole("radio", { name: "works" }).isChecked()).toBe(true);
    await ui.sayOnDiscord(FOX);
    await ui.discord.getByText("1 credit charged, 23 left").waitFor();
  });
});

/** The browser has the picture's pixels, not only its place. */
function isDrawn(from: Page, selector: string): Promise<boolean> {
  return from
    .locator(selector)
    .first()
    .evaluate(async (image) => {
      const picture = image as unknown as { decode(): Promise<void>; naturalWidth: number };
      await picture.decode();
      return picture.naturalWidth > 100;
    });
}
