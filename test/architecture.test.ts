import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve("src");
const MAX_LINES = 300;

interface SourceFile {
  /** Relative to `src`, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Files of ours, relative to `src`. */
  readonly own: readonly string[];
  readonly packages: readonly string[];
}

const files = listFiles(SOURCE).map(readSource);

/** Who may import whom. The first folder of a path decides; a folder may always import itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  bots: ["core"],
  jobs: ["core"],
  web: ["core"],
  adapters: ["core", "generated"],
};

describe("the house", () => {
  it.each(Object.keys(ALLOWED))("lets %s import only what lies further inside", (room) => {
    const wrong = files
      .filter(({ path }) => roomOf(path) === room)
      .flatMap(({ path, own }) => own.map((target) => ({ path, target })))
      .filter(({ target }) => roomOf(target) !== room && !ALLOWED[room]?.includes(roomOf(target)));
    expect(wrong).toEqual([]);
  });

  it("keeps every package but zod out of the core", () => {
    const wrong = files
      .filter(({ path }) => roomOf(path) === "core")
      .flatMap(({ path, packages }) => packages.map((name) => `${path} → ${name}`))
      .filter((line) => !line.endsWith("→ zod"));
    expect(wrong).toEqual([]);
  });

  it("keeps the clock and chance out of the core", () => {
    const wrong = files.filter(
      ({ path, text }) =>
        roomOf(path) === "core" &&
        /\bDate\.now\(|new Date\(\)|Math\.random\(|setTimeout\(/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("lets only the entrances and the sandbox import the composition root", () => {
    const wrong = files.filter(
      ({ path, own }) =>
        own.some((target) => target.startsWith("compose")) &&
        !/^(main|cli|compose[\w-]*)\.ts$/.test(path) &&
        roomOf(path) !== "sandbox",
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("lets nobody but the command line call the doctor, which looks at adapters from outside", () => {
    const wrong = files.filter(
      ({ path, own }) =>
        roomOf(path) !== "doctor" &&
        path !== "cli.ts" &&
        own.some((target) => roomOf(target) === "doctor"),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
    const reaches = files
      .filter(({ path }) => roomOf(path) === "doctor")
      .flatMap(({ own }) => own.map(roomOf));
    const known = ["doctor", "core", "adapters", "settings", "operator", "entrance"];
    expect(reaches.filter((room) => !known.includes(room))).toEqual([]);
  });

  it("starts without the sandbox's files: only the entrances know it, and load it when asked", () => {
    const wrong = files.filter(
      ({ path, own, text }) =>
        roomOf(path) !== "sandbox" &&
        own.some((target) => roomOf(target) === "sandbox") &&
        (!/^(main|cli)\.ts$/.test(path) || /^import .*sandbox/m.test(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("has no file of more than 300 lines", () => {
    const long = files.filter(({ text }) => text.split("\n").length > MAX_LINES + 1);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("names every file for one thing, in kebab-case", () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|manager|index|shared)(\.ts|\/)/;
    const wrong = files.filter(({ path }) => vague.test(path) || !/^[a-z0-9/.-]+$/.test(path));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("leaves nothing for later", () => {
    const words = /\b(TODO|FIXME|XXX|HACK|@ts-ignore|@ts-nocheck)\b/;
    expect(files.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === "generated" || entry.name === "page" ? [] : listFiles(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, "utf8");
  const targets = [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  const toOwn = (target: string) =>
    relative(SOURCE, resolve(dirname(file), target.replace(/\.js$/, ".ts"))).replaceAll("\\", "/");
  return {
    path: relative(SOURCE, file).replaceAll("\\", "/"),
    text,
    own: targets.filter((target) => target.startsWith(".")).map(toOwn),
    packages: targets.filter((target) => !target.startsWith(".")),
  };
}

function roomOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "entrance";
}
