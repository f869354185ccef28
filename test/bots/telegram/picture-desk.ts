import { createChatFiles } from "../../../src/adapters/chat-files/chat-files.js";
import { createTelegramFiles } from "../../../src/adapters/chat-files/telegram-files.js";
import type { InputSource } from "../../../src/core/chat/input-source.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { ChatFiles } from "../../../src/core/ports/chat-files.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import type { World } from "./telegram-world.js";

/** What became of a request for a picture. */
export interface Asked {
  readonly id: GenerationId;
  readonly state: string;
  readonly modelId: string;
  readonly prompt: string;
  readonly sources: readonly InputSource[];
  /** Width of each picture that was kept for the model, in order. */
  readonly widths: readonly number[];
}

/** A workshop that fetches people's files from whichever Telegram server is in use. */
export async function openPictureWorkshop(): Promise<{
  workshop: Workshop;
  /** From now on files come from this world's server. */
  serve(world: World): void;
}> {
  let files: ChatFiles | undefined;
  const chatFiles: ChatFiles = {
    fetch: (file, limits) => {
      if (!files) throw new Error("no world is open");
      return files.fetch(file, limits);
    },
  };
  const settings = {
    TRIAL_CREDITS: "1000",
    MAX_OPEN_GENERATIONS: "1000",
    MAX_REQUESTS_PER_MINUTE: "1000",
  };
  const workshop = await openWorkshop("pglite", settings, { chatFiles });
  return {
    workshop,
    serve({ config }) {
      files = createChatFiles({ telegram: createTelegramFiles(config) });
    },
  };
}

/** Everything a person has asked for, newest first. */
export async function askedBy(world: World, userId: number): Promise<readonly Asked[]> {
  const { useCases, pieces } = world;
  const { id } = await useCases.identifyAccount({
    platform: "telegram",
    userId: String(userId),
    locale: "en",
  });
  const { generations } = pieces.database.stores;
  const own = await generations.listByAccount(id, { limit: 50 });
  return Promise.all(
    own.map(async (generation) => {
      const content = await generations.readContent(generation.id);
      const inputs = await generations.listInputs(generation.id);
      return {
        id: generation.id,
        state: generation.state,
        modelId: generation.modelId,
        prompt: content?.prompt ?? "",
        sources: content?.inputSources ?? [],
        widths: inputs.map(({ width }) => width),
      };
    }),
  );
}
