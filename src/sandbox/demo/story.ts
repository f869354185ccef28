import type { Wording } from "../../bots/presentation/wording/wording.js";
import { PACKS, type Pack } from "../../core/payments/packs.js";
import type { ConditionSwitches } from "../conditions.js";
import {
  type DemoChat,
  hasButton,
  hasLink,
  hasPictures,
  type SeenAnswer,
  says,
} from "./demo-chat.js";

/** What everybody starts with in the demo: few enough to see them run out. */
export const DEMO_CREDITS = 5;
const PACK = smallestPack();
/** What must be left at the end: 5 − 1 (fox) − 1 (again) − 2 (a batch of two) + what was bought − 4 (a batch of four). */
export const EXPECTED_CREDITS = 1 + PACK.credits - 4;
/** Pictures that must have come: fox, again, a batch of two, and one of four that was paid for. */
export const EXPECTED_PICTURES = 8;

/** The same journey on any platform. Resolves with every picture that came; throws when an answer stays out. */
export async function playStory(input: {
  chat: DemoChat;
  wording: Wording;
  conditions: ConditionSwitches;
  prompts: { fox: string; batch: string; forbidden: string };
  /** Opens a checkout's link and pays there. */
  pay(url: string): Promise<void>;
}): Promise<readonly Uint8Array[]> {
  const { chat, wording, conditions, prompts, pay } = input;
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

  const { payments } = wording;
  await chat.say({ name: "buy" }, hasButton(payments.pack(PACK)));
  const checkout = await chat.press(payments.pack(PACK), hasLink(payments.pay(PACK)));
  const url = checkout.links[payments.pay(PACK)] ?? "";
  keep(await chat.whenDone(() => pay(url), isResult(4, buttons.again)));
  await chat.say({ name: "balance" }, says(new RegExp(String(EXPECTED_CREDITS))));
  return pictures;
}

/** A finished answer: all its pictures are there, and the button to go on. */
function isResult(count: number, againLabel: string): (seen: SeenAnswer) => boolean {
  return (seen) => hasPictures(count)(seen) && hasButton(againLabel)(seen);
}

function toPattern(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

function smallestPack(): Pack {
  const [smallest] = PACKS;
  if (!smallest) throw new Error("there is no pack for sale");
  return smallest;
}
