import type { Catalog, CatalogEdition } from "../catalog/catalog.js";
import { type GenerationOptions, parseGenerationOptions } from "../catalog/generation-options.js";
import type { ModelTask } from "../catalog/model.js";
import { type Quote, quote } from "../catalog/quote.js";
import type { OptionValue } from "../chat/chat-request.js";
import type { InputSource } from "../chat/input-source.js";
import type { ReplyTarget } from "../chat/reply-target.js";
import type { RequestSource } from "../chat/request-draft.js";
import type { AccountId, DeliveryId, GenerationId, WalletId } from "../ids.js";
import type { Policy } from "../policy/policy.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { NewGeneration } from "../ports/generation-store.js";
import type { IdSource } from "../ports/id-source.js";
import type { ImageProvider, Retention } from "../ports/image-provider.js";
import type { JobQueue } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";
import type { GenerationReport } from "../ports/reply-sender.js";
import type { MaintenanceNotice } from "../ports/service-switches.js";
import { ok, type Result, refuse } from "../refusal.js";
import type { ReadMaintenance } from "../running/maintenance.js";
import { transact } from "../transact.js";
import { type Agreement, checkConfirmed } from "./check-confirmed.js";
import { checkInputs } from "./check-inputs.js";
import { checkServed } from "./check-served.js";
import { checkSpend, type SpendCeilings } from "./check-spend.js";
import { findDoubleClick, originOf } from "./origin.js";
import type { ReportGeneration } from "./report-generation.js";
import { isPaidOnDelivery, onItsTerms, UNKEPT_FOR_MS, UNKEPT_HOLD_MS } from "./request-terms.js";
import { SEND_LEASE_MS } from "./show-progress.js";

const MINUTE_MS = 60_000;

export interface GenerationInput extends Agreement {
  /** The platform's own id of the request. */
  readonly requestKey: string;
  readonly accountId: AccountId;
  /** As typed; see `parseGenerationOptions`. */
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  /** Pictures given, in order. */
  readonly inputs?: readonly InputSource[];
  /** What the command is for; left out, whatever fits the pictures given. */
  readonly task?: ModelTask | undefined;
  /** Whether the pictures are kept after they were delivered; `keep` unless said. */
  readonly retention?: Retention | undefined;
  readonly target: ReplyTarget;
  /** The generation this one repeats or changes, and which picture of it; left out, that of the first stored picture given. */
  readonly parentId?: GenerationId | undefined;
  readonly parentOutput?: number | undefined;
  /** Left out: `again` where there is a parent, else `command`. */
  readonly source?: RequestSource | undefined;
}

export interface RequestLimits {
  /** Most generations of one account that may be open at once. */
  readonly maxOpen: number;
  readonly maxPerMinute: number;
}

export interface RequestedGeneration {
  readonly generationId: GenerationId;
  readonly deliveryId: DeliveryId;
  /** How it stood when it was put in line; the first thing its chat is to be shown. Null for a repeat. */
  readonly report: GenerationReport | null;
  /** Another press of the same button asked for it a moment ago; what that one shows is all there is to see. */
  readonly isDoubleClick: boolean;
}

export type RequestGeneration = (input: GenerationInput) => Promise<Result<RequestedGeneration>>;

interface Recorded {
  readonly generationId: GenerationId;
  readonly deliveryId: DeliveryId;
  readonly isRepeat: boolean;
  readonly isDoubleClick: boolean;
}

interface RequestGenerationDeps {
  readonly database: Database;
  readonly policy: Policy;
  readonly report: ReportGeneration;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly faults: FaultPoints;
  readonly log: Log;
  readonly limits: RequestLimits;
  readonly catalog: Catalog;
  readonly providers: readonly ImageProvider[];
  readonly spendCeilings: SpendCeilings;
  readonly readMaintenance: ReadMaintenance;
  /** How long credits stay set aside at most. */
  readonly holdTtlMs: number;
}

/**
 * Checks a request, sets its price aside and puts it in line. Same `requestKey`, same result: it never holds twice.
 * A blocked prompt is counted and costs nothing.
 */
export function createRequestGeneration(deps: RequestGenerationDeps): RequestGeneration {
  return async function requestGeneration(given) {
    const input = await onItsTerms(deps, given);
    const edition = deps.catalog.at(deps.clock.now());
    const { task, inputs = [] } = input;
    const frame = { edition, inputCount: inputs.length, task };
    const options = parseGenerationOptions(input.options, frame);
    if (!options.ok) return options;
    const served = checkServed(deps.providers, options.value, input.retention ?? "keep");
    if (!served.ok) return served;
    const fitting = await checkInputs(deps, { accountId: input.accountId, inputs });
    if (!fitting.ok) return fitting;

    const allowed = await checkContent(deps, input.accountId, options.value.prompt);
    if (!allowed.ok) return allowed;

    const maintenance = await deps.readMaintenance();
    const asked = { request: input, options: options.value, edition, maintenance };
    const requested = await transact(deps.database, (stores) =>
      holdAndRecord(deps, { stores, ...asked }),
    );
    if (!requested.ok) return requested;
    deps.faults.reach("generation_requested");

    const { generationId, deliveryId, isRepeat, isDoubleClick } = requested.value;
    const report = isRepeat ? null : await deps.report(generationId);
    await enqueueIntake(deps, generationId);
    return ok({ generationId, deliveryId, report, isDoubleClick });
  };
}

/** A blocked prompt is counted; what it said is not kept. */
async function checkContent(
  deps: RequestGenerationDeps,
  accountId: AccountId,
  prompt: string,
): Promise<Result<null>> {
  const verdict = await deps.policy.check({ prompt });
  if (verdict.kind === "allow") return ok(null);
  const { reasonCode, ruleId } = verdict;
  const id = deps.ids.uuid();
  const block = { id, accountId, reasonCode, ruleId, at: deps.clock.now() };
  await deps.database.stores.accounts.recordBlock(block);
  return refuse({ kind: "content_blocked", reasonCode });
}

/** The row is the outbox: when the queue cannot be reached now, the sweep hands the work over later. */
async function enqueueIntake(deps: RequestGenerationDeps, generationId: GenerationId) {
  try {
    await deps.jobs.enqueue({ kind: "intake", generationId });
  } catch (error) {
    deps.log.error("enqueue_failed", error, { generationId });
  }
  deps.faults.reach("intake_enqueued");
}

interface AskedFor {
  readonly stores: Stores;
  readonly request: GenerationInput;
  readonly options: GenerationOptions;
  readonly edition: CatalogEdition;
  readonly maintenance: MaintenanceNotice | null;
}

async function holdAndRecord(
  deps: RequestGenerationDeps,
  asked: AskedFor,
): Promise<Result<Recorded>> {
  const { stores, request, options, maintenance } = asked;
  await stores.generations.serialise(request.accountId);
  const known = await findRepeat(stores, request, deps.clock.now());
  if (known) return ok(known);
  if (maintenance) return refuse({ kind: "maintenance", notice: maintenance.text });
  const limited = await checkLimits(deps, stores, request.accountId);
  if (!limited.ok) return limited;
  const price = quote(options.model, options);
  const affordable = await checkSpend(deps, {
    stores,
    accountId: request.accountId,
    costMicroUsd: price.costMicroUsd,
  });
  if (!affordable.ok) return affordable;

  const account = await stores.accounts.read(request.accountId);
  if (account?.status !== "active") return refuse({ kind: "account_frozen" });
  const { walletId } = account;
  const { quotedCredits: costCredits } = price;
  const now = deps.clock.now();
  const { confirmAboveCredits } = await stores.preferences.read(request.accountId);
  const terms = { request, options, costCredits, walletId, confirmAboveCredits, now };
  const confirmed = await checkConfirmed(stores, terms);
  if (!confirmed.ok) return confirmed;

  // Whoever asks anew no longer waits: what a payment would let go on now nobody would expect.
  await stores.pending.forgetWaiting({ accountId: request.accountId, target: request.target });
  const at = deps.clock.now();
  const generation = await toGeneration(deps, asked, { price, walletId, at });
  await stores.generations.insert(generation);
  const generationId = generation.id;
  const deliveryId = deps.ids.uuid() as DeliveryId;
  const leaseUntil = new Date(at.getTime() + SEND_LEASE_MS);
  const holdMs = isPaidOnDelivery(generation) ? UNKEPT_HOLD_MS : deps.holdTtlMs;
  const { target } = request;
  await stores.deliveries.insert({ id: deliveryId, generationId, target, at, leaseUntil });
  const held = await stores.ledger.hold({
    walletId,
    spenderAccountId: request.accountId,
    communityId: null,
    generationId,
    amount: price.quotedCredits,
    idempotencyKey: `hold:${generationId}`,
    expiresAt: new Date(at.getTime() + holdMs),
  });
  return held.ok ? ok({ generationId, deliveryId, isRepeat: false, isDoubleClick: false }) : held;
}

async function toGeneration(
  deps: RequestGenerationDeps,
  { stores, request, options, edition }: AskedFor,
  { price, walletId, at }: { price: Quote; walletId: WalletId; at: Date },
): Promise<NewGeneration> {
  const { model, prompt, count, seed, inputCount: _, ...modelOptions } = options;
  const isKept = request.retention !== "none";
  const lane = isKept ? model.lane : "private";
  return {
    id: deps.ids.uuid() as GenerationId,
    requestKey: request.requestKey,
    accountId: request.accountId,
    payerWalletId: walletId,
    ...originOf(request),
    modelId: model.id,
    catalogVersion: edition.version,
    unitCredits: price.unitCredits,
    quotedCredits: price.quotedCredits,
    expectedCostMicroUsd: price.costMicroUsd,
    lane,
    queueTag: await stores.lines.join({ lane, walletId, weight: count }),
    visibility: request.target.visibility,
    retention: request.retention ?? "keep",
    seed: seed ?? deps.ids.seed(),
    requestedCount: count,
    runCount: model.isBatched ? 1 : count,
    createdAt: at,
    purgeAt: isKept ? null : new Date(at.getTime() + UNKEPT_FOR_MS),
    content: { prompt, options: modelOptions, inputSources: request.inputs ?? [] },
  };
}

async function findRepeat(
  stores: Stores,
  request: GenerationInput,
  now: Date,
): Promise<Recorded | null> {
  const same = await stores.generations.findByRequestKey(request.requestKey);
  const generationId = same ?? (await findDoubleClick(stores, request, now));
  if (!generationId) return null;
  const delivery = await stores.deliveries.findByGeneration(generationId);
  if (!delivery) return null;
  return { generationId, deliveryId: delivery.id, isRepeat: true, isDoubleClick: !same };
}

async function checkLimits(
  deps: RequestGenerationDeps,
  stores: Stores,
  accountId: AccountId,
): Promise<Result<null>> {
  const { maxOpen, maxPerMinute } = deps.limits;
  const since = new Date(deps.clock.now().getTime() - MINUTE_MS);
  const { open, recent } = await stores.generations.countOwn(accountId, since);
  if (open >= maxOpen) return refuse({ kind: "too_many_running", limit: maxOpen });
  if (recent >= maxPerMinute) {
    return refuse({ kind: "too_many_requests", retryAfterSeconds: 60 });
  }
  return ok(null);
}
