import type { Client } from "discord.js";
import type { Bot } from "grammy";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenConsole, openConsole } from "../sandbox/console/open-console.js";
import { openBrowser, openPage } from "./browser.js";
import { consolePage } from "./console-page.js";
import { aPicture, startDiscordBot, startTelegramBot } from "./scripted-bots.js";

let open: OpenConsole;
let discordBot: Client;
let telegramBot: Bot;
let browser: Browser;
let page: Page;
let complaints: string[];
let ui: ReturnType<typeof consolePage>;

beforeAll(async () => {
  open = await openConsole();
  discordBot = await startDiscordBot(open.discordAt);
  telegramBot = startTelegramBot(open.telegramAt);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await discordBot?.destroy();
  await telegramBot?.stop();
  await open?.close();
});

beforeEach(async () => {
  open.discord.reset();
  open.telegram.reset();
  ({ page, complaints } = await openPage(browser, { url: open.url }));
  ui = consolePage(page);
});

afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

async function aFile() {
  return { name: "red.png", mimeType: "image/png", buffer: await aPicture() };
}

describe("Discord's controls", () => {
  it("opens a form, fills it in and shows the answer to the asker alone", async () => {
    await ui.sayOnDiscord("/form ");
    const form = page.getByRole("dialog", { name: "Tell me" });
    await form.waitFor();
    await page.keyboard.type("<b>hello</b>");
    await page.keyboard.press("Enter");

    await ui.discord.getByText("You wrote <b>hello</b>").waitFor();
    await ui.discord.getByText("Only you can see this").waitFor();
    await form.waitFor({ state: "hidden" });
  });

  it("chooses from a menu, and shows links as links", async () => {
    await ui.sayOnDiscord("/pick ");
    expect(await ui.discord.getByRole("link", { name: "Help" }).getAttribute("href")).toBe(
      "https://a.test/",
    );
    await ui.discord.getByLabel("A size").selectOption("large");

    await ui.discord.getByText("Chosen: large").waitFor();
  });

  it("takes a picture as an option", async () => {
    await ui.discordField.fill("/measure ");
    const picker = page.waitForEvent("filechooser");
    await ui.discord.getByRole("button", { name: "Choose a file" }).click();
    await (await picker).setFiles(await aFile());
    await ui.discord.getByRole("button", { name: "Send on Discord" }).click();

    await ui.discord.getByText("red.png is 300 × 200").waitFor();
  });

  it("runs subcommands and shows headings, small print and quotes", async () => {
    await ui.discordField.click();
    await page.keyboard.type("/pool sh");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");

    await ui.discord.getByRole("heading", { name: "12 credits" }).waitFor();
    expect(await ui.discord.locator(".md-subtext").textContent()).toBe("show");
    expect(await ui.discord.locator("blockquote").textContent()).toBe("shared");
  });

  it("sends words and files, answers a message, and runs a command on it", async () => {
    const picker = page.waitForEvent("filechooser");
    await ui.discord.getByRole("button", { name: "Attach files on Discord" }).click();
    await (await picker).setFiles(await aFile());
    await ui.sayOnDiscord("look **here**");
    const message = ui.discord.locator(".message").first();
    await message.locator("img").waitFor();
    expect(await message.locator("strong").textContent()).toBe("here");

    await message.hover();
    await message.getByRole("button", { name: "Reply" }).click();
    await ui.sayOnDiscord("nice");
    await ui.discord.locator(".message").nth(1).locator(".origin").getByText("look here").waitFor();

    await message.hover();
    await message.getByRole("button", { name: "Apps: Describe this" }).click();
    await ui.discord.getByText("It says: look here").waitFor();
  });

  it("says so when nobody answers in time", async () => {
    await ui.sayOnDiscord("/silent ");

    await ui.discord.getByText("The application did not respond").waitFor();
  });

  it("shows each person only the servers and channels they are in", async () => {
    await ui.discord.getByRole("button", { name: "staff" }).waitFor();
    await ui.beOnDiscord("Chloé");

    await ui.discord.getByRole("button", { name: "staff" }).waitFor({ state: "detached" });
    expect(await ui.discord.getByRole("button", { name: "Bildwerkstatt" }).count()).toBe(0);
    await ui.beOnDiscord("Bruno");
    await ui.discord.getByRole("button", { name: "Bildwerkstatt" }).click();
    await ui.discord.getByRole("button", { name: "allgemein" }).waitFor();
    await ui.discord.getByRole("radio", { name: "Bruno, Owner" }).waitFor();
  });
});

describe("Telegram's controls", () => {
  it("shows what a button answers in a box, and links as links", async () => {
    await ui.sayOnTelegram("/alert ");
    expect(await ui.telegram.getByRole("link", { name: "Help" }).getAttribute("href")).toBe(
      "https://a.test/",
    );
    await ui.telegram.getByRole("button", { name: "Loud" }).click();

    const box = page.getByRole("dialog", { name: "Telegram" });
    await box.getByText("Heard you").waitFor();
    await page.keyboard.press("Enter");
    await box.waitFor({ state: "hidden" });
  });

  it("sends a picture with words, and shows the answer to it", async () => {
    const picker = page.waitForEvent("filechooser");
    await ui.telegram.getByRole("button", { name: "Attach files on Telegram" }).click();
    await (await picker).setFiles(await aFile());
    await ui.sayOnTelegram("what size?");

    await ui.telegram.locator(".is-own .media img").waitFor();
    await ui.telegram.locator(".words").getByText("what size?: 300 × 200").waitFor();
    expect(await ui.telegram.locator(".words strong").textContent()).toBe("300 × 200");
    await ui.telegram.locator(".is-other .reply").getByText("what size?").waitFor();
  });

  it("sends a file as it is, when asked to", async () => {
    const picker = page.waitForEvent("filechooser");
    await ui.telegram.getByRole("button", { name: "Attach files on Telegram" }).click();
    await (await picker).setFiles(await aFile());
    await ui.telegram.getByLabel("send as file").check();
    await ui.telegram.getByRole("button", { name: "Send on Telegram" }).click();

    await ui.telegram.locator(".is-own .document").getByText("red.png").waitFor();
    await ui.telegram.locator(".is-other .document").getByText("back.png").waitFor();
  });
});
