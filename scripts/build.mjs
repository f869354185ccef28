// Makes dist/, the Prisma client and the template of the embedded database, each only when what it is made from has changed.
// Run by `npm start` and `npm test`; where there are no sources (an image), it does nothing.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampPath = join(root, "dist/.build-stamp.json");
const clientFolder = join(root, "src/generated");
/** What browsers are handed as it is. */
const pageFolders = ["sandbox/console/page", "web/gallery/page"];
const templateFolder = join(root, "dist/pglite-template");

if (existsSync(join(root, "src"))) await build();

async function build() {
  const done = readStamp();
  const wanted = {
    template: digest([
      join(root, "node_modules/@electric-sql/pglite/package.json"),
      fileURLToPath(import.meta.url),
    ]),
    client: digest([join(root, "prisma/schema.prisma"), join(root, "package-lock.json")]),
    sources: digest([
      ...listFiles(join(root, "src")).filter((path) => !path.startsWith(clientFolder)),
      ...["package-lock.json", "prisma/schema.prisma", "tsconfig.json", "tsconfig.build.json"].map(
        (name) => join(root, name),
      ),
    ]),
  };
  const isTemplateStale = done.template !== wanted.template || !existsSync(templateFolder);
  // Beside the rest: it takes seconds, and mostly of one core.
  const template = isTemplateStale ? makeTemplate() : Promise.resolve();
  if (done.client !== wanted.client || !existsSync(join(clientFolder, "prisma/client.ts"))) {
    await generateClient();
    writeStamp({ ...done, client: wanted.client });
  }
  const isSourceStale = done.sources !== wanted.sources;
  if (isSourceStale) await compile();
  await template;
  if (isSourceStale) {
    pageFolders.forEach(copyPage);
    removeOrphans();
  }
  const isDone = Object.entries(wanted).every(([part, hash]) => done[part] === hash);
  if (!isDone) writeStamp(wanted);
}

/** An empty embedded database: a new data folder starts as a copy of it, which is quicker than initdb. */
async function makeTemplate() {
  const draft = `${templateFolder}.${process.pid}`;
  const make = `
    import { PGlite } from "@electric-sql/pglite";
    const pglite = await PGlite.create({ dataDir: process.argv[1] });
    await pglite.close();
  `;
  mkdirSync(dirname(templateFolder), { recursive: true });
  await run(["--input-type=module", "--eval", make, draft]);
  letAllRead(draft);
  rmSync(templateFolder, { recursive: true, force: true });
  renameSync(draft, templateFolder);
}

/** Whoever starts the service copies it, and need not be who has built it. PGlite's own modes let nobody read, or all write. */
function letAllRead(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
  chmodSync(folder, 0o755);
}

function generateClient() {
  return runPackage("prisma/build/index.js", ["generate"], {
    // Generating needs no engine, yet looks for one and would download it: any existing file ends the search.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  });
}

function compile() {
  // Types are checked by `npm run check`; nobody who only starts the service should wait for that.
  return runPackage("typescript/bin/tsc", ["-p", "tsconfig.build.json", "--noCheck"], {});
}

function runPackage(script, args, extraEnv) {
  const path = join(root, "node_modules", script);
  if (!existsSync(path)) fail(`${script} is not installed. Run \`npm ci\` first.`);
  return run([path, ...args], extraEnv);
}

function run(args, extraEnv = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...extraEnv },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on("close", (code) => (code === 0 ? resolve() : fail(output.trim())));
  });
}

function copyPage(pageFolder) {
  const from = join(root, "src", pageFolder);
  const to = join(root, "dist", pageFolder);
  rmSync(to, { recursive: true, force: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

/** What was compiled from a source that has since gone. */
function removeOrphans() {
  const isCompiled = /\.js(\.map)?$/;
  for (const path of listFiles(join(root, "dist"))) {
    const name = relative(join(root, "dist"), path);
    if (pageFolders.some((folder) => name.startsWith(folder)) || !isCompiled.test(name)) continue;
    if (!existsSync(join(root, "src", name.replace(isCompiled, ".ts")))) rmSync(path);
  }
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${relative(root, path)}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampPath, "utf8"));
  } catch {
    return {}; // Missing or cut short: build everything.
  }
}

function writeStamp(stamp) {
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, JSON.stringify(stamp));
}

function fail(reason) {
  process.stderr.write(`The build failed:\n${reason}\n`);
  process.exit(1);
}
