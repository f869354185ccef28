import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { type OpenConsole, openConsole } from "./open-console.js";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});
afterAll(() => open.close());

function post(path: string, input: unknown, headers: Record<string, string> = {}) {
  return fetch(`${open.url}/console/${path}`, {
    method: "POST",
    headers: { origin: open.url, "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });
}

/** With a Host header of one's own choice, which `fetch` does not allow. */
function statusAs(host: string): Promise<number | undefined> {
  const { port } = new URL(open.url);
  return new Promise((resolve, reject) => {
    const request = get({ port, host: "127.0.0.1", path: "/", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject);
  });
}

const ada = { userId: SEED.users.ada, channelId: SEED.channels.general };

describe("who may use the console", () => {
  it("leaves every other route to the house", async () => {
    expect((await fetch(`${open.url}/healthz`)).status).toBe(418);
    expect((await fetch(`${open.url}/consoles`)).status).toBe(418);
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["nobody", { origin: "null" }],
  ])("lets nothing be done from %s", async (_whom, headers) => {
    const response = await post("discord/send", { ...ada, content: "hello" }, headers);

    expect(response.status).toBe(403);
    expect(open.discord.messages(ada)).toEqual([]);
  });

  it("answers only by names nobody else can point at this machine", async () => {
    const { port } = new URL(open.url);
    expect(await statusAs(`evil.example:${port}`)).toBe(403);
    expect(await statusAs(`localhost:${port}`)).toBe(200);
    expect(await statusAs(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusAs(`[::1]:${port}`)).toBe(200);
  });

  it("takes no more than 25 MB at once", async () => {
    const form = new FormData();
    form.set("input", JSON.stringify({ ...ada, content: "big" }));
    form.set("file", new Blob([new Uint8Array(27 * 1024 * 1024)]), "big.bin");
    const response = await fetch(`${open.url}/console/discord/send`, {
      method: "POST",
      headers: { origin: open.url },
      body: form,
    });

    expect(response.status).toBe(413);
  });
});

describe("what the page is made of", () => {
  it("allows no script but its own files", async () => {
    const page = await fetch(`${open.url}/`);
    const policy = page.headers.get("content-security-policy");

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(await page.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  });

  it.each(["../console.ts", "%2e%2e/console.js", "shared/../../console.js", "nothing.js"])(
    "serves nothing outside its folder (%s)",
    async (path) => {
      expect((await fetch(`${open.url}/console/${path}`)).status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe("files from the chats", () => {
  it("come from the console itself, and only pictures and clips are shown", async () => {
    const upload = async (name: string, text: string) => {
      const form = new FormData();
      form.set("input", JSON.stringify({ ...ada, content: "" }));
      form.set("file", new Blob([text]), name);
      const request = { method: "POST", headers: { origin: open.url }, body: form };
      const sent = await fetch(`${open.url}/console/discord/send`, request);
      const { result } = (await sent.json()) as { result: { attachments: { url: string }[] } };
      return fetch(open.url + result.attachments[0]?.url);
    };

    const script = await upload("evil.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    expect(script.headers.get("content-type")).toBe("application/octet-stream");
    expect(script.headers.get("content-disposition")).toBe("attachment");
    const picture = await upload("fox.png", "not really");
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(picture.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(await picture.text()).toBe("not really");
  });
});

describe("what people may not do", () => {
  it("is told in words, with names instead of numbers", async () => {
    const place = { userId: SEED.users.bruno, channelId: SEED.channels.staff };
    const response = await post("discord/send", { ...place, content: "hello" });

    expect(await response.json()).toEqual({ error: "Bruno sees no #staff" });
  });

  it("is told for Telegram as well", async () => {
    const input = { userId: seedIds.ana, chatId: seedIds.ben, text: "hello" };
    const response = await post("telegram/send", input);

    expect(await response.json()).toEqual({ error: "Ana is not in “Ben”" });
  });
});

describe("the event stream", () => {
  it("begins with everything there is and goes on with what happens", async () => {
    const stop = new AbortController();
    const response = await fetch(`${open.url}/console/events`, { signal: stop.signal });
    const read = eventReader(response);

    const snapshot = await read("snapshot");
    await open.telegram.sendText({ userId: seedIds.ana, chatId: seedIds.ana, text: "hello" });
    const news = await read("telegram");
    open.conditions.setNext("refuse");
    // The first look may have been on its way already.
    const before = await read("inside");
    const inside = isRefusing(before) ? before : await read("inside");
    stop.abort();

    expect(snapshot).toMatchObject({ inside: { next: "ok", wallets: [] } });
    expect(news).toMatchObject({ kind: "message", message: { text: "hello" } });
    expect(inside).toMatchObject({ next: "refuse" });
  });

  it("starts anew for everybody after a reset", async () => {
    const stop = new AbortController();
    const read = eventReader(await fetch(`${open.url}/console/events`, { signal: stop.signal }));
    await read("snapshot");
    await post("telegram/send", { userId: seedIds.ana, chatId: seedIds.ana, text: "before" });

    await post("inside/reset", {});
    const snapshot = await read("snapshot");
    stop.abort();

    expect(snapshot).toMatchObject({ telegram: { messages: [] }, discord: { messages: [] } });
  });
});

function isRefusing(inside: unknown): boolean {
  return JSON.stringify(inside).includes('"next":"refuse"');
}

/** The next event of a kind. */
function eventReader(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return async function read(kind: string): Promise<unknown> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end < 0) {
        text += (await reader.read()).value ?? "";
        continue;
      }
      const [event, rest] = [text.slice(0, end), text.slice(end + 2)];
      text = rest;
      if (event.includes(`event: ${kind}\n`)) return JSON.parse(/^data: (.*)$/m.exec(event)![1]!);
    }
  };
}
