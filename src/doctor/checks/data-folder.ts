import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type DoctorCheck, type Finding, fault, ok, warning } from "../check.js";

const ENOUGH_BYTES = 1024 ** 3;

export const dataFolderCheck: DoctorCheck = {
  name: "data folder",
  async run({ dataDir, secretKeys }) {
    const folder = nearestFolder(dataDir);
    try {
      await tryWriting(folder);
    } catch {
      return [fault(`${folder} cannot be written to.`, "Choose another folder with DATA_DIR.")];
    }
    const findings: Finding[] = [
      ok(folder === dataDir ? `${dataDir} can be written to.` : `${dataDir} will be made.`),
    ];
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < ENOUGH_BYTES) {
      const mib = Math.round(free / 1024 ** 2);
      findings.push(
        warning(`Only ${mib} MiB are free.`, "Make room, or set S3_BUCKET for pictures."),
      );
    }
    if (!secretKeys) {
      const text = "The keys that sign and encrypt lie in the data folder.";
      findings.push(ok(text, "Keep them with your backups, or set SECRET_KEYS."));
    }
    return findings;
  },
};

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function tryWriting(folder: string): Promise<void> {
  const probe = join(folder, `.doctor-${randomUUID()}`);
  await writeFile(probe, "probe", { mode: 0o600 });
  await rm(probe);
}
