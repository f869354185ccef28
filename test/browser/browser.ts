import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function openBrowser(): Promise<Browser> {
  const executablePath =
    process.env.CHROMIUM_PATH ?? CHROMIUM_PATHS.find((path) => existsSync(path));
  if (!executablePath) throw new Error("no Chromium found; name one with CHROMIUM_PATH");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page that remembers what must not happen on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, and requests to anywhere but the service. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  options: { url: string; width?: number; height?: number },
): Promise<WatchedPage> {
  const { url, width = 1440, height = 900 } = options;
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(url) || request.url().startsWith("blob:");
    if (!isOwn) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  await page.goto(url);
  await page.locator(".discord .channel").first().waitFor();
  return { page, complaints };
}
