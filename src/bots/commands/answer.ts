import type { OptionValue } from "../../core/chat/chat-request.js";
import type { InputSource } from "../../core/chat/input-source.js";
import type { DeliveryId } from "../../core/ids.js";
import type { DeliveredMessage } from "../../core/ports/delivery-store.js";
import type { GenerationReport } from "../../core/ports/reply-sender.js";
import type { ChatView, RichText } from "../presentation/chat-view.js";

/** What a command or button comes to. The platforms show it. */
export type Answer =
  /** Where a button `answersWith` an update, it takes the place of what was pressed. */
  | { readonly kind: "view"; readonly view: ChatView }
  /** An expected no: never shown to others where the platform allows that. */
  | {
      readonly kind: "refusal";
      readonly view: ChatView;
      /** Stands in where there is no place for buttons, such as a passing word after a press. */
      readonly shortView?: ChatView;
    }
  /** Work has begun; its delivery shows progress and result by itself. */
  | {
      readonly kind: "generation";
      readonly deliveryId: DeliveryId;
      /** What to show first; null when that has been done. */
      readonly report: GenerationReport | null;
      /** The message of another request shows it: this one needs none. */
      readonly isShownElsewhere?: boolean;
      /** The message whose button was pressed has done its part: this one takes its place. */
      readonly replacesPressed?: boolean;
    }
  /** Something is missing: ask, and take the next message as `option`. */
  | {
      readonly kind: "ask";
      readonly view: ChatView;
      /** Which command goes on with it. */
      readonly command: string;
      readonly option: string;
      readonly draft: Readonly<Record<string, OptionValue>>;
      /** Pictures that came with it. */
      readonly inputs?: readonly InputSource[];
    }
  /** These messages, and the one whose button was pressed, go away. */
  | {
      readonly kind: "remove";
      readonly messages: readonly DeliveredMessage[];
      readonly notice: string;
    }
  /** Done; a passing word where the platform has a place for one. */
  | { readonly kind: "notice"; readonly text: RichText };
