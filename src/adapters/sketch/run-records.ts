import { randomUUID } from "node:crypto";
import {
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const RunRecordSchema = z.object({
  attemptId: z.string(),
  request: z.object({
    modelId: z.string(),
    prompt: z.string(),
    aspectRatio: z.string(),
    count: z.number().int(),
    seed: z.number().int(),
  }),
  outcome: z.enum(["ok", "fail", "refuse", "malformed", "partial"]),
  submittedAtMs: z.number(),
  dueAtMs: z.number(),
  isCancelled: z.boolean(),
});
/** One run as it stands on disk. All that later calls need, so that it survives a restart. */
export type RunRecord = z.infer<typeof RunRecordSchema>;

/** One JSON file per run. A file is whole or absent, whatever is killed when. */
export function createRunRecords(folder: string) {
  const fileOf = (attemptId: string) => join(folder, `${attemptId}.json`);

  return {
    /** Records the run unless the attempt has one already: the first stands, also of two at once. */
    async create(record: RunRecord): Promise<void> {
      const draft = await writeDraft(folder, record);
      // A hard link, unlike a rename, fails when the name is taken.
      await link(draft, fileOf(record.attemptId)).catch(ignore("EEXIST"));
      await rm(draft);
    },

    async replace(record: RunRecord): Promise<void> {
      await rename(await writeDraft(folder, record), fileOf(record.attemptId));
    },

    async read(attemptId: string): Promise<RunRecord | null> {
      const text = await readFile(fileOf(attemptId), "utf8").catch(ignore("ENOENT"));
      return text == null ? null : RunRecordSchema.parse(JSON.parse(text));
    },

    /** Deletes what was submitted before `moment`, and drafts a kill left behind. */
    async deleteBefore(moment: Date): Promise<void> {
      const names = (await readdir(folder).catch(ignore("ENOENT"))) ?? [];
      for (const name of names) {
        const stats = await stat(join(folder, name)).catch(ignore("ENOENT"));
        if (stats && stats.mtimeMs < moment.getTime())
          await rm(join(folder, name), { force: true });
      }
    },
  };
}

/** The file's time is the time of submission: age is then known without reading the file. */
async function writeDraft(folder: string, record: RunRecord): Promise<string> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${randomUUID()}.draft`);
  await writeFile(draft, JSON.stringify(record), { flag: "wx" });
  const submittedAt = new Date(record.submittedAtMs);
  await utimes(draft, submittedAt, submittedAt);
  return draft;
}

function ignore(code: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error;
  };
}
