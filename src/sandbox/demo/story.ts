import type { Wording } from "../../bots/presentation/wording/wording.js";
import { PACKS, type Pack } from "../../core/payments/packs.js";
import type { ConditionSwitches } from "../conditions.js";
import {
  type DemoChat,
  hasButton,
  hasLink,
  type Photo,
  type SeenAnswer,
  says,
} from "./demo-chat.js";
import { isResult } from "./is-result.js";
import { PICTURE_STORY_CREDITS, type PictureWords, playPictureStory } from "./picture-story.js";

/** What everybody starts with in the demo: few enough to see them run out. */
export const DEMO_CREDITS = 5;
const PACK = smallestPack();
/** 1 is left after 1 for the fox, 1 for another, 2 for a batch of two; then a pack is bought and a batch of four made. */
const CREDITS_AFTER_BUYING = 1 + PACK.credits - 4;
/** What must be left at the end. */
export const EXPECTED_CREDITS = CREDITS_AFTER_BUYING - PICTURE_STORY_CREDITS;
/** What must have come: fox, again, a batch of two, one of four; an edit, one of two, an upscale, a clip. */
export const EXPECTED_RESULTS = 8 + 4;

/** A file that came, with a name that says in answer to what. */
export interface Result {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The same journey on any platform. Resolves with everything that came; throws when an answer stays out. */
export async function playStory(input: {
  chat: DemoChat;
  wording: Wording;
  conditions: ConditionSwitches;
  prompts: { fox: string; batch: string; forbidden: string } & PictureWords;
  photos: readonly [Photo, Photo];
  aside(words: string): void;
  /** Opens a checkout's link and pays there. */
  pay(url: string): Promise<void>;
}): Promise<readonly Result[]> {
  const { chat, wording, conditions, prompts, pay, aside } = input;
  const { buttons } = wording;
  const imagine = (text: string, options = {}) => ({ name: "imagine", text, options });
  const results: Result[] = [];
  const keep = (resultName: string, seen: SeenAnswer) => {
    results.push(...seen.files.map(({ bytes }) => ({ name: resultName, bytes })));
  };

  await chat.say({ name: "balance" }, says(/5/));
  keep("fox", await chat.say(imagine(prompts.fox), isResult(1, buttons.again)));
  keep("again", await chat.press(buttons.again, isResult(1, buttons.again)));
  keep(
    "two",
    await chat.say(imagine(prompts.batch, { count: 2, aspect: "3:2" }), isResult(2, buttons.again)),
  );

  aside("the image service is made to fail");
  conditions.setNext("fail");
  await chat.say(imagine(prompts.fox), says(toPattern(wording.failure("provider_unavailable"))));
  aside("the model is made to refuse");
  conditions.setNext("refuse");
  await chat.say(imagine(prompts.fox), says(toPattern(wording.failure("content_refused"))));
  await chat.say(imagine(prompts.forbidden), says(toPattern(wording.blocked("weapons_or_drugs"))));

  aside("the image service is made slow");
  conditions.setNext("slow");
  await chat.say(imagine(prompts.fox), hasButton(buttons.cancel));
  await chat.press(buttons.cancel, says(/Cancelled|Abgebrochen/));
  // It may have been cancelled before its turn came.
  conditions.setNext("ok");
  await chat.say(imagine(prompts.batch, { count: 4 }), says(/4 credits|4 Credits/));
  await chat.say({ name: "balance" }, says(/1 credit |1 Credit /));

  const { payments } = wording;
  await chat.say({ name: "buy" }, hasButton(payments.pack(PACK)));
  const checkout = await chat.press(payments.pack(PACK), hasLink(payments.pay(PACK)));
  const url = checkout.links[payments.pay(PACK)] ?? "";
  keep("four", await chat.whenDone(() => pay(url), isResult(4, buttons.again)));
  await chat.say({ name: "balance" }, says(new RegExp(`^\\W*${CREDITS_AFTER_BUYING} `)));

  await playPictureStory({ ...input, words: prompts, keep });
  await chat.say({ name: "balance" }, says(new RegExp(`^\\W*${EXPECTED_CREDITS} `)));
  return results;
}

function toPattern(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

function smallestPack(): Pack {
  const [smallest] = PACKS;
  if (!smallest) throw new Error("there is no pack for sale");
  return smallest;
}
