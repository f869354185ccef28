import type { Lane } from "../catalog/model.js";
import type { ModelOptions } from "../catalog/model-options.js";
import type { InputSource } from "../chat/input-source.js";
import type { Visibility } from "../chat/reply-target.js";
import type { RequestSource } from "../chat/request-draft.js";
import type { Credits } from "../credits.js";
import type { FailureCode, GenerationState } from "../generation/lifecycle.js";
import type { AccountId, AssetId, AttemptId, GenerationId, WalletId } from "../ids.js";
import type { DeletedAsset } from "./asset-store.js";
import type { Retention } from "./image-provider.js";
import type { PictureNote } from "./picture-normaliser.js";

export interface Generation {
  readonly id: GenerationId;
  readonly accountId: AccountId;
  readonly payerWalletId: WalletId;
  /** What it repeats or was made from. */
  readonly parentId: GenerationId | null;
  /** Which picture of it, from 0; null: all of them, or none in particular. */
  readonly parentOutput: number | null;
  readonly source: RequestSource;
  readonly modelId: string;
  readonly unitCredits: Credits;
  readonly quotedCredits: Credits;
  readonly capturedCredits: Credits;
  readonly state: GenerationState;
  readonly lane: Lane;
  readonly queueTag: number;
  readonly visibility: Visibility;
  readonly seed: number;
  readonly requestedCount: number;
  /** How many runs make its pictures: 1, or one per picture. Each is a slot, counted from 0. */
  readonly runCount: number;
  readonly retention: Retention;
  readonly errorCode: FailureCode | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface NewGeneration
  extends Pick<
    Generation,
    | "id"
    | "accountId"
    | "payerWalletId"
    | "parentId"
    | "parentOutput"
    | "source"
    | "modelId"
    | "unitCredits"
    | "quotedCredits"
    | "lane"
    | "queueTag"
    | "visibility"
    | "seed"
    | "requestedCount"
    | "runCount"
    | "retention"
    | "createdAt"
  > {
  readonly requestKey: string;
  readonly catalogVersion: number;
  /** The most that providers will ask of us for it, in millionths of a US dollar. */
  readonly expectedCostMicroUsd: number;
  readonly content: Omit<GenerationContent, "promptUsed">;
  /** When what is not kept goes at the latest; null for what is kept. */
  readonly purgeAt: Date | null;
}

/** What a person wrote. Kept apart from the books so that it can be erased. */
export interface GenerationContent {
  /** Empty for a model that takes no words. */
  readonly prompt: string;
  /** What the model made of the prompt, when it said so. */
  readonly promptUsed: string | null;
  readonly options: ModelOptions;
  /** Where the pictures given come from, in order. */
  readonly inputSources: readonly InputSource[];
}

/** A picture given, as it is kept for the model. */
export interface GenerationInputPicture {
  readonly index: number;
  readonly assetId: AssetId;
  /** False once it was deleted. */
  readonly isStored: boolean;
  /** What had to be done to it, for the person to know. */
  readonly notes: readonly PictureNote[];
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
}

/** One picture of a generation, or the place where one is missing. */
export interface GenerationOutput {
  readonly index: number;
  readonly state: "kept" | "missing" | "deleted";
  readonly isFavourite: boolean;
  readonly asset: {
    readonly id: AssetId;
    readonly key: string;
    readonly contentType: string;
    readonly width: number;
    readonly height: number;
    readonly sizeBytes: number;
  } | null;
  readonly errorCode: FailureCode | null;
}

/** A generation with what belongs to it. */
export interface GenerationStanding {
  readonly generation: Generation;
  /** Null when it was erased. */
  readonly content: GenerationContent | null;
  /** What its payer has left to spend. */
  readonly availableCredits: Credits;
  /** What is set aside for its payer's open work. */
  readonly heldCredits: Credits;
  /** Of the attempts that made its pictures; while none has, of those that were begun. Oldest first. */
  readonly providers: readonly string[];
  /** Of all attempts, in the same order. */
  readonly askedProviders: readonly string[];
  /** What had to be done to the pictures given. */
  readonly inputNotes: readonly PictureNote[];
  readonly outputs: readonly GenerationOutput[];
  /** It was asked where others read along and the bot can write by itself. */
  readonly wasAskedInPublic: boolean;
}

export interface NewOutput {
  readonly index: number;
  readonly state: "kept" | "missing";
  readonly assetId: AssetId | null;
  readonly attemptId: AttemptId | null;
  readonly errorCode: FailureCode | null;
  readonly credits: Credits;
}

export interface GenerationStore {
  /** Makes this account's requests take turns until the transaction ends, so that limits and double clicks are exact. */
  serialise(accountId: AccountId): Promise<void>;
  findByRequestKey(requestKey: string): Promise<GenerationId | null>;
  /** The newest that this account asked for since then by the same button: what a double click made. */
  findRecentChild(input: {
    parentId: GenerationId;
    parentOutput: number | null;
    source: RequestSource;
    accountId: AccountId;
    since: Date;
  }): Promise<GenerationId | null>;
  insert(generation: NewGeneration): Promise<void>;
  read(id: GenerationId): Promise<Generation | null>;
  /** All that a chat is told of a generation, as it stands at one moment. */
  readStanding(id: GenerationId): Promise<GenerationStanding | null>;
  /** Reads and locks the row until the transaction ends. Always the first lock taken. */
  lock(id: GenerationId): Promise<Generation | null>;
  /** Writes a new state. The caller holds the lock and has asked `nextState`. */
  move(input: {
    id: GenerationId;
    to: GenerationState;
    at: Date;
    errorCode?: FailureCode;
    capturedCredits?: Credits;
  }): Promise<void>;
  /** Of what is not kept: it may go from then on, unless it may already. */
  purgeFrom(id: GenerationId, at: Date): Promise<void>;
  /** Ended generations that are not to be kept and may go by now, oldest first. */
  listPurgeable(input: { now: Date; limit: number }): Promise<readonly GenerationId[]>;
  /** What belongs to this one and to no other: pictures given, and pictures made. */
  listOwnAssets(id: GenerationId): Promise<readonly DeletedAsset[]>;
  /** Removes words, pictures given and pictures made, with those assets that belong to no other. The row stays. */
  purge(id: GenerationId): Promise<void>;
  /** It has cost nothing after all. */
  writeOff(id: GenerationId): Promise<void>;
  /** From now on it is for everybody. */
  publish(id: GenerationId): Promise<void>;
  /** Null when it was erased. */
  readContent(id: GenerationId): Promise<GenerationContent | null>;
  notePromptUsed(id: GenerationId, promptUsed: string): Promise<void>;
  /** Takes an asset as the generation's input of that place; one that is there already stays. */
  insertInput(
    id: GenerationId,
    input: { index: number; assetId: AssetId; notes: readonly PictureNote[] },
  ): Promise<void>;
  /** In order. */
  listInputs(id: GenerationId): Promise<readonly GenerationInputPicture[]>;
  insertOutputs(id: GenerationId, outputs: readonly NewOutput[]): Promise<void>;
  /** In order; those that have neither come nor failed are not among them. */
  listOutputs(id: GenerationId): Promise<readonly GenerationOutput[]>;
  /**
   * Marks kept outputs deleted, all of them or the one of an index, and returns what is to leave the object store.
   * Unless charged for, they have cost nothing.
   */
  deleteOutputs(
    ids: readonly GenerationId[],
    options: { readonly areCharged: boolean; readonly index?: number | undefined },
  ): Promise<readonly DeletedAsset[]>;
  /** Erases the words, and gives up the pictures given: what no other generation was given is to leave the store, too. */
  eraseContents(ids: readonly GenerationId[]): Promise<readonly DeletedAsset[]>;
  /** Newest first. */
  listByAccount(accountId: AccountId, options: { limit: number }): Promise<readonly Generation[]>;
  /** The account's generation whose id starts so; null when none or more than one does. */
  findByShortId(accountId: AccountId, shortId: string): Promise<Generation | null>;
  /** How many of this account's are open, and how many it has asked for since then. */
  countOwn(accountId: AccountId, since: Date): Promise<{ open: number; recent: number }>;
  /** Over all accounts: those that are open, and those whose end has not been told yet. */
  countUndelivered(): Promise<number>;
  /** Open generations that have not moved since `before`, oldest first: what a lost job would leave behind. */
  listUnmoved(input: { before: Date; limit: number }): Promise<readonly Generation[]>;
  /** Seconds from start to end of the newest successful runs of a model, newest first. */
  listRunSeconds(modelId: string, options: { limit: number }): Promise<readonly number[]>;
}

/** The lines people wait in: one per lane, fair between payers. */
export interface LineStore {
  /**
   * Takes a place. Returns the start tag of start-time fair queueing (Goyal, Vin, Cheng 1996): the later of the
   * lane's virtual time and this payer's last finish tag. Lower tags go first.
   */
  join(input: { lane: Lane; walletId: WalletId; weight: number }): Promise<number>;
  /**
   * Moves a generation into its line or out of it to run, then with the lane's virtual time going up to its tag. All at
   * once, so no lock is needed. Null when it does not stand where that move begins.
   */
  move(input: {
    id: GenerationId;
    move: "join_line" | "start";
    at: Date;
  }): Promise<Generation | null>;
  /** 1 for the next to start; null when it no longer waits. */
  placeOf(id: GenerationId): Promise<number | null>;
  /** Open generations of a lane ahead of this one, running ones included. */
  aheadOf(id: GenerationId): Promise<{ waiting: number; running: number }>;
  /** Starts the tags of a lane again at 0 when nobody is in it; true when it did. */
  resetIfIdle(lane: Lane): Promise<boolean>;
}
