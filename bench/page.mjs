// From `npm start` in a fresh copy, with nothing built and no data, to the page.
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { median } from "./figures.mjs";
import { aFreePort, answers, environment, inFolder, root } from "./processes.mjs";

const RUNS = 3;
const TARGET_S = 10;

/** @type {import("./figures.mjs").Measurement} */
export const pageMeasurement = {
  name: "page",
  what: "npm start in a fresh copy → the page answers",
  async measure() {
    const files = await listSources();
    const seconds = [];
    for (let run = 0; run < RUNS; run += 1) {
      seconds.push(await inFolder((folder) => startCopy(folder, files)));
    }
    const unit = "s";
    return [
      { name: `page, slowest of ${RUNS}`, value: Math.max(...seconds), unit, atMost: TARGET_S },
      { name: "page, median", value: median(seconds), unit },
    ];
  },
};

/** What a checkout would hold, with what is not committed yet. */
async function listSources() {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const { stdout } = await promisify(execFile)("git", args, { cwd: root, maxBuffer: 2 ** 26 });
  return stdout.split("\0").filter(Boolean);
}

/** @param {string} folder @param {readonly string[]} files */
async function startCopy(folder, files) {
  for (const file of files) {
    const target = join(folder, file);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(root, file), target).catch(ignoreDeleted);
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const port = await aFreePort();
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: environment({ PORT: String(port), DATA_DIR: join(folder, "data"), LOG_LEVEL: "error" }),
    stdio: "ignore",
    detached: true, // A group of its own, so that what npm started ends with it.
  });
  try {
    await answers(`http://127.0.0.1:${port}/`, { child, withinMs: 120_000 });
    return (performance.now() - startedAt) / 1_000;
  } finally {
    process.kill(-child.pid, "SIGKILL");
  }
}

/** Removed from the disk, not yet from the index. */
function ignoreDeleted(error) {
  if (error.code !== "ENOENT") throw error;
}
