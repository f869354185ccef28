import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/errors.js";

const FORMAT = 1;
const MANIFEST_FILE = "manifest.json";
export const OBJECT_LIST = "objects.ndjson.gz";
export const OBJECT_FOLDER = "objects";
export const SECRET_KEY_FILE = "secret-key";

const FiguresSchema = z.object({
  lines: z.int().min(0),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const ManifestSchema = z.object({
  format: z.literal(FORMAT),
  createdAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(
    FiguresSchema.extend({
      name: z.string().regex(/^[a-z_]+$/), // It names a file.
      columns: z.array(z.string()),
    }),
  ),
  /** `in_bucket`: the pictures stay where they are, only their keys are listed. */
  objects: FiguresSchema.extend({ kind: z.enum(["copied", "in_bucket"]) }),
  /** What the keys are recognised by, without being told. */
  keyFingerprints: z.array(z.string()),
  hasSecretKey: z.boolean(),
});

/** What a backup is made of. Written last, so a folder without one is not a whole backup. */
export type Manifest = z.infer<typeof ManifestSchema>;

export async function writeManifest(folder: string, manifest: Omit<Manifest, "format">) {
  const text = JSON.stringify({ format: FORMAT, ...manifest }, null, 2);
  await writeFile(join(folder, MANIFEST_FILE), `${text}\n`, { mode: 0o600, flag: "wx" });
}

/** @throws AppError `configuration` when there is none, or not one of ours. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return ManifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST_FILE), "utf8")));
  } catch (cause) {
    const isThere = !(cause instanceof Error && "code" in cause && cause.code === "ENOENT");
    throw notRestorable(
      isThere
        ? `${folder} is not a backup this version can read: its manifest.json is damaged or of another format.`
        : `${folder} is not a whole backup: it has no manifest.json.`,
      cause,
    );
  }
}

export function tableFile(name: string): string {
  return `${name}.ndjson.gz`;
}

export function fingerprint(key: string): string {
  return createHash("sha256").update(`key-fingerprint\n${key}`).digest("hex").slice(0, 16);
}

export function notRestorable(message: string, cause?: unknown): AppError {
  return new AppError({ code: "configuration", message, retryable: false, cause });
}
