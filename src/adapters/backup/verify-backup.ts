import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createMeasure, type FileFigures, readLines } from "./line-file.js";
import {
  type Manifest,
  notRestorable,
  OBJECT_FOLDER,
  OBJECT_LIST,
  readManifest,
  SECRET_KEY_FILE,
  tableFile,
} from "./manifest.js";
import { readCopies } from "./object-copies.js";
import { readSecretKey } from "./secret-key-copy.js";

/**
 * Reads a whole backup and compares it with its manifest, before anything is restored from it.
 *
 * @throws AppError `configuration` naming the file that is missing, cut short or altered.
 */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  for (const table of manifest.tables) await verifyLines(folder, tableFile(table.name), table);
  await verifyLines(folder, OBJECT_LIST, manifest.objects);
  if (manifest.objects.kind === "copied") {
    for await (const copy of readCopies(folder)) {
      await verifyFile(folder, join(OBJECT_FOLDER, copy.key), copy);
    }
  }
  if (manifest.hasSecretKey) await verifySecretKey(folder, manifest);
  return manifest;
}

async function verifyLines(folder: string, name: string, expected: FileFigures): Promise<void> {
  await verifyFile(folder, name, expected);
  let lines = 0;
  for await (const _ of readLines(join(folder, name))) lines += 1;
  if (lines !== expected.lines) throw damaged(folder, name);
}

async function verifyFile(
  folder: string,
  name: string,
  expected: { sizeBytes: number; sha256: string },
): Promise<void> {
  const measure = createMeasure();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(join(folder, name)), measure.through, nowhere);
  } catch (cause) {
    throw damaged(folder, name, cause);
  }
  const { sizeBytes, sha256 } = measure.figures();
  if (sizeBytes !== expected.sizeBytes || sha256 !== expected.sha256) throw damaged(folder, name);
}

async function verifySecretKey(folder: string, manifest: Manifest): Promise<void> {
  const key = await readSecretKey(folder);
  if (!key || !manifest.keyFingerprints.includes(key.fingerprint)) {
    throw damaged(folder, SECRET_KEY_FILE);
  }
}

function damaged(folder: string, name: string, cause?: unknown) {
  const message = `The backup in ${folder} is damaged: ${name} is missing, cut short or altered. Nothing was restored.`;
  return notRestorable(message, cause);
}
