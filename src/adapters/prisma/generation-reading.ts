import { z } from "zod";
import { LANES, type Lane } from "../../core/catalog/model.js";
import { ModelOptionsSchema } from "../../core/catalog/model-options.js";
import { InputSourceSchema } from "../../core/chat/input-source.js";
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
} from "../../core/ports/generation-store.js";
import { PICTURE_NOTES } from "../../core/ports/picture-normaliser.js";
import type {
  GenerationContents as ContentsRow,
  Generation as GenerationRow,
} from "../../generated/prisma/client.js";

const SourcesSchema = z.array(InputSourceSchema);

/** A row becomes our type; a value the code does not know means that database and program do not belong together. */
export function toGeneration(row: GenerationRow): Generation {
  return {
    id: row.id as GenerationId,
    accountId: row.accountId as AccountId,
    payerWalletId: row.payerWalletId as WalletId,
    parentId: row.parentId as GenerationId | null,
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

export function toContent(row: ContentsRow | null): GenerationContent | null {
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
  asset: ShownAsset;
}): GenerationInputPicture {
  const { id, ...asset } = row.asset;
  const notes = PICTURE_NOTES.filter((note) => row.notes.includes(note));
  return { index: row.index, assetId: id as AssetId, notes, ...asset };
}

export function toOutput(row: {
  index: number;
  state: string;
  errorCode: string | null;
  asset: ShownAsset | null;
}): GenerationOutput {
  return {
    index: row.index,
    state: member(["kept", "missing", "deleted"] as const, row.state),
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
