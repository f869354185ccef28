import type { Wording } from "../../bots/presentation/wording/wording.js";
import { parseCredits } from "../../core/credits.js";
import { type DemoChat, hasButton, type Photo, type SeenAnswer } from "./demo-chat.js";
import { isResult } from "./is-result.js";

/** The clip's model, and what its five seconds cost: more than is spent without a yes. */
const CLIP_MODEL = "kling-turbo";
const CLIP_CREDITS = parseCredits(70);
/** An edit 8, one picture of two 8, an upscale 1, and the clip. */
export const PICTURE_STORY_CREDITS = 8 + 8 + 1 + CLIP_CREDITS;

export interface PictureWords {
  readonly edit: string;
  readonly together: string;
  readonly clip: string;
}

/** What comes of pictures that people send, and a clip that they are asked about first. */
export async function playPictureStory(input: {
  chat: DemoChat;
  wording: Wording;
  words: PictureWords;
  photos: readonly [Photo, Photo];
  aside(words: string): void;
  keep(name: string, seen: SeenAnswer): void;
}): Promise<void> {
  const { chat, wording, words, photos, aside, keep } = input;
  const isDone = isResult(1, wording.buttons.again);
  const [photo] = photos;

  aside("a picture of one's own, with words for what shall change");
  keep("edit", await chat.say({ name: "edit", text: words.edit, photos: [photo] }, isDone));
  aside("two pictures become one");
  keep("together", await chat.say({ name: "edit", text: words.together, photos }, isDone));
  aside("a treatment needs no words");
  keep(
    "upscale",
    await chat.say({ name: "upscale", options: { resolution: "4x" }, photos: [photo] }, isDone),
  );
  aside("a clip; what costs more than 40 credits is asked about before anything is set aside");
  const yes = wording.confirm.yes(CLIP_CREDITS);
  const options = { model: CLIP_MODEL };
  await chat.say({ name: "animate", text: words.clip, options }, hasButton(yes));
  keep("clip", await chat.press(yes, isDone));
}
