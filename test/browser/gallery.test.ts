import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { readZip } from "../fixtures/read-zip.js";
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

/** The link as the chat gives it. */
async function askForLink(): Promise<string> {
  await ui.sayOnTelegram("/gallery");
  await ui.telegram.getByRole("button", { name: "On the web" }).last().click();
  const link = ui.telegram.getByRole("link", { name: "Open my gallery" }).last();
  await link.waitFor();
  return (await link.getAttribute("href")) ?? "";
}

async function make(words: string, count = 1): Promise<void> {
  const before = await ui.telegram.locator(".media img").count();
  await ui.sayOnTelegram(`/imagine ${words} count:${count}`);
  await expect
    .poll(() => ui.telegram.locator(".media img").count(), { timeout: 30_000 })
    .toBe(before + count);
  await ui.telegram
    .getByText(/charged, \d+ left/)
    .last()
    .waitFor();
}

/** A gallery in a window of its own, as it opens from a link: on a telephone, unless said otherwise. */
async function openGallery(
  link: string,
  options: { width?: number; locale?: string; dark?: boolean } = {},
): Promise<{ own: BrowserContext; tab: Page; faults: string[] }> {
  const { width = 360, locale = "en-GB", dark = false } = options;
  const own = await browser.newContext({
    viewport: { width, height: 780 },
    locale,
    colorScheme: dark ? "dark" : "light",
    acceptDownloads: true,
  });
  const tab = await own.newPage();
  const faults: string[] = [];
  tab.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  tab.on("pageerror", (error) => faults.push(String(error)));
  await tab.goto(link);
  return { own, tab, faults };
}

const areLoaded = (tab: Page) =>
  tab.locator(".grid img").evaluateAll((images) =>
    images.every((image) => {
      const { complete, naturalWidth } = image as unknown as {
        complete: boolean;
        naturalWidth: number;
      };
      return complete && naturalWidth > 0;
    }),
  );

it("opens from the chat once, finds, hands out a zip, and deletes everywhere", async () => {
  await make("a red fox in the snow");
  await make("two boats on a lake", 2);
  const link = await askForLink();

  const { own, tab, faults } = await openGallery(link);
  await tab.getByRole("heading", { name: "Your gallery" }).waitFor();
  await tab.waitForURL(`${service.url}/gallery`);
  expect(await tab.locator(".grid li").count()).toBe(3);
  await expect.poll(() => areLoaded(tab)).toBe(true);
  // Nothing has to be pushed sideways.
  expect(await tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(
    true,
  );
  if (process.env.GALLERY_SCREENSHOTS)
    await tab.screenshot({ path: `${process.env.GALLERY_SCREENSHOTS}/phone.png`, fullPage: true });

  const second = await openGallery(link);
  await second.tab.getByText("This gallery is closed").waitFor();
  // The browser itself complains of the answer's status.
  await second.own.close();

  await tab.getByLabel("Words of the prompt").fill("FOX");
  await tab.getByRole("button", { name: "Search" }).click();
  await expect.poll(() => tab.locator(".grid li").count()).toBe(1);
  await tab.getByRole("link", { name: "Show all" }).click();

  const download = tab.waitForEvent("download");
  await tab.getByRole("link", { name: "Download all as a zip" }).click();
  const files = readZip(await readFile(await (await download).path()));
  expect(files.map(({ name }) => name).sort()).toEqual([
    expect.stringMatching(/-a-red-fox-in-the-snow-\w{8}-1\.png$/),
    expect.stringMatching(/-two-boats-on-a-lake-\w{8}-1\.png$/),
    expect.stringMatching(/-two-boats-on-a-lake-\w{8}-2\.png$/),
  ]);

  await tab.getByLabel("Select: a red fox in the snow").check();
  await tab.getByRole("button", { name: "Delete selected (1)" }).click();
  await tab.getByText("This picture will go").waitFor();
  await tab.getByRole("button", { name: "Delete", exact: true }).click();
  await expect.poll(() => tab.locator(".grid li").count()).toBe(2);
  // Of three pictures and the sheet of the gallery, the fox has left the chat.
  await expect.poll(() => ui.telegram.locator(".media img").count(), { timeout: 30_000 }).toBe(3);
  expect(faults).toEqual([]);
  await own.close();
});

it("shows one picture large, marks it, and turns to the next, by keyboard alone", async () => {
  await make("two boats on a lake", 2);
  const { own, tab, faults } = await openGallery(await askForLink(), { width: 1_200, dark: true });
  await tab.getByRole("heading", { name: "Your gallery" }).waitFor();
  await expect.poll(() => areLoaded(tab)).toBe(true);
  if (process.env.GALLERY_SCREENSHOTS)
    await tab.screenshot({ path: `${process.env.GALLERY_SCREENSHOTS}/desk.png` });

  const first = tab.locator(".grid a").first();
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await tab.keyboard.press("Tab");
    if (await first.evaluate((link) => link === link.ownerDocument.activeElement)) break;
  }
  await tab.keyboard.press("Enter");
  await tab.getByRole("img", { name: "two boats on a lake" }).waitFor();
  if (process.env.GALLERY_SCREENSHOTS)
    await tab.screenshot({ path: `${process.env.GALLERY_SCREENSHOTS}/one.png` });
  await tab.getByRole("button", { name: "Mark as favourite" }).press("Enter");
  await tab.getByRole("button", { name: "No longer a favourite" }).waitFor();
  const before = tab.url();
  await tab.getByRole("link", { name: "Older" }).press("Enter");
  await expect.poll(() => tab.url()).not.toBe(before);

  await tab.getByRole("link", { name: "Back to the gallery" }).press("Enter");
  await tab.getByLabel("Only favourites").check();
  await tab.getByRole("button", { name: "Search" }).press("Enter");
  await expect.poll(() => tab.locator(".grid li").count()).toBe(1);
  expect(faults).toEqual([]);
  await own.close();
});

it("speaks German to a German browser, and works without script", async () => {
  await make("ein roter Fuchs");
  const link = await askForLink();
  const own = await browser.newContext({ locale: "de-DE", javaScriptEnabled: false });
  const tab = await own.newPage();
  await tab.goto(link);
  await tab.getByRole("button", { name: "Meine Galerie öffnen" }).click();
  await tab.getByRole("heading", { name: "Deine Galerie" }).waitFor();
  await tab.getByLabel("Auswählen: ein roter Fuchs").check();
  await tab.getByRole("button", { name: "Auswahl löschen" }).click();
  await tab.getByRole("button", { name: "Löschen", exact: true }).click();
  await tab.getByText("Deine Galerie ist leer").waitFor();
  await own.close();
});
