import { generateKeyPairSync, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Clock } from "../../core/ports/clock.js";
import type { DiscordEvent } from "./control.js";
import type { Dispatch, Platform, PlatformSettings } from "./platform.js";
import { createCallLog } from "./rest/call-log.js";
import { createCommandRegistry } from "./world/command-registry.js";
import { seedWorld } from "./world/seed.js";
import { createSnowflakeSource } from "./world/snowflake.js";

/** A platform with a fresh world and its own keys, not listening yet. */
export function createPlatform(options: {
  clock: Pick<Clock, "now">;
  settings: PlatformSettings;
  /** Called once per event for the bot; the gateway decides who hears it. */
  dispatch(dispatch: Dispatch): void;
}): Platform {
  const { clock, settings, dispatch } = options;
  const emitter = new EventEmitter<{ event: [DiscordEvent] }>();
  // Every waiting test and open console listens.
  emitter.setMaxListeners(0);
  const emit = (event: DiscordEvent) => void emitter.emit("event", event);
  const keys = generateKeyPairSync("ed25519");
  return {
    clock,
    settings,
    commands: createCommandRegistry(),
    switches: { restFaults: [], duplicateNextInteraction: false, interactionsEndpoint: null },
    signingKey: keys.privateKey,
    // The last 32 bytes of the DER form are the bare key.
    publicKey: keys.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex"),
    cdnSecret: randomBytes(32).toString("hex"),
    world: seedWorld(),
    origin: "",
    calls: createCallLog(emit),
    nextId: createSnowflakeSource(clock),
    emit,
    onEvent(listener) {
      emitter.on("event", listener);
      return () => void emitter.off("event", listener);
    },
    dispatch,
  };
}
