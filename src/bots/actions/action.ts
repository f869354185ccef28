import type { ButtonPress } from "../../core/chat/chat-request.js";
import type { Answer } from "../commands/answer.js";
import type { CommandContext } from "../commands/command.js";

/** One kind of button. It works after restarts: all it needs is in its id, and ownership is checked at every press. */
export interface ButtonAction {
  /** First half of the button's id: `[a-z_]`, at most 24 characters. Never rename one: old messages carry it. */
  readonly name: string;
  /**
   * `message`: the answer is a message of its own. `update`: it changes or removes the message pressed on. `words`: it asks
   * for words about the picture pressed on, by a form where the platform has one, and goes on as a command with them.
   */
  readonly answersWith: "message" | "update" | "words";
  /**
   * Who sees the answer; left out, whoever sees the message pressed on. `only_me`: the presser alone, wherever that has to
   * be. `only_me_in_place`: the presser alone where a chat can do that, else whoever sees the message pressed on.
   */
  readonly visibility?: "only_me" | "only_me_in_place";
  /** What it can be about; left out, anything that has a uuid. Subjects come from the client. */
  readonly subjects?: RegExp;
  run(press: ButtonPress, context: CommandContext): Promise<Answer>;
}
