import { createHash } from "node:crypto";
import type { Pack } from "../../core/payments/packs.js";
import type { PressButton } from "./chat-view.js";
import type { Wording } from "./wording/wording.js";

const OFFER_LENGTH = 16;

/** The pack and the message it is offered in, so that every press of one button means the same purchase. */
export const PACK_SUBJECT = /^([a-z0-9_-]{1,22})\.([A-Za-z0-9_-]{16})$/;

/** @param input.requestKey of the request that is answered with these buttons */
export function packButtons(
  input: { packs: readonly Pack[]; requestKey: string },
  wording: Wording,
): PressButton[][] {
  const offer = createHash("sha256")
    .update(input.requestKey)
    .digest("base64url")
    .slice(0, OFFER_LENGTH);
  return input.packs.map((pack, index) => [
    {
      kind: "press",
      action: "buy",
      subject: `${pack.id}.${offer}`,
      label: wording.payments.pack(pack),
      style: index === 0 ? "primary" : "secondary",
    },
  ]);
}

/** Empty for a subject that is not of ours, which no pack is called. */
export function toPackId(subject: string): string {
  return PACK_SUBJECT.exec(subject)?.[1] ?? "";
}
