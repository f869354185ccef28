import type { Wording } from "../../bots/presentation/wording/wording.js";
import type { ConditionSwitches } from "../conditions.js";
import { type DemoChat, hasButton, hasPictures, type SeenAnswer, says } from "./demo-chat.js";

/** What everybody starts with in the demo: few enough to see them run out. */
export const DEMO_CREDITS = 5;
/** What must be left at the end: 5 − 1 (fox) − 1 (again) − 2 (a batch of two). */
export const EXPECTED_CREDITS = 1;
/** Pictures that must have come: fox, again, and a batch of two. */
export const EXPECTED_PICTURES = 4;

/** The same journey on any platform. Resolves with every picture that came; throws when an answer stays out. */
export async function playStory(input: {
  chat: DemoChat;
  wording: Wording;
  conditions: ConditionSwitches;
  prompts: { fox: string; batch: string; forbidden: string };
}): Promise<readonly Uint8Array[]> {
  const { chat, wording, conditions, prompts } = input;
  const { buttons } = wording;
  const imagine = (text: string, options = {}) => ({ name: "imagine", text, options });
  const pictures: Uint8Array[] = [];
  const keep = (seen: SeenAnswer) => pictures.push(...seen.pictures);

  await chat.say({ name: "balance" }, says(/5/));
  keep(await chat.say(imagine(prompts.fox), isResult(1, buttons.again)));
  keep(await chat.press(buttons.again, isResult(1, buttons.again)));
  keep(
    await chat.say(imagine(prompts.batch, { count: 2, aspect: "3:2" }), isResult(2, buttons.again)),
  );

  conditions.setNext("fail");
  await chat.say(imagine(prompts.fox), says(toPattern(wording.failure("provider_unavailable"))));
  conditions.setNext("refuse");
  await chat.say(imagine(prompts.fox), says(toPattern(wording.failure("content_refused"))));
  await chat.say(imagine(prompts.forbidden), says(toPattern(wording.blocked("weapons_or_drugs"))));

  conditions.setNext("slow");
  await chat.say(imagine(prompts.fox), hasButton(buttons.cancel));
  await chat.press(buttons.cancel, says(/Cancelled|Abgebrochen/));
  await chat.say(imagine(prompts.batch, { count: 4 }), says(/4 credits|4 Credits/));
  await chat.say({ name: "balance" }, says(/1 credit |1 Credit /));
  return pictures;
}

/** A finished answer: all its pictures are there, and the button to go on. */
function isResult(count: number, againLabel: string): (seen: SeenAnswer) => boolean {
  return (seen) => hasPictures(count)(seen) && hasButton(againLabel)(seen);
}

function toPattern(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
