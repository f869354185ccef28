import type { REST } from "@discordjs/rest";
import { InteractionType } from "discord-api-types/v10";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { Clock } from "../../core/ports/clock.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Log } from "../../core/ports/log.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Answer } from "../commands/answer.js";
import type { Dispatcher } from "../dispatcher.js";
import { fromButtonId } from "../presentation/button-id.js";
import { planAcknowledgement, sendAcknowledgement } from "./acknowledge.js";
import { type Acknowledged, answerInteraction, answerOurFault } from "./answer-interaction.js";
import { logFailure, toFaultCode } from "./discord-errors.js";
import { keepTrying } from "./keep-trying.js";
import { type DiscordInteraction, parseInteraction, readOptions } from "./parse-interaction.js";
import { fromSavedUpdate, toSavedUpdate, toTarget, toUpdateKey } from "./saved-update.js";

/** After a crash at full load this many requests may have been at work. */
const REPLAY_LIMIT = 1_000;
const REPLAYS_AT_ONCE = 10;

export interface InteractionDeps {
  readonly rest: REST;
  readonly dispatcher: Dispatcher;
  readonly chatUpdates: ChatUpdateStore;
  readonly showProgress: ShowProgress;
  readonly sealer: Sealer;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  /** Ends what is tried again and again when the bot stops. */
  readonly stop: AbortSignal;
}

/** Takes interactions, however they arrive. */
export interface InteractionHandler {
  /** Acknowledges, writes down, runs, answers. Never throws; the same interaction again has no second effect. */
  handle(payload: unknown): Promise<void>;
  /** Resolves to what a process before us acknowledged and did not finish; running it completes that. */
  findUnfinished(botId: string): Promise<{ run(): Promise<void> }>;
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

  async function replay(row: { botId: string; updateKey: string; payload: string }) {
    const { botId, updateKey } = row;
    const at = fromSavedUpdate(deps, row.payload);
    if (at) return runOnce(at.interaction, () => runToEnd(deps, at));
    deps.log.warn("discord_update_expired", { interactionId: updateKey });
    await deps.chatUpdates.finish({ platform: "discord", botId, updateKey });
  }

  return {
    async handle(payload) {
      const parsed = parseInteraction(payload);
      if (!parsed) return deps.log.warn("discord_interaction_unreadable");
      const interaction = { ...parsed, receivedAtMs: deps.clock.now().getTime() };
      await runOnce(interaction, () => receive(deps, interaction));
    },

    async findUnfinished(botId) {
      const chat = { platform: "discord", botId } as const;
      const open = await deps.chatUpdates.listOpen({ ...chat, limit: REPLAY_LIMIT });
      return {
        async run() {
          for (let start = 0; start < open.length; start += REPLAYS_AT_ONCE) {
            const some = open.slice(start, start + REPLAYS_AT_ONCE);
            await Promise.all(some.map((row) => replay({ botId, ...row })));
          }
        },
      };
    },

    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

async function receive(deps: InteractionDeps, interaction: DiscordInteraction): Promise<void> {
  const acknowledgement = planAcknowledgement(interaction, deps.dispatcher);
  if (!acknowledgement) return;
  const outcome = await sendAcknowledgement(deps.rest, interaction, acknowledgement);
  if (outcome.kind === "failed") {
    // Whoever asked has been told that we did not respond: nothing is run, so nothing is charged.
    const code = toFaultCode(outcome.fault);
    deps.log.warn("discord_acknowledge_failed", { interactionId: interaction.id, code });
    return;
  }
  if (acknowledgement.kind === "choices") return;
  const acknowledged = { interaction, acknowledgement };
  // "Already acknowledged" may be our own lost answer or another process: whoever writes the row runs it.
  if (!(await save(deps, acknowledged))) return;
  deps.faults.reach("update_saved");
  await runToEnd(deps, acknowledged);
}

/** True when it was not known yet. What cannot be written down is not run. */
async function save(deps: InteractionDeps, at: Acknowledged): Promise<boolean> {
  const key = toUpdateKey(at);
  const payload = toSavedUpdate(deps, at);
  try {
    const added = await deps.chatUpdates.save([{ ...key, payload }], deps.clock.now());
    return added.has(key.updateKey);
  } catch (error) {
    deps.log.error("discord_update_not_saved", error, { interactionId: key.updateKey });
    await answerOurFault(deps, at);
    // It may be written down all the same, its confirmation lost; then the next start would run it.
    await finish(deps, at);
    return false;
  }
}

async function runToEnd(deps: InteractionDeps, at: Acknowledged): Promise<void> {
  await answerInteraction(deps, at, await run(deps, at));
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

function run(deps: InteractionDeps, at: Acknowledged): Promise<Answer> {
  const { interaction } = at;
  const { data } = interaction;
  const from = {
    requestKey: `discord:${interaction.id}`,
    locale: interaction.locale ?? "en",
    replyTarget: toTarget(at),
  };
  return interaction.type === InteractionType.ApplicationCommand
    ? deps.dispatcher.runCommand(data?.name ?? "", readOptions(interaction), from)
    : deps.dispatcher.runAction(fromButtonId(data?.custom_id ?? ""), from);
}
