import type { REST } from "discord.js";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { Clock } from "../../core/ports/clock.js";
import type { DisplayCopies } from "../../core/ports/display-copies.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { IdSource } from "../../core/ports/id-source.js";
import type { Log } from "../../core/ports/log.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { PendingRequestStore } from "../../core/ports/pending-request-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import {
  type Acknowledgement,
  type AcknowledgeOutcome,
  planAcknowledgement,
  sendAcknowledgement,
  toCallback,
} from "./acknowledge.js";
import { type Acknowledged, answerInteraction, answerOurFault } from "./answer-interaction.js";
import { logFailure, toFaultCode } from "./discord-errors.js";
import { createFormDrafts } from "./form-drafts.js";
import { isMentionKey, type MentionHandler } from "./handle-mention.js";
import { keepTrying } from "./keep-trying.js";
import { type DiscordInteraction, parseInteraction } from "./parse-interaction.js";
import { type RunDeps, runInteraction } from "./run-interaction.js";
import { fromSavedUpdate, toSavedUpdate, toUpdateKey } from "./saved-update.js";

/** After a crash at full load this many requests may have been at work. */
const REPLAY_LIMIT = 1_000;
const REPLAYS_AT_ONCE = 10;
/** Discord takes in a response a moment after we have sent it; until then there is no message to edit. */
const TAKEN_IN_MS = 50;

export interface InteractionDeps extends Omit<RunDeps, "drafts"> {
  readonly rest: REST;
  readonly pending: PendingRequestStore;
  readonly ids: IdSource;
  readonly chatUpdates: ChatUpdateStore;
  readonly showProgress: ShowProgress;
  readonly sealer: Sealer;
  readonly objects: ObjectStore;
  readonly copies: DisplayCopies;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  /** This process, as the updates' owner. */
  readonly workerId: string;
  /** Messages that name us are written down beside interactions. */
  readonly replayMention: MentionHandler["replay"];
  /** Ends what is tried again and again when the bot stops. */
  readonly stop: AbortSignal;
  /** Told of each acknowledgement and how long it took; must not throw. */
  readonly onAcknowledged?: (acknowledgement: {
    readonly seconds: number;
    readonly outcome: AcknowledgeOutcome["kind"];
  }) => void;
}

/** Takes interactions, however they arrive. */
export interface InteractionHandler {
  /** Acknowledges, writes down, runs, answers. Never throws; the same interaction again has no second effect. */
  handle(payload: unknown): Promise<void>;
  /**
   * The same for an interaction that came by HTTP: gives the response that acknowledges it, at once, and runs it when
   * that is written. If it never is (`isWritten` comes false), nothing is run. Null: it is no interaction.
   */
  answer(payload: unknown, isWritten: Promise<boolean>): Promise<object | null>;
  /** Completes what processes that no longer live acknowledged and did not finish. */
  takeOver(botId: string): Promise<void>;
  /** Resolves when nothing is at work. */
  idle(): Promise<void>;
}

export function createInteractionHandler(deps: InteractionDeps): InteractionHandler {
  const running = new Map<string, Promise<void>>();

  function runOnce(interaction: DiscordInteraction, work: () => Promise<void>): Promise<void> {
    const known = running.get(interaction.id);
    if (known) return known;
    const fields = { interactionId: interaction.id };
    const run = work()
      .catch((error: unknown) =>
        logFailure(deps.log, { event: "discord_interaction_failed", error, fields }),
      )
      .finally(() => running.delete(interaction.id));
    running.set(interaction.id, run);
    return run;
  }

  /** Sent again, it waits for the first: should nobody have read that response, this one is run. */
  async function afterOthers({ id }: DiscordInteraction, work: () => Promise<void>): Promise<void> {
    while (running.has(id)) await running.get(id);
    await work();
  }

  async function replay(row: { botId: string; updateKey: string; payload: string }) {
    const { botId, updateKey } = row;
    const at = fromSavedUpdate(deps, row.payload);
    if (at) return runOnce(at.interaction, () => runToEnd(deps, at));
    deps.log.warn("discord_update_expired", { interactionId: updateKey });
    const event = "discord_update_not_finished";
    await keepTrying(deps, { event, stop: deps.stop }, () =>
      deps.chatUpdates.finish({ platform: "discord", botId, updateKey }),
    );
  }

  return {
    async handle(payload) {
      const received = await receive(deps, payload);
      if (!received) return;
      const { interaction, acknowledgement } = received;
      await runOnce(interaction, async () => {
        const outcome = await sendAcknowledgement(deps.rest, interaction, acknowledgement);
        await goOn(deps, received, { outcome, isTakenIn: Promise.resolve() });
      });
    },

    async answer(payload, isWritten) {
      const received = await receive(deps, payload);
      if (!received) return null;
      const goOnOnce = () =>
        runOnce(received.interaction, async () => {
          const outcome = (await isWritten) ? ACCEPTED : NOT_WRITTEN;
          const isTakenIn = deps.clock.pause(TAKEN_IN_MS, deps.stop);
          await goOn(deps, received, { outcome, isTakenIn });
        });
      void afterOthers(received.interaction, goOnOnce);
      return toCallback(received.acknowledgement);
    },

    async takeOver(botId) {
      const ours = { platform: "discord", botId, owner: deps.workerId } as const;
      const open = await deps.chatUpdates.takeOver({ ...ours, limit: REPLAY_LIMIT });
      if (open.length > 0) deps.log.info("discord_replay", { updates: open.length });
      for (let start = 0; start < open.length; start += REPLAYS_AT_ONCE) {
        const some = open.slice(start, start + REPLAYS_AT_ONCE);
        await Promise.all(
          some.map((row) =>
            isMentionKey(row.updateKey)
              ? deps.replayMention({ botId, ...row })
              : replay({ botId, ...row }),
          ),
        );
      }
    },

    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

const ACCEPTED = { kind: "accepted" } as const;
const NOT_WRITTEN = {
  kind: "failed",
  fault: { kind: "unavailable", reason: "connection_closed" },
} as const;

interface Received {
  readonly interaction: DiscordInteraction & { readonly receivedAtMs: number };
  readonly acknowledgement: Acknowledgement;
}

/** Null for what is no interaction, or of a kind that takes no answer. */
async function receive(deps: InteractionDeps, payload: unknown): Promise<Received | null> {
  const parsed = parseInteraction(payload);
  if (!parsed) {
    deps.log.warn("discord_interaction_unreadable");
    return null;
  }
  const interaction = { ...parsed, receivedAtMs: deps.clock.now().getTime() };
  const acknowledgement = await planAcknowledgement(interaction, deps.dispatcher);
  return acknowledgement && { interaction, acknowledgement };
}

/** What follows the acknowledgement, however that was made. */
async function goOn(
  deps: InteractionDeps,
  { interaction, acknowledgement }: Received,
  { outcome, isTakenIn }: { outcome: AcknowledgeOutcome; isTakenIn: Promise<void> },
): Promise<void> {
  const seconds = (deps.clock.now().getTime() - interaction.receivedAtMs) / 1_000;
  deps.onAcknowledged?.({ seconds, outcome: outcome.kind });
  if (outcome.kind === "failed") {
    // Whoever asked has been told that we did not respond: nothing is run, so nothing is charged.
    const code = toFaultCode(outcome.fault);
    deps.log.warn("discord_acknowledge_failed", { interactionId: interaction.id, code });
    return;
  }
  if (acknowledgement.kind === "choices") return;
  const { kind, visibility } = acknowledgement;
  const acknowledged = { interaction, acknowledgement: { kind, visibility } };
  // "Already acknowledged" may be our own lost answer or another process: whoever writes the row runs it.
  if (!(await save(deps, acknowledged, isTakenIn))) return;
  deps.faults.reach("update_saved");
  await isTakenIn;
  await runToEnd(deps, acknowledged);
}

/** True when it was not known yet. What cannot be written down is not run. */
async function save(
  deps: InteractionDeps,
  at: Acknowledged,
  isTakenIn: Promise<void>,
): Promise<boolean> {
  const key = toUpdateKey(at);
  const payload = toSavedUpdate(deps, at);
  try {
    const added = await deps.chatUpdates.save(
      [{ ...key, owner: deps.workerId, payload }],
      deps.clock.now(),
    );
    return added.has(key.updateKey);
  } catch (error) {
    deps.log.error("discord_update_not_saved", error, { interactionId: key.updateKey });
    await isTakenIn;
    await answerOurFault(deps, at);
    // It may be written down all the same, its confirmation lost; then the next start would run it.
    await finish(deps, at);
    return false;
  }
}

async function runToEnd(deps: InteractionDeps, at: Acknowledged): Promise<void> {
  const answer = await runInteraction({ ...deps, drafts: createFormDrafts(deps) }, at);
  if (answer) await answerInteraction(deps, at, answer);
  await finish(deps, at);
  deps.faults.reach("update_finished");
}

/**
 * Tries until it works, and once when the bot is stopping: whoever has been told that something broke must not be
 * charged by a replay.
 */
async function finish(deps: InteractionDeps, at: Acknowledged): Promise<void> {
  const { stop } = deps;
  const event = "discord_update_not_finished";
  const work = () => deps.chatUpdates.finish(toUpdateKey(at));
  if (stop.aborted) return work();
  await keepTrying(deps, { event, stop }, work);
}
