import { type GenerationOptions, parseGenerationOptions } from "../catalog/generation-options.js";
import { CATALOG_VERSION } from "../catalog/models.js";
import { quote } from "../catalog/quote.js";
import type { OptionValue } from "../chat/chat-request.js";
import type { ReplyTarget } from "../chat/reply-target.js";
import type { AccountId, DeliveryId, GenerationId } from "../ids.js";
import type { Policy } from "../policy/policy.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { IdSource } from "../ports/id-source.js";
import type { JobQueue } from "../ports/job-queue.js";
import type { Log } from "../ports/log.js";
import type { GenerationReport } from "../ports/reply-sender.js";
import type { MaintenanceNotice } from "../ports/service-switches.js";
import { ok, type Result, refuse } from "../refusal.js";
import type { ReadMaintenance } from "../running/maintenance.js";
import { transact } from "../transact.js";
import type { ReportGeneration } from "./report-generation.js";
import { SEND_LEASE_MS } from "./show-progress.js";

/** Two presses of one button by one person within this time are one request. */
const DOUBLE_CLICK_MS = 2_000;
const MINUTE_MS = 60_000;

export interface GenerationInput {
  /** The platform's own id of the request. */
  readonly requestKey: string;
  readonly accountId: AccountId;
  /** As typed; see `parseGenerationOptions`. */
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  readonly target: ReplyTarget;
  /** The generation this one repeats or changes. */
  readonly parentId?: GenerationId;
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
  readonly readMaintenance: ReadMaintenance;
  /** How long credits stay set aside at most. */
  readonly holdTtlMs: number;
}

/**
 * Checks a request, sets its price aside and puts it in line. Same `requestKey`, same result: it never holds twice.
 * A blocked prompt is counted and costs nothing.
 */
export function createRequestGeneration(deps: RequestGenerationDeps): RequestGeneration {
  return async function requestGeneration(input) {
    const options = parseGenerationOptions(input.options);
    if (!options.ok) return options;

    const verdict = await deps.policy.check({ prompt: options.value.prompt });
    if (verdict.kind === "block") {
      await deps.database.stores.accounts.recordBlock({
        id: deps.ids.uuid(),
        accountId: input.accountId,
        reasonCode: verdict.reasonCode,
        ruleId: verdict.ruleId,
        at: deps.clock.now(),
      });
      return refuse({ kind: "content_blocked", reasonCode: verdict.reasonCode });
    }

    const maintenance = await deps.readMaintenance();
    const requested = await transact(deps.database, (stores) =>
      holdAndRecord(deps, { stores, request: input, options: options.value, maintenance }),
    );
    if (!requested.ok) return requested;
    deps.faults.reach("generation_requested");

    const { generationId, deliveryId, isRepeat, isDoubleClick } = requested.value;
    const report = isRepeat ? null : await deps.report(generationId);
    await enqueueIntake(deps, generationId);
    return ok({ generationId, deliveryId, report, isDoubleClick });
  };
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

async function holdAndRecord(
  deps: RequestGenerationDeps,
  input: {
    stores: Stores;
    request: GenerationInput;
    options: GenerationOptions;
    maintenance: MaintenanceNotice | null;
  },
): Promise<Result<Recorded>> {
  const { stores, request, options, maintenance } = input;
  await stores.generations.serialise(request.accountId);
  const known = await findRepeat(stores, request, deps.clock.now());
  if (known) return ok(known);
  if (maintenance) return refuse({ kind: "maintenance", notice: maintenance.text });
  const limited = await checkLimits(deps, stores, request.accountId);
  if (!limited.ok) return limited;

  const account = await stores.accounts.read(request.accountId);
  if (account?.status !== "active") return refuse({ kind: "account_frozen" });

  // Whoever asks anew no longer waits: what a payment would let go on now nobody would expect.
  await stores.pending.forgetWaiting({ accountId: request.accountId, target: request.target });
  const generationId = deps.ids.uuid() as GenerationId;
  const deliveryId = deps.ids.uuid() as DeliveryId;
  const at = deps.clock.now();
  const quotedCredits = quote(options.model, options);
  const lane = options.model.lane;
  const line = { lane, walletId: account.walletId, weight: options.count };
  await stores.generations.insert({
    id: generationId,
    requestKey: request.requestKey,
    accountId: request.accountId,
    payerWalletId: account.walletId,
    parentId: request.parentId ?? null,
    source: request.parentId ? "again" : "command",
    modelId: options.model.id,
    catalogVersion: CATALOG_VERSION,
    unitCredits: options.model.unitCredits,
    quotedCredits,
    lane,
    queueTag: await stores.lines.join(line),
    visibility: request.target.visibility,
    seed: options.seed ?? deps.ids.seed(),
    requestedCount: options.count,
    createdAt: at,
    content: { prompt: options.prompt, aspectRatio: options.aspectRatio },
  });
  const leaseUntil = new Date(at.getTime() + SEND_LEASE_MS);
  await stores.deliveries.insert({
    id: deliveryId,
    generationId,
    target: request.target,
    at,
    leaseUntil,
  });
  const held = await stores.ledger.hold({
    walletId: account.walletId,
    spenderAccountId: request.accountId,
    communityId: null,
    generationId,
    amount: quotedCredits,
    idempotencyKey: `hold:${generationId}`,
    expiresAt: new Date(at.getTime() + deps.holdTtlMs),
  });
  return held.ok ? ok({ generationId, deliveryId, isRepeat: false, isDoubleClick: false }) : held;
}

async function findRepeat(
  stores: Stores,
  request: GenerationInput,
  now: Date,
): Promise<Recorded | null> {
  const since = new Date(now.getTime() - DOUBLE_CLICK_MS);
  const { parentId, accountId } = request;
  const same = await stores.generations.findByRequestKey(request.requestKey);
  const generationId =
    same ??
    (parentId ? await stores.generations.findRecentChild({ parentId, accountId, since }) : null);
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
