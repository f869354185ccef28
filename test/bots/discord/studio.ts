import { randomUUID } from "node:crypto";
import type { UseCases } from "../../../src/bots/commands/use-cases.js";
import { PreferencesSchema } from "../../../src/core/accounts/preferences.js";
import { IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import type { ReplyTarget, Visibility } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import type { GenerationInput } from "../../../src/core/generation/request-generation.js";
import type {
  AccountId,
  AssetId,
  DeliveryId,
  GenerationId,
  WalletId,
} from "../../../src/core/ids.js";
import type { Pack } from "../../../src/core/payments/packs.js";
import type { DeliveredMessage, Rung } from "../../../src/core/ports/delivery-store.js";
import type {
  GenerationPhase,
  GenerationReport,
  ReplySender,
  SendReceipt,
} from "../../../src/core/ports/reply-sender.js";
import { ok, refuse } from "../../../src/core/refusal.js";
import { ALL_REMAKES } from "../../fixtures/all-remakes.js";
import { aRequest } from "../../fixtures/image-request.js";

interface Work {
  readonly generationId: GenerationId;
  readonly deliveryId: DeliveryId;
  readonly accountId: AccountId;
  readonly requestKey: string;
  readonly target: ReplyTarget;
  readonly prompt: string;
  readonly options: GenerationInput["options"];
  /** Pictures given with it. */
  readonly inputs?: GenerationInput["inputs"];
  messageId: string | null;
}

export interface Studio {
  readonly useCases: UseCases;
  /** Everything asked for, oldest first. */
  readonly works: readonly Work[];
  /** Sends how a work stands down one rung of the ladder. */
  send(
    work: Work,
    input: { rung: Exclude<Rung, "gallery">; phase: GenerationPhase },
  ): Promise<SendReceipt>;
}

/** What the bots ask of the core, kept in memory: it says yes to everything but a forbidden prompt. */
export function createStudio(deps: {
  sender: () => ReplySender;
  beforeAnswer?: () => Promise<void>;
  /** What is for sale; nothing when left out. */
  packs?: readonly Pack[];
  /** The payment page of every checkout. */
  payUrl?: string;
  /** Who sees what does not say so itself. */
  preferred?: Visibility;
}): Studio {
  const works: Work[] = [];
  const find = (generationId: GenerationId) =>
    works.find((work) => work.generationId === generationId);

  async function request(input: {
    requestKey: string;
    accountId: AccountId;
    target: ReplyTarget;
    prompt: string;
    options: GenerationInput["options"];
    inputs?: GenerationInput["inputs"];
  }) {
    await deps.beforeAnswer?.();
    if (input.prompt.includes("forbidden")) {
      return refuse({ kind: "content_blocked", reasonCode: "gore" });
    }
    if (input.prompt.includes("expensive")) {
      const [costCredits, availableCredits] = [parseCredits(5), parseCredits(2)];
      return refuse({ kind: "insufficient_credits", costCredits, availableCredits });
    }
    const known = works.find(({ requestKey }) => requestKey === input.requestKey);
    const work = known ?? {
      ...input,
      generationId: randomUUID() as GenerationId,
      deliveryId: randomUUID() as DeliveryId,
      messageId: null,
    };
    if (!known) works.push(work);
    const { generationId, deliveryId } = work;
    const report = known ? null : toReport(work, WAITING);
    return ok({ generationId, deliveryId, report, isDoubleClick: false });
  }

  async function send(
    work: Work,
    input: { rung: Exclude<Rung, "gallery">; phase: GenerationPhase },
  ) {
    const { deliveryId, target, messageId } = work;
    const report = toReport(work, input.phase);
    const receipt = await deps
      .sender()
      .send({ deliveryId, target, messageId, rung: input.rung, report });
    if (receipt.kind === "sent") work.messageId = receipt.messages[0].messageId;
    return receipt;
  }

  const useCases: UseCases = {
    identifyAccount: async ({ userId }) => ({
      id: `account-${userId}` as AccountId,
      status: "active",
      locale: null,
      walletId: "wallet" as WalletId,
    }),
    async requestGeneration(input) {
      const [, child] = works;
      if (input.source && child && child.requestKey !== input.requestKey) {
        const { generationId, deliveryId } = child;
        return ok({ generationId, deliveryId, report: null, isDoubleClick: true });
      }
      return request({ ...input, prompt: String(input.options.prompt) });
    },
    async showPicture({ accountId, generationId, outputIndex }) {
      const work = find(generationId);
      if (!work) return refuse({ kind: "not_found" });
      if (work.accountId !== accountId) return refuse({ kind: "not_yours" });
      const report = toReport(work, aSuccess("results/1.png", "results/2.png"));
      const pictures = report.phase.kind === "succeeded" ? report.phase.pictures : [];
      const picture = pictures[outputIndex];
      return picture ? ok({ report, picture }) : refuse({ kind: "not_found" });
    },
    async draftAgain({ accountId, generationId }) {
      const parent = find(generationId);
      if (!parent) return refuse({ kind: "not_found" });
      if (parent.accountId !== accountId) return refuse({ kind: "not_yours" });
      const { prompt, options } = parent;
      const source = "again" as const;
      return ok({ options: { ...options, prompt }, inputs: [], parentId: generationId, source });
    },
    draftRemake: async () => refuse({ kind: "not_found" }),
    describePicture: async () => refuse({ kind: "not_found" }),
    reportPictures: async () => ok({ isNew: true }),
    async cancelGeneration({ accountId, generationId }) {
      const work = find(generationId);
      if (work?.accountId !== accountId) return refuse({ kind: "not_yours" });
      return ok({ releasedCredits: parseCredits(1) });
    },
    async deletePictures({ accountId, generationId }) {
      const work = find(generationId);
      if (work?.accountId !== accountId) return refuse({ kind: "not_yours" });
      const messages: DeliveredMessage[] =
        work.messageId === null
          ? []
          : [{ chatId: work.target.chatId, messageId: work.messageId, outputIndex: 0 }];
      return ok({ messages, isAllGone: true });
    },
    deleteGallery: async () => ({ count: 0 }),
    setFavourite: async () => refuse({ kind: "not_found" }),
    listGallery: async () => ({ pictures: [], hasNewer: false, hasOlder: false }),
    browseGallery: async ({ filter }) => ({
      pictures: [],
      hasNewer: false,
      hasOlder: false,
      filter,
      filterId: "aaaaaaaaaa",
      sheet: null,
    }),
    findGalleryFilter: async () => null,
    inviteToGallery: async () => null,
    async findOwnPictures({ accountId, message }) {
      const shown = works.find(({ messageId }) => messageId === message.messageId);
      if (shown?.accountId !== accountId) return [];
      return [{ kind: "output", generationId: shown.generationId, index: 0 }];
    },
    async showProgress(deliveryId) {
      const work = works.find((entry) => entry.deliveryId === deliveryId);
      if (work) await send(work, { rung: "edit", phase: WAITING });
    },
    reportGeneration: async () => null,
    listGenerations: async () => [],
    traceLineage: async (generationId) => ({ generationId, ancestors: [], offspring: [] }),
    showGeneration: async () => refuse({ kind: "not_found" }),
    readWallet: async () => ({
      id: "wallet" as WalletId,
      balance: parseCredits(24),
      held: parseCredits(0),
      available: parseCredits(24),
      debt: parseCredits(0),
      isFrozen: false,
    }),
    listStranded: async () => [],
    askOrigin: async () => ({ kind: "unknown" }),
    shareGeneration: async () => refuse({ kind: "cannot_share" }),
    readPreferences: async () => USUAL,
    changePreferences: async () => USUAL,
    readLanguage: async () => null,
    readVisibility: async () => deps.preferred ?? "everyone",
    listPacks: () => deps.packs ?? [],
    async startCheckout({ packId }) {
      const pack = deps.packs?.find(({ id }) => id === packId);
      if (!pack) return refuse({ kind: "unknown_pack" });
      const url = deps.payUrl ?? "https://pay.example/c/cs_1";
      return ok({ url, pack, expiresAt: new Date("2026-11-20T12:30:00Z") });
    },
    awaitPayment: async () => undefined,
    askToConfirm: async () => ({ confirmationId: randomUUID() }),
    confirmGeneration: async () => ({
      draft: null,
      result: refuse({ kind: "confirmation_over" }),
    }),
    declineGeneration: async () => ok(null),
    listModels: () => ({
      models: IMAGE_MODELS.map((model) => ({ model, servedBy: ["sketch"] })),
      announced: [],
    }),
  };
  return { useCases, works, send };
}

const USUAL = PreferencesSchema.parse({});

export const WAITING: GenerationPhase = { kind: "waiting", place: 1, etaSeconds: 2 };

/** A success with these pictures. */
export function aSuccess(...objectKeys: readonly string[]): GenerationPhase {
  return {
    kind: "succeeded",
    capturedCredits: parseCredits(objectKeys.length),
    pictures: objectKeys.map((objectKey, index) => ({
      index,
      assetId: `asset of ${objectKey}` as AssetId,
      isFavourite: false,
      objectKey,
      contentType: "image/png",
      width: 1_024,
      height: 1_024,
      sizeBytes: 1_000,
    })),
    missing: [],
    tookSeconds: 3,
    isDeleted: false,
  };
}

function toReport(work: Work, phase: GenerationPhase): GenerationReport {
  return {
    generationId: work.generationId,
    phase,
    prompt: work.prompt,
    modelId: "flux-schnell",
    promptUsed: null,
    options: aRequest({ aspectRatio: "1:1" }),
    inputCount: 0,
    retention: "keep",
    isPurged: false,
    mayBeShared: false,
    inputNotes: [],
    seed: 7,
    requestedCount: 1,
    quotedCredits: parseCredits(1),
    availableCredits: parseCredits(23),
    heldCredits: parseCredits(0),
    providers: ["sketch"],
    failedProviders: [],
    remakes: ALL_REMAKES,
  };
}
