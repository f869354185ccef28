import type { OptionValue } from "../core/chat/chat-request.js";
import type { InputSource } from "../core/chat/input-source.js";
import type { Language, Platform, ReplyTarget, Visibility } from "../core/chat/reply-target.js";
import { type GenerationId, shortId } from "../core/ids.js";
import type { ShownMessage } from "../core/ports/delivery-store.js";
import type { Log } from "../core/ports/log.js";
import { createTurns } from "../core/turns.js";
import type { ButtonAction } from "./actions/action.js";
import type { Answer } from "./commands/answer.js";
import type { Command, CommandContext, OptionChoice } from "./commands/command.js";
import type { UseCases } from "./commands/use-cases.js";
import { type ChatView, type PressButton, textView } from "./presentation/chat-view.js";
import { wordings } from "./presentation/wording/languages.js";
import type { Wording } from "./presentation/wording/wording.js";

/** As many as the database serves side by side. More at once would take turns with one another and with the jobs. */
const AT_WORK_AT_ONCE = 10;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What both platforms know of a request before it is run. */
export interface Incoming {
  readonly requestKey: string;
  /** The platform's language tag of the person. */
  readonly locale: string;
  readonly replyTarget: ReplyTarget;
  /** Pictures that came with it, in order. */
  readonly inputs?: readonly InputSource[];
  /** The message it answers or was asked from. */
  readonly about?: ShownMessage | null;
}

export interface Dispatcher {
  readonly commands: readonly Command[];
  /** Runs a command. Never throws: what breaks is logged and told as such. */
  runCommand(
    name: string,
    options: Readonly<Record<string, OptionValue>>,
    from: Incoming,
  ): Promise<Answer>;
  /** Runs a button. `pressed` is null for an id that is not of ours. */
  runAction(pressed: { action: string; subject: string } | null, from: Incoming): Promise<Answer>;
  /** Completions of an option that is being typed. Answers at once; none for what there is not. */
  suggest(platform: Platform, typing: Typing): readonly OptionChoice[];
  findCommand(platform: Platform, name: string): Command | undefined;
  /** Who is to see what comes of it, by what was typed and, where that is left open, by what the asker has set. */
  visibilityOf(
    command: Command,
    options: Readonly<Record<string, OptionValue>>,
    asker: Pick<ReplyTarget, "platform" | "userId">,
  ): Promise<Visibility>;
  /** In which they want to be spoken to. */
  languageOf(asker: Pick<ReplyTarget, "platform" | "userId" | "language">): Promise<Language>;
  findAction(name: string): ButtonAction | undefined;
}

export interface Typing {
  readonly command: string;
  readonly option: string;
  readonly typed: string;
  readonly language: Language;
}

interface DispatcherDeps {
  readonly commands: readonly Command[];
  readonly actions: readonly ButtonAction[];
  readonly useCases: UseCases;
  readonly support: string | null;
  readonly log: Log;
  /** Told of everything that was run: the kind of answer, or `failed`. Must not throw. */
  readonly onAnswered?: (answered: Answered) => void;
}

type Kind = "command" | "button";

export interface Answered {
  readonly platform: Platform;
  readonly kind: Kind;
  readonly outcome: Answer["kind"] | "failed";
}

/** Request → who is asking → command → answer: the same on both platforms. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const takeTurn = createTurns(AT_WORK_AT_ONCE);
  const findCommand = (platform: Platform, name: string) =>
    deps.commands.find((command) => command.name === name && command.platforms.includes(platform));
  const findAction = (name: string) => deps.actions.find((action) => action.name === name);
  const inTurn = (kind: Kind, from: Incoming, run: () => Promise<Answer>) =>
    takeTurn(() => guarded(deps, { kind, from }, run));

  return {
    commands: deps.commands,
    findCommand,
    findAction,

    async visibilityOf(command, options, { platform, userId }) {
      const audience = command.visibility(options);
      if (audience !== "preferred") return audience;
      return deps.useCases.readVisibility({ platform, userId });
    },

    async languageOf({ platform, userId, language }) {
      return (await deps.useCases.readLanguage({ platform, userId })) ?? language;
    },

    suggest(platform, { command, option, typed, language }) {
      const { options = [] } = findCommand(platform, command) ?? {};
      const { suggest } = options.find(({ name }) => name === option) ?? {};
      if (!suggest) return [];
      const { models } = deps.useCases.listModels();
      return suggest(typed, { models, wording: wordings[language] });
    },

    runCommand: (name, options, from) =>
      inTurn("command", from, async () => {
        const { platform } = from.replyTarget;
        const { accountId, replyTarget, context } = await identify(deps, from);
        const command = findCommand(platform, name);
        if (!command) return refusal(context.wording.refusal.unknownCommand(name));
        const { requestKey } = from;
        const request = {
          platform,
          requestKey,
          accountId,
          language: context.language,
          options: withoutNul(options),
          inputs: from.inputs ?? [],
          about: from.about ?? null,
          replyTarget,
        };
        return offerStranded(deps, context, from, await command.run(request, context));
      }),

    runAction: (pressed, from) =>
      inTurn("button", from, async () => {
        const { accountId, replyTarget, context } = await identify(deps, from);
        const action = pressed && findAction(pressed.action);
        if (!action || !(action.subjects ?? UUID).test(pressed.subject))
          return refusal(context.wording.refusal.staleButton);
        const { requestKey } = from;
        const { platform, language } = replyTarget;
        return action.run(
          { platform, requestKey, accountId, language, subject: pressed.subject, replyTarget },
          context,
        );
      }),
  };
}

/** The one character that no text of the database can have. */
function withoutNul(options: Readonly<Record<string, OptionValue>>) {
  const clean = (value: OptionValue) =>
    typeof value === "string" ? value.replaceAll("\0", " ") : value;
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, clean(value)]));
}

async function guarded(
  deps: DispatcherDeps,
  { kind, from }: { kind: Kind; from: Incoming },
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { platform } = from.replyTarget;
  try {
    const answer = await run();
    deps.onAnswered?.({ platform, kind, outcome: answer.kind });
    return answer;
  } catch (error) {
    deps.onAnswered?.({ platform, kind, outcome: "failed" });
    deps.log.error("request_failed", error, { platform });
    return refusal(wordings[from.replyTarget.language].refusal.ourFault);
  }
}

/** Who is asking, and in which language they want to be answered. */
async function identify({ useCases, support }: DispatcherDeps, from: Incoming) {
  const { platform, userId, language: platformLanguage } = from.replyTarget;
  const { id } = await useCases.identifyAccount({ platform, userId, locale: from.locale });
  const preferences = await useCases.readPreferences(id);
  const language = preferences.language ?? platformLanguage;
  const wording = wordings[language];
  const context: CommandContext = { useCases, language, wording, platformLanguage, support };
  return { accountId: id, replyTarget: { ...from.replyTarget, language }, context };
}

/** Whoever writes again is told of results that could not be delivered. */
async function offerStranded(
  deps: DispatcherDeps,
  context: CommandContext,
  from: Incoming,
  answer: Answer,
): Promise<Answer> {
  if (answer.kind !== "view" || answer.view.pictures.length > 0) return answer;
  const { platform, userId } = from.replyTarget;
  const waiting = await deps.useCases.listStranded(platform, userId);
  if (waiting.length === 0) return answer;
  const { wording } = context;
  const notice = wording.waitingResults(waiting.map(shortId));
  const view: ChatView = {
    ...answer.view,
    text: [...answer.view.text, "\n", ...notice],
    buttons: [...answer.view.buttons, waiting.map((id) => toShowButton(id, waiting, wording))],
  };
  return { kind: "view", view };
}

function toShowButton(
  subject: GenerationId,
  { length }: readonly GenerationId[],
  { showWaiting }: Wording,
): PressButton {
  const label = showWaiting(length === 1 ? null : shortId(subject));
  return { kind: "press", action: "show_result", subject, label, style: "secondary" };
}

function refusal(text: ChatView["text"]): Answer {
  return { kind: "refusal", view: textView("refusal", text) };
}
