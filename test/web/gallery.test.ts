import { readdir, readlink } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeGalleryRoutes } from "../../src/compose-gallery.js";
import { thumbnailKey } from "../../src/core/gallery/copies.js";
import type { GenerationId } from "../../src/core/ids.js";
import { readZip } from "../fixtures/read-zip.js";
import { openWorkshop, type Workshop } from "../fixtures/workshop.js";
import { type ServedParts, serveParts } from "./serve-parts.js";

type Person = Awaited<ReturnType<Workshop["aPerson"]>>;

describe("the gallery's pages", () => {
  let workshop: Workshop;
  let served: ServedParts;
  beforeAll(async () => {
    workshop = await openWorkshop("pglite", { TRIAL_CREDITS: "200", PUBLIC_URL: "http://a.test" });
    const { config, pieces, useCases } = workshop;
    served = await serveParts(composeGalleryRoutes(config, pieces, useCases));
  });
  afterAll(async () => {
    await served.close();
    await workshop.close();
  });

  let nextKey = 0;
  async function make(person: Person, prompt: string, count = 1): Promise<GenerationId> {
    nextKey += 1;
    const asked = await workshop.useCases.requestGeneration({
      requestKey: `web:${nextKey}`,
      ...person,
      options: { prompt, count },
    });
    if (!asked.ok) throw new Error(JSON.stringify(asked.refusal));
    await workshop.drain();
    return asked.value.generationId;
  }

  /** The link as it came in the chat, on the server under test. */
  async function invite(person: Person): Promise<string> {
    const invitation = await workshop.useCases.inviteToGallery(person.accountId);
    const { pathname, origin } = new URL(invitation!.url);
    expect(origin).toBe("http://a.test");
    return served.origin + pathname;
  }

  const post = (url: string, form: URLSearchParams, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: "POST",
      body: form,
      redirect: "manual",
      headers: { origin: served.origin, ...headers },
    });

  async function enter(person: Person) {
    const entered = await post(await invite(person), new URLSearchParams());
    const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
    return {
      send: (path: string, body: string, headers: Record<string, string>) =>
        fetch(served.origin + path, {
          method: "POST",
          body,
          headers: { cookie, origin: served.origin, ...headers },
        }),
      get: (path: string, headers: Record<string, string> = {}) =>
        fetch(served.origin + path, { headers: { cookie, ...headers } }),
      post: (path: string, fields: [string, string][], headers: Record<string, string> = {}) =>
        post(served.origin + path, new URLSearchParams(fields), { cookie, ...headers }),
    };
  }

  const placesIn = (page: string) =>
    [...page.matchAll(/name="picture" value="([^"]+)"/g)].map(([, place]) => place);

  it("opens by a link once, and not for a visitor without one", async () => {
    const ada = await workshop.aPerson();
    const link = await invite(ada);

    expect((await fetch(`${served.origin}/gallery`)).status).toBe(403);
    // Whoever only looks at the link, as previews do, does not use it up.
    const looked = await fetch(link);
    expect(looked.status).toBe(200);
    expect(looked.headers.get("set-cookie")).toBeNull();
    expect(looked.headers.get("referrer-policy")).toBe("same-origin");

    const first = await post(link, new URLSearchParams());
    expect(first.status).toBe(303);
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict/);
    const second = await post(link, new URLSearchParams());
    expect(second.status).toBe(403);
    expect(await second.text()).toContain("/gallery");
  });

  it("opens for one of two who press at once", async () => {
    const link = await invite(await workshop.aPerson());
    const both = await Promise.all([1, 2].map(() => post(link, new URLSearchParams())));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 403]);
  });

  it("keeps neither a link nor a visit longer than it says, nor a secret in the clear", async () => {
    const ada = await workshop.aPerson();
    const link = await invite(ada);
    const visit = await enter(ada);
    const rows = JSON.stringify(await workshop.database.prisma.galleryVisit.findMany());
    expect(rows).not.toContain(link.split("/").at(-1));

    await workshop.database.prisma.galleryVisit.updateMany({ data: { expiresAt: new Date(0) } });
    expect((await post(link, new URLSearchParams())).status).toBe(403);
    expect((await visit.get("/gallery")).status).toBe(403);
    await workshop.sweep();
    expect(await workshop.database.prisma.galleryVisit.count()).toBe(0);
  });

  it("shows one's own pictures alone, found by words, kind and mark", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const fox = await make(ada, "a red fox");
    const boats = await make(ada, "two boats", 2);
    const whale = await make(ben, "a blue whale");
    const visit = await enter(ada);
    const find = async (query: string) =>
      placesIn(await (await visit.get(`/gallery${query}`)).text());

    expect(await find("")).toEqual([`${boats}.0`, `${boats}.1`, `${fox}.0`]);
    expect(await find("?words=RED+fox")).toEqual([`${fox}.0`]);
    expect(await find("?kind=clip")).toEqual([]);
    await visit.post("/gallery/favourite", [
      ["picture", `${boats}.1`],
      ["on", "yes"],
    ]);
    expect(await find("?favourites=yes")).toEqual([`${boats}.1`]);

    for (const area of ["picture", "file", "thumbnail"]) {
      const mine = await visit.get(`/gallery/${area}/${fox}.0`);
      expect([area, mine.status]).toEqual([area, 200]);
      await mine.arrayBuffer();
    }
    expect((await visit.get(`/gallery/picture/${whale}.0`)).status).toBe(404);
    expect((await visit.get(`/gallery/file/${whale}.0`)).status).toBe(404);
    const foreign = await visit.get(`/gallery/thumbnail/${whale}.0`);
    expect(foreign.headers.get("content-type")).toBe("image/svg+xml");
  });

  it("turns pages, and keeps the search while it does", async () => {
    const ada = await workshop.aPerson();
    for (let made = 0; made < 7; made += 1) await make(ada, "a boat", 4);
    await make(ada, "a fox");
    const visit = await enter(ada);
    const first = await (await visit.get("/gallery?words=boat")).text();
    const next = /rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll("&amp;", "&");
    const second = await (await visit.get(next)).text();
    expect(placesIn(first)).toHaveLength(24);
    expect(placesIn(second)).toHaveLength(4);
    expect(next).toContain("words=boat");
    expect(second).toContain('rel="prev"');
    expect(second).not.toContain('rel="next"');
  });

  it("escapes what people wrote, in every place", async () => {
    const ada = await workshop.aPerson();
    const id = await make(ada, `fox"><script>alert('x')</script>`);
    const visit = await enter(ada);
    for (const path of ["/gallery", `/gallery/picture/${id}.0`, `/gallery?words="><script>`]) {
      const page = await visit.get(path);
      expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
      const text = await page.text();
      expect(text).not.toContain("<script>alert");
      expect(text).not.toContain('""><script>');
    }
  });

  it("speaks the browser's language", async () => {
    const visit = await enter(await workshop.aPerson());
    const german = await visit.get("/gallery", { "accept-language": "de-AT,de;q=0.9" });
    expect(await german.text()).toContain("Deine Galerie ist leer");
  });

  it("hands out all pictures, or the chosen ones, as a zip that others can read", async () => {
    const ada = await workshop.aPerson();
    const boats = await make(ada, "Über die Brücke", 3);
    await make(ada, "a fox");
    const visit = await enter(ada);
    const all = await unzip(await visit.get("/gallery/zip"));
    expect(all).toHaveLength(4);
    expect(all[0]?.name).toMatch(/^\d{4}-\d\d-\d\d-a-fox-[0-9a-f]{8}-1\.png$/);
    const { objects, database } = workshop.pieces;
    const outputs = await database.stores.generations.listOutputs(boats);
    for (const { index, asset } of outputs) {
      const packed = all.find(({ name }) => name.includes(`${boats.slice(0, 8)}-${index + 1}.`));
      expect(packed?.name).toContain("über-die-brücke");
      expect(Buffer.compare(packed!.bytes, await objects.get(asset!.key))).toBe(0);
    }

    const chosen = await visit.post("/gallery/zip", [
      ["picture", `${boats}.0`],
      ["picture", `${boats}.2`],
    ]);
    expect(await unzip(chosen)).toHaveLength(2);
    expect((await visit.post("/gallery/zip", [])).status).toBe(400);
  });

  it("packs a picture once, however often it is named", async () => {
    const ada = await workshop.aPerson();
    const fox = await make(ada, "a fox");
    const visit = await enter(ada);
    const named = Array.from({ length: 300 }, (): [string, string] => ["picture", `${fox}.0`]);
    expect(await unzip(await visit.post("/gallery/zip", named))).toHaveLength(1);
  });

  it("reads no faster than the browser does, and closes its files when that leaves", async () => {
    const ada = await workshop.aPerson();
    const boats = await make(ada, "a boat", 4);
    const { objects, database } = workshop.pieces;
    for (const { asset } of await database.stores.generations.listOutputs(boats)) {
      await objects.put(asset!.key, new Uint8Array(30_000_000), "image/png");
    }
    const visit = await enter(ada);
    for (let tries = 0; tries < 3; tries += 1) {
      const reader = (await visit.get("/gallery/zip")).body!.getReader();
      await reader.read();
      await expect.poll(openObjects).toBe(1);
      await reader.cancel();
      await expect.poll(openObjects).toBe(0);
    }
  });

  it("serves a part of a file to who asks for one, as players of videos do", async () => {
    const ada = await workshop.aPerson();
    const id = await make(ada, "a fox");
    const visit = await enter(ada);
    const whole = Buffer.from(await (await visit.get(`/gallery/file/${id}.0`)).arrayBuffer());
    const part = await visit.get(`/gallery/file/${id}.0`, { range: "bytes=10-29" });
    const end = await visit.get(`/gallery/file/${id}.0`, { range: "bytes=-5" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 10-29/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10, 30));
    expect(Buffer.from(await end.arrayBuffer())).toEqual(whole.subarray(-5));
    const kept = await visit.get(`/gallery/file/${id}.0?download=yes`);
    expect(kept.headers.get("content-disposition")).toMatch(/^attachment; .*a-fox-/);
  });

  it("deletes after asking: the picture, its small copy, and its place in the gallery", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const boats = await make(ada, "two boats", 2);
    const whale = await make(ben, "a blue whale");
    const visit = await enter(ada);
    await (await visit.get(`/gallery/thumbnail/${boats}.0`)).arrayBuffer();
    const { objects, database } = workshop.pieces;
    const [output] = await database.stores.generations.listOutputs(boats);
    const { key, id } = output!.asset!;
    expect(await objects.head(thumbnailKey(id))).not.toBeNull();

    const chosen: [string, string][] = [
      ["picture", `${boats}.0`],
      ["picture", `${whale}.0`],
    ];
    const asked = await visit.post("/gallery/delete", chosen);
    expect(placesIn(await asked.text())).toHaveLength(2);
    expect(await objects.head(key)).not.toBeNull();
    const done = await visit.post("/gallery/delete", [...chosen, ["sure", "yes"]]);
    expect(done.status).toBe(303);

    expect(await objects.head(key)).toBeNull();
    expect(await objects.head(thumbnailKey(id))).toBeNull();
    const left = await (await visit.get("/gallery")).text();
    expect(placesIn(left)).toEqual([`${boats}.1`]);
    const others = await (await enter(ben)).get("/gallery");
    expect(placesIn(await others.text())).toEqual([`${whale}.0`]);
  });

  it("deletes everything after asking", async () => {
    const ada = await workshop.aPerson();
    await make(ada, "two boats", 2);
    const visit = await enter(ada);
    await visit.post("/gallery/delete", [
      ["all", "yes"],
      ["sure", "yes"],
    ]);
    expect(placesIn(await (await visit.get("/gallery")).text())).toEqual([]);
  });

  it("refuses what no browser sends without breaking", async () => {
    const visit = await enter(await workshop.aPerson());
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect((await fetch(`${served.origin}/gallery/page/${name}`)).status).toBe(404);
    }
    expect((await visit.get("/gallery?words=%00")).status).toBe(400);
    expect((await visit.get("/gallery/zip?words=a%00b")).status).toBe(400);
    const torn = { "content-type": "multipart/form-data; boundary=x" };
    for (const path of ["zip", "favourite", "delete"]) {
      for (const headers of [torn, { "content-type": "application/json" }]) {
        const answer = await visit.send(`/gallery/${path}`, "{--x", headers);
        expect([path, answer.status]).toEqual([path, 400]);
      }
    }
    expect(served.log.lines).toEqual([]);
  });

  it("changes nothing for other sites, even with the visitor's cookie", async () => {
    const ada = await workshop.aPerson();
    const id = await make(ada, "a fox");
    const visit = await enter(ada);
    const fields: [string, string][] = [
      ["picture", `${id}.0`],
      ["sure", "yes"],
    ];
    const foreign = await visit.post("/gallery/delete", fields, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    const link = await invite(ada);
    const entered = await post(link, new URLSearchParams(), { origin: "https://evil.example" });
    expect(entered.status).toBe(403);
    expect(placesIn(await (await visit.get("/gallery")).text())).toEqual([`${id}.0`]);
  });
});

async function unzip(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/zip");
  return readZip(new Uint8Array(await response.arrayBuffer()));
}

async function openObjects(): Promise<number> {
  const names = await readdir("/proc/self/fd");
  const paths = await Promise.all(
    names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => "")),
  );
  return paths.filter((path) => path.includes("/objects/outputs/")).length;
}
