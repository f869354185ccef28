import { z } from "zod";
import { LANES, type Lane } from "../../core/catalog/model.js";
import { ModelOptionsSchema } from "../../core/catalog/model-options.js";
import { InputSourceSchema } from "../../core/chat/input-source.js";
import { REQUEST_SOURCES, type RequestSource } from "../../core/chat/request-draft.js";
import { parseCredits } from "../../core/credits.js";
import {
  FAILURE_CODES,
  type FailureCode,
  GENERATION_STATES,
  type GenerationState,
} from "../../core/generation/lifecycle.js";
import type { AccountId, AssetId, GenerationId, WalletId } from "../../core/ids.js";
import type {
  Generation,
  GenerationContent,
  GenerationInputPicture,
  GenerationOutput,
  GenerationStanding,
} from "../../core/ports/generation-store.js";
import { PICTURE_NOTES, type PictureNote } from "../../core/ports/picture-normaliser.js";
import {
  type GenerationContents as ContentsRow,
  type Generation as GenerationRow,
  Prisma,
} from "../../generated/prisma/client.js";
import { columnsOf } from "./columns.js";
import type { DatabaseClient } from "./database-client.js";

const SourcesSchema = z.array(InputSourceSchema);

/** A row becomes our type; a value the code does not know means that database and program do not belong together. */
export function toGeneration(row: GenerationRow): Generation {
  return {
    id: row.id as GenerationId,
    accountId: row.accountId as AccountId,
    payerWalletId: row.payerWalletId as WalletId,
    parentId: row.parentId as GenerationId | null,
    parentOutput: row.parentOutput,
    source: member<RequestSource>(REQUEST_SOURCES, row.source),
    modelId: row.modelId,
    unitCredits: parseCredits(row.unitCredits),
    quotedCredits: parseCredits(row.quotedCredits),
    capturedCredits: parseCredits(row.capturedCredits),
    state: member<GenerationState>(GENERATION_STATES, row.state),
    lane: member<Lane>(LANES, row.lane),
    queueTag: Number(row.queueTag),
    visibility: row.visibility === "only_me" ? "only_me" : "everyone",
    seed: row.seed,
    requestedCount: row.requestedCount,
    runCount: row.runCount,
    retention: row.retention === "none" ? "none" : "keep",
    errorCode: toFailureCode(row.errorCode),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}

const STANDING_COLUMNS = columnsOf(Prisma.GenerationScalarFieldEnum, "g");

interface StandingRow extends GenerationRow {
  prompt: string | null;
  promptUsed: string | null;
  options: unknown;
  inputSources: unknown;
  available: number;
  held: number;
  providers: string[];
  asked: string[];
  notes: string[];
  outputs: OutputRow[];
  wasAskedInPublic: boolean;
}

/** One statement: chats are told of a generation several times in its life. */
export async function readStanding(
  client: DatabaseClient,
  id: GenerationId,
): Promise<GenerationStanding | null> {
  const [row] = await client.$queryRaw<StandingRow[]>`
    SELECT ${STANDING_COLUMNS}, c.prompt, c.prompt_used AS "promptUsed", c.options, c.input_sources AS "inputSources",
           w.balance - w.held AS available, w.held,
           ARRAY(SELECT a.provider FROM attempts a
                  WHERE a.generation_id = g.id
                    AND (a.state = 'succeeded' OR NOT EXISTS (
                          SELECT 1 FROM attempts made WHERE made.generation_id = g.id AND made.state = 'succeeded'))
                  ORDER BY a.slot, a.number) AS providers,
           ARRAY(SELECT a.provider FROM attempts a WHERE a.generation_id = g.id
                  ORDER BY a.slot, a.number) AS asked,
           ARRAY(SELECT unnest(i.notes) FROM generation_inputs i WHERE i.generation_id = g.id) AS notes,
           (SELECT coalesce(json_agg(json_build_object(
                     'index', o.index, 'state', o.state, 'errorCode', o.error_code,
                     'isFavourite', o.favourited_by IS NOT NULL,
                     'asset', CASE WHEN s.id IS NOT NULL THEN
                       json_build_object('id', s.id, 'key', s.key, 'contentType', s.content_type,
                                         'width', s.width, 'height', s.height, 'sizeBytes', s.size_bytes) END)
                   ORDER BY o.index), '[]')
              FROM generation_outputs o LEFT JOIN assets s ON s.id = o.asset_id
             WHERE o.generation_id = g.id) AS outputs,
           EXISTS (SELECT 1 FROM deliveries d
                    WHERE d.generation_id = g.id AND d.purpose = 'result' AND NOT d.is_user_install
                      AND (d.is_group OR d.asked_in IS NOT NULL)) AS "wasAskedInPublic"
      FROM generations g JOIN wallets w ON w.id = g.payer_wallet_id
      LEFT JOIN generation_contents c ON c.generation_id = g.id
     WHERE g.id = ${id}::uuid`;
  if (!row) return null;
  const { prompt } = row;
  return {
    generation: toGeneration(row),
    content: prompt === null ? null : toContent({ ...row, prompt }),
    availableCredits: parseCredits(row.available),
    heldCredits: parseCredits(row.held),
    providers: row.providers,
    askedProviders: row.asked,
    inputNotes: toNotes(row.notes),
    outputs: row.outputs.map(toOutput),
    wasAskedInPublic: row.wasAskedInPublic,
  };
}

type StoredContent = Pick<ContentsRow, "prompt" | "promptUsed"> & {
  options: unknown;
  inputSources: unknown;
};

export function toContent(row: StoredContent | null): GenerationContent | null {
  return (
    row && {
      prompt: row.prompt,
      promptUsed: row.promptUsed,
      options: ModelOptionsSchema.parse(row.options),
      inputSources: SourcesSchema.parse(row.inputSources),
    }
  );
}

interface ShownAsset {
  readonly id: string;
  readonly key: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

export function toInput(row: {
  index: number;
  notes: string[];
  asset: ShownAsset & { state: string };
}): GenerationInputPicture {
  const { id, state, ...asset } = row.asset;
  const isStored = state === "stored";
  return {
    index: row.index,
    assetId: id as AssetId,
    isStored,
    notes: toNotes(row.notes),
    ...asset,
  };
}

function toNotes(stored: readonly string[]): readonly PictureNote[] {
  return PICTURE_NOTES.filter((note) => stored.includes(note));
}

interface OutputRow {
  index: number;
  state: string;
  errorCode: string | null;
  isFavourite: boolean;
  asset: ShownAsset | null;
}

export function toOutput(row: OutputRow): GenerationOutput {
  return {
    index: row.index,
    state: member(["kept", "missing", "deleted"] as const, row.state),
    isFavourite: row.isFavourite,
    asset: row.asset && { ...row.asset, id: row.asset.id as AssetId },
    errorCode: toFailureCode(row.errorCode),
  };
}

function toFailureCode(code: string | null): FailureCode | null {
  return code === null ? null : (FAILURE_CODES.find((known) => known === code) ?? "internal");
}

function member<T extends string>(known: readonly T[], value: string): T {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`the database holds an unknown value: ${value}`);
  return found;
}
