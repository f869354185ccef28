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
import { ModelOptionsSchema } from "../../core/catalog/model-options.js";

const RunRecordSchema = z.object({
  attemptId: z.string(),
  request: ModelOptionsSchema.extend({
    modelId: z.string(),
    prompt: z.string(),
    count: z.number().int(),
    seed: z.number().int(),
  }),
  /** Pictures given; each is a file of its own beside the record. */
  inputCount: z.number().int().default(0),
  outcome: z.enum(["ok", "fail", "refuse", "malformed", "partial"]),
  submittedAtMs: z.number(),
  dueAtMs: z.number(),
  isCancelled: z.boolean(),
  /** What it was about has been deleted; that there was a run is still known. */
  isForgotten: z.boolean().default(false),
});
/** One run as it stands on disk. With its pictures, all that later calls need, so that it survives a restart. */
export type RunRecord = z.infer<typeof RunRecordSchema>;

/** One JSON file per run, and one per picture given. A file is whole or absent, whatever is killed when. */
export function createRunRecords(folder: string) {
  const fileOf = (attemptId: string) => join(folder, `${attemptId}.json`);
  const inputFileOf = (attemptId: string, index: number) =>
    join(folder, `${attemptId}.input-${index}`);

  return {
    /** Records the run unless the attempt has one already: the first stands, also of two at once. */
    async create(record: RunRecord, inputs: readonly Uint8Array[]): Promise<void> {
      const { attemptId, submittedAtMs } = record;
      // Before the record, so that a run that is found has all its pictures. Two at once bring the same ones.
      for (const [index, bytes] of inputs.entries()) {
        const draft = await writeDraft(folder, bytes, submittedAtMs);
        await rename(draft, inputFileOf(attemptId, index));
      }
      const draft = await writeDraft(folder, JSON.stringify(record), submittedAtMs);
      // A hard link, unlike a rename, fails when the name is taken.
      await link(draft, fileOf(attemptId)).catch(ignore("EEXIST"));
      await rm(draft);
    },

    async replace(record: RunRecord): Promise<void> {
      const draft = await writeDraft(folder, JSON.stringify(record), record.submittedAtMs);
      await rename(draft, fileOf(record.attemptId));
    },

    async read(attemptId: string): Promise<RunRecord | null> {
      const text = await readFile(fileOf(attemptId), "utf8").catch(ignore("ENOENT"));
      return text == null ? null : RunRecordSchema.parse(JSON.parse(text));
    },

    /** The pictures given, in their order; null when they have been deleted. */
    async readInputs({ attemptId, inputCount }: RunRecord): Promise<Uint8Array[] | null> {
      const files = Array.from({ length: inputCount }, (_, index) => inputFileOf(attemptId, index));
      const inputs = await Promise.all(files.map((file) => readFile(file).catch(ignore("ENOENT"))));
      const found = inputs.filter((bytes) => bytes !== undefined);
      return found.length === inputCount ? found : null;
    },

    async deleteInputs({ attemptId, inputCount }: RunRecord): Promise<void> {
      for (let index = 0; index < inputCount; index += 1) {
        await rm(inputFileOf(attemptId, index), { force: true });
      }
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
async function writeDraft(
  folder: string,
  content: string | Uint8Array,
  submittedAtMs: number,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${randomUUID()}.draft`);
  await writeFile(draft, content, { flag: "wx" });
  const submittedAt = new Date(submittedAtMs);
  await utimes(draft, submittedAt, submittedAt);
  return draft;
}

function ignore(code: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error;
  };
}
