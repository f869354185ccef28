import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDataDir } from "../fixtures/data-dir.js";
import { aFreePort } from "../fixtures/free-port.js";
import { oneSentence, run } from "./atelier-process.js";

describe("npm start, when something is wrong", () => {
  let folder: string;
  let dataDir: { path: string; remove(): Promise<void> };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "atelier-faults-"));
    await writeFile(join(folder, "file"), "");
    dataDir = await aDataDir();
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await dataDir.remove();
  });

  const main = (settings: Readonly<Record<string, string>>) =>
    run("main", { settings: { DATA_DIR: dataDir.path, PORT: "0", ...settings } });

  it("lists every fault of the settings at once, by name, and nothing else", async () => {
    const ended = await main({
      NODE_ENV: "prod",
      PORT: "http",
      DATABASE_URL: "mysql://root:hunter2@host/db",
      DISCORD_TOKEN: "hunter2 hunter2",
      TELEGRAM_BOT_TOKEN: "hunter2",
      TELEGRAM_API_URL: "hunter2",
      SECRET_KEYS: "hunter2,hunter2",
      LOG_LEVEL: "loud",
      MAX_OPEN_GENERATIONS: "0",
    });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatchInlineSnapshot(`
      "These settings need mending:
        NODE_ENV: should be one of development, production, test
        DISCORD_TOKEN: should be one word of Latin letters, digits and signs
        TELEGRAM_BOT_TOKEN: should look like 123456:ABC-def
        TELEGRAM_API_URL: should look like https://host
        MAX_OPEN_GENERATIONS: should be a whole number from 1 to 1000
        DATABASE_URL: should look like postgresql://user:password@host:5432/name
        PORT: should be a whole number from 0 to 65535
        LOG_LEVEL: should be one of fatal, error, warn, info, debug, silent
        SECRET_KEYS: each key needs at least 16 characters
        REPLICATE_API_TOKEN, FAL_KEY or IMAGE_PROVIDERS: with a real chat, say who makes the pictures (for trying it out: IMAGE_PROVIDERS=sketch)
      "
    `);
  });

  it("says that the port is taken", async () => {
    const other = createTcpServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    expect(await main({ PORT: String(port) })).toEqual(
      oneSentence(new RegExp(`^127\\.0\\.0\\.1:${port} is already in use`)),
    );
    other.close();
  });

  it("says that the data folder is none", async () => {
    const settings = { DATA_DIR: join(folder, "file") };
    expect(await main(settings)).toEqual(oneSentence(/^The data folder .* DATA_DIR/));
  });

  it("says that .env cannot be read", async () => {
    const cwd = await mkdtemp(join(folder, "cwd-"));
    await mkdir(join(cwd, ".env"));
    expect(await run("main", { cwd })).toEqual(oneSentence(/\.env cannot be read/));
  });

  it("says that the embedded database is beyond opening", async () => {
    const broken = await mkdtemp(join(folder, "data-"));
    await mkdir(join(broken, "pglite"));
    await writeFile(join(broken, "pglite", "PG_VERSION"), "1");
    expect(await main({ DATA_DIR: broken })).toEqual(oneSentence(/embedded database in/));
  });

  it("says that the database or Redis cannot be reached, without their passwords", async () => {
    const nobody = await aFreePort();
    const [noDatabase, noRedis] = await Promise.all([
      main({ DATABASE_URL: `postgresql://atelier:hunter2@127.0.0.1:${nobody}/db` }),
      main({ REDIS_URL: `redis://:hunter2@127.0.0.1:${nobody}` }),
    ]);
    expect(noDatabase).toEqual(oneSentence(/^The database .*DATABASE_URL.*ECONNREFUSED/));
    expect(noRedis).toEqual(oneSentence(/^The queue's Redis .*ECONNREFUSED/));
  });

  describe("with a chat that answers", () => {
    let server: Server;
    let origin: string;
    beforeAll(async () => {
      server = createServer((request, response) => {
        request.resume();
        const body = { ok: false, error_code: 401, description: "Unauthorized", code: 0 };
        response.writeHead(401, { "content-type": "application/json" });
        response.end(JSON.stringify({ ...body, message: "401: Unauthorized" }));
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => server.close());

    it("says that Discord refuses the token", async () => {
      const token = { DISCORD_TOKEN: "hunter2", DISCORD_API_URL: `${origin}/api` };
      expect(await main({ ...token, IMAGE_PROVIDERS: "sketch", LOG_LEVEL: "fatal" })).toEqual(
        oneSentence(/Discord .*DISCORD_TOKEN/),
      );
    });

    it("says that Telegram refuses the token", async () => {
      const token = { TELEGRAM_BOT_TOKEN: "123456:hunter2", TELEGRAM_API_URL: origin };
      expect(await main({ ...token, IMAGE_PROVIDERS: "sketch" })).toEqual(
        oneSentence(/Telegram .*TELEGRAM_BOT_TOKEN/),
      );
    });
  });
});
