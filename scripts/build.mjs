// Makes dist/ and the Prisma client, each only when what it is made from has changed.
// Run by `npm start` and `npm test`; where there are no sources (an image), it does nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampPath = join(root, "dist/.build-stamp.json");
const clientFolder = join(root, "src/generated");
const pageFolder = "sandbox/console/page";

if (existsSync(join(root, "src"))) build();

function build() {
  const done = readStamp();
  const wanted = {
    client: digest([join(root, "prisma/schema.prisma"), join(root, "package-lock.json")]),
    sources: digest([
      ...listFiles(join(root, "src")).filter((path) => !path.startsWith(clientFolder)),
      ...["package-lock.json", "prisma/schema.prisma", "tsconfig.json", "tsconfig.build.json"].map(
        (name) => join(root, name),
      ),
    ]),
  };
  if (done.client !== wanted.client || !existsSync(join(clientFolder, "prisma/client.ts"))) {
    generateClient();
    writeStamp({ ...done, client: wanted.client });
  }
  if (done.sources !== wanted.sources) {
    compile();
    copyPage();
    removeOrphans();
    writeStamp(wanted);
  }
}

function generateClient() {
  run("prisma/build/index.js", ["generate"], {
    // Generating needs no engine, yet looks for one and would download it: any existing file ends the search.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  });
}

function compile() {
  // Types are checked by `npm run check`; nobody who only starts the service should wait for that.
  run("typescript/bin/tsc", ["-p", "tsconfig.build.json", "--noCheck"], {});
}

function run(script, args, extraEnv) {
  const path = join(root, "node_modules", script);
  if (!existsSync(path)) fail(`${script} is not installed. Run \`npm ci\` first.`);
  const result = spawnSync(process.execPath, [path, ...args], {
    cwd: root,
    env: { ...process.env, ...extraEnv },
    encoding: "utf8",
  });
  if (result.status !== 0) fail(`${result.stdout}${result.stderr}`.trim());
}

function copyPage() {
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
    if (name.startsWith(pageFolder) || !isCompiled.test(name)) continue;
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
