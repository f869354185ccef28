import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint, notRestorable, SECRET_KEY_FILE } from "./manifest.js";

/** Null when there is none. The same file in a backup and under the data folder. */
export async function readSecretKey(
  folder: string,
): Promise<{ key: string; fingerprint: string } | null> {
  try {
    const key = (await readFile(join(folder, SECRET_KEY_FILE), "utf8")).trim();
    return { key, fingerprint: fingerprint(key) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Puts a backup's key under the data folder.
 *
 * @throws AppError `configuration` when another key is there: what is sealed with it would be lost.
 */
export async function restoreSecretKey(backupFolder: string, dataDir: string): Promise<void> {
  const copy = await readSecretKey(backupFolder);
  if (!copy) return;
  const present = await readSecretKey(dataDir);
  if (present?.key === copy.key) return;
  if (present) {
    throw notRestorable(
      `${join(dataDir, SECRET_KEY_FILE)} holds another key than the backup; restore into a new DATA_DIR.`,
    );
  }
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, SECRET_KEY_FILE), `${copy.key}\n`, { mode: 0o600, flag: "wx" });
}
