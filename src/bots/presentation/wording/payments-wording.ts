import type { Credits } from "../../../core/credits.js";
import type { Pack } from "../../../core/payments/packs.js";
import type { Notice } from "../../../core/ports/notice-sender.js";
import type { RichText } from "../chat-view.js";

type NoticeOf<Kind extends Notice["kind"]> = Extract<Notice, { kind: Kind }>;

/** What we say about money. Names no way of paying: where none is open, none is mentioned. */
export interface PaymentsWording {
  /** On the button of a pack. */
  pack(pack: Pack): string;
  /** On the link to the payment page. */
  pay(pack: Pack): string;
  intro(input: { available: Credits; model: string; unitCredits: Credits }): RichText;
  /** What a pack is worth, in pictures. */
  line(input: { pack: Pack; pictures: number }): RichText;
  footer: RichText;
  /** Too few credits, with packs below. */
  offer(input: { cost: Credits; available: Credits }): RichText;
  /** The same where others read along, and nothing can be offered. */
  offerElsewhere(input: { cost: Credits; available: Credits }): RichText;
  checkout(input: { pack: Pack; expiresAt: Date }): RichText;
  /** Before the packs, when the button's checkout was paid or has run out. */
  over: RichText;
  /** After the balance. */
  hint: string;
  off(support: string | null): RichText;
  unavailable: RichText;
  unknownPack: RichText;
  bought(notice: NoticeOf<"credits_bought">): RichText;
  takenBack(notice: NoticeOf<"credits_taken_back">): RichText;
  failed: RichText;
}
