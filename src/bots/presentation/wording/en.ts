import { type GenerationState, isFinal } from "../../../core/generation/lifecycle.js";
import type { OptionProblem } from "../../../core/refusal.js";
import { englishDetails } from "./details-en.js";
import { englishGallery } from "./gallery-en.js";
import { englishModels } from "./models-en.js";
import { englishOrigin } from "./origin-en.js";
import { englishPayments } from "./payments-en.js";
import { englishPictures } from "./pictures-en.js";
import { englishPrivacy } from "./privacy-en.js";
import { englishResults } from "./results-en.js";
import { englishShown } from "./shown-en.js";
import type { Wording } from "./wording.js";

const credits = (amount: number) => (amount === 1 ? "1 credit" : `${amount} credits`);

const seconds = (amount: number) => {
  const whole = Math.max(1, Math.round(amount));
  return whole < 90 ? `${whole} s` : `${Math.round(whole / 60)} min`;
};

const fileSize = (bytes: number) => {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 0.95
    ? `${Math.ceil(bytes / 1024)} kB`
    : `${Math.ceil(megabytes * 10) / 10} MB`;
};

const ordinal = (place: number) => {
  const teen = place % 100 >= 11 && place % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${suffix}`;
};

function problem(option: string, found: OptionProblem): string {
  switch (found.kind) {
    case "missing":
      return `Please say what you would like: ${option} is empty.`;
    case "too_long":
      return `Your ${option} has ${found.length} characters; ${found.max} is the most I can take.`;
    case "not_a_number":
      return `${option} has to be a ${found.mayBeFraction ? "number" : "whole number"}.`;
    case "out_of_range":
      return `${option} has to be between ${found.min} and ${found.max}.`;
    case "unknown_choice":
      return `I don't know ${option} “${found.given}”. You can choose: ${found.choices.join(", ")}.`;
    case "unknown_model":
      return `I don't know the model “${found.given}”. Did you mean ${anyOf(found.nearest)}? /models lists them all.`;
    case "unknown_option":
      return `I don't know the option “${option}”. You can use: ${found.known.join(", ")}. If it is part of your text, put a space after the colon.`;
    case "not_offered":
      return `${found.model} has no ${option}. Leave it out, or choose another model: /models.`;
    case "needs_pictures":
      return `This needs ${found.min === 1 ? "a picture" : `${found.min} pictures`}, and ${found.given === 0 ? "there is none" : `you gave ${found.given}`}. Send ${found.min - found.given === 1 ? "it" : "them"} together with the command.`;
    case "too_many_pictures":
      return found.max === 0
        ? "This model works from words alone; it takes no pictures. Choose another one: /models."
        : `This model takes ${found.max === 1 ? "one picture" : `${found.max} pictures`} at most. Give fewer, or choose another model: /models.`;
  }
}

/** one, two or three */
function anyOf(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

function stateWord(state: GenerationState): string {
  switch (state) {
    case "intake":
    case "queued":
      return "in line";
    case "running":
      return "being made";
    case "succeeded":
      return "done";
    case "failed":
      return "failed";
    case "cancelled":
      return "cancelled";
  }
}

function moneyWord(job: { state: GenerationState; price: number; charged: number }): string {
  if (job.state === "succeeded") return `${credits(job.charged)} charged`;
  return isFinal(job.state) ? "nothing charged" : `${credits(job.price)} set aside`;
}

export const en: Wording = {
  credits,
  seconds,
  fileSize,
  ordinal,
  ...englishPrivacy(credits),
  ...englishResults({ credits, seconds, ordinal }),
  ...englishShown({ fileSize }),
  failure: (code) => {
    switch (code) {
      case "content_refused":
        return "The model's safety check said no. Try describing it differently.";
      case "input_gone":
        return "The picture it was to be made from is no longer there: deleted, or out of my reach. Please send it again if you still have it.";
      case "input_unusable":
        return "I can't read the picture you gave. JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF and BMP work.";
      case "input_too_large":
        return "The picture you gave is too large. 20 MB is the most I can take.";
      case "input_too_many_pixels":
        return "The picture you gave has more pixels than I can take. Please make it smaller and send it again.";
      case "input_rejected":
        return "The model cannot work with the picture you gave. Try another picture or another model.";
      case "provider_throttled":
        return "The image service has too much to do right now. Please try again in a little while.";
      case "provider_unavailable":
        return "The image service is not working right now. Please try again in a little while.";
      case "provider_rejected":
        return "The image service did not accept this request. Try other settings.";
      case "output_unusable":
        return "What came back was not a usable picture. Please try again.";
      case "timed_out":
        return "It took far too long, so I stopped it. Please try again.";
      case "outcome_unknown":
        return "The image service never told us how it ended. Please try again.";
      case "internal":
        return "Something broke on our side. Please try again.";
    }
  },
  blocked: (code) => {
    switch (code) {
      case "sexual_minors":
        return "Nothing sexual or suggestive with anyone who is or looks under 18.";
      case "explicit_sexual":
        return "No nudity or explicit sexual pictures here.";
      case "undressing":
        return "I don't undress people or show real people nude.";
      case "gore":
        return "No gore or graphic injury here.";
      case "hate":
        return "Nothing that demeans people for who they are, or praises those who do.";
      case "weapons_or_drugs":
        return "Nothing that shows how to make weapons or drugs.";
    }
  },
  refusal: {
    insufficientCredits: ({ cost, available, support }) => [
      { bold: `That costs ${credits(cost)} and you have ${available}.` },
      " Nothing was charged. ",
      available > 0 ? "Try fewer pictures or a cheaper model (/models), or ask " : "Please ask ",
      support ? `for more credits: ${support}` : "whoever runs this bot for more credits",
      ".",
    ],
    walletInDebt: ({ debt }) => [
      `Your account owes ${credits(debt)} after a refund, so it cannot spend right now. Nothing was charged. The next credits you buy settle it.`,
    ],
    walletFrozen: ["Your credits are frozen while we look into something. Nothing was charged."],
    accountFrozen: ["This account is paused, so nothing was made and nothing was charged."],
    contentBlocked: (reason) => [
      { bold: "I can't make this one." },
      ` ${reason} Nothing was charged; you are welcome to try something else.`,
    ],
    tooManyRunning: (limit) => [
      `You already have ${limit} pictures in progress. Nothing was charged; try again when one is done.`,
    ],
    tooManyRequests: (retryAfterSeconds) => [
      `That was a lot at once. Nothing was charged; please try again in ${seconds(retryAfterSeconds)}.`,
    ],
    invalidOption: (option, found) => [`${problem(option, found)} Nothing was charged.`],
    notYours: [
      "This belongs to somebody else, so only they can do that. You can make your own: /edit changes a copy of what you see, /imagine starts afresh.",
    ],
    notFound: ["I can't find that one. /job lists your latest requests."],
    alreadyEnded: [
      "That one has already ended, so there is nothing to cancel. /job shows how it ended.",
    ],
    maintenance: [
      "Atelier is being looked after for a moment. Nothing was charged; please try again in a little while.",
    ],
    dailyCeiling: (scope) => [
      scope === "account"
        ? "You have reached what one person may use in a day here. Nothing was charged; it goes on tomorrow (UTC)."
        : "This studio has reached its limit for today. Nothing was charged; please come back tomorrow (UTC).",
    ],
    cannotBePrivate: (model) => [
      `${model} can't be used without its maker keeping your picture for a while, so I left it. Nothing was charged. Try another model: /models.`,
    ],
    notServed: (model) => [
      `${model} can't be had here: no service that makes it is switched on. Nothing was charged. Choose another one: /models.`,
    ],
    confirmationOver: [
      "The price I asked about here no longer stands: you have answered already, or more than 15 minutes have passed. This press charged nothing. To get it after all, ask for it once more.",
    ],
    alreadyBegun: ["You said yes a moment ago, so it has begun. Its own Cancel button stops it."],
    unknownCommand: (name) => [`I don't know /${name}. /help lists what I can do.`],
    staleButton: [
      "This button no longer works, and nothing was charged. Use /imagine to start afresh, or /job to see your latest requests.",
    ],
    ourFault: [
      "Something broke on our side. If a picture was started, /job shows it; credits for pictures that don't come go back by themselves.",
    ],
  },
  ask: {
    forPrompt: ["What would you like to see? Answer this message with a description."],
    forInstruction: ["What is to change? Answer this message with what to do to the picture."],
  },
  cancel: { done: (released) => `Cancelled. ${credits(released)} back.` },
  delete: { done: "Deleted. Credits don't come back for it." },
  balance: {
    summary: ({ available, held, debt }) => [
      { bold: `${credits(available)} to spend` },
      held > 0 ? `, and ${held} set aside for work in progress` : "",
      ".",
      debt > 0 ? ` You owe ${credits(debt)} after a refund.` : "",
      "\nPictures that don't come are never charged. /models lists prices.",
    ],
  },
  models: englishModels({ credits, seconds }),
  details: englishDetails({ credits, seconds, fileSize }),
  job: {
    title: "Your latest requests",
    none: ["You haven't asked for a picture yet. Try /imagine."],
    line: ({ id, state, price, charged, prompt, wasKept }) => [
      { code: id },
      ` · ${stateWord(state)} · ${moneyWord({ state, price, charged })}\n`,
      prompt ?? (wasKept ? "deleted" : "not kept, as asked"),
    ],
    footer: ["See one like this: ", { code: "/job id:1a2b3c4d" }],
  },
  help: {
    intro: [
      { bold: "I make and edit pictures and short clips." },
      " You pay only for pictures that come.",
    ],
    footer: (support) => (support ? [`Questions? ${support}`] : []),
  },
  gallery: englishGallery,
  payments: englishPayments(credits),
  pictures: englishPictures,
  origin: englishOrigin,
  start: {
    welcome: ({ available }) => [
      { bold: "Welcome to Atelier!" },
      " Tell me what you would like to see, for example:\n",
      { code: "/imagine a red fox in the snow" },
      `\nYou have ${credits(available)} to try it. /help lists everything I can do.`,
    ],
  },
  telegram: {
    hint: [
      "I make pictures from words. Try this:\n",
      { code: "/imagine a red fox in the snow" },
      "\n/help lists everything I can do.",
    ],
    startMeFirst: (botName) => [
      `The answer is for you alone, and I may not write to you yet. Open https://t.me/${botName}, press Start and ask again. Nothing was charged.`,
    ],
    anonymous: (botName) => [
      `While you write as the group I can't tell whose credits to use. Write as yourself, or to me alone: https://t.me/${botName}`,
    ],
    notRemovable:
      "Deleted on our side. Telegram does not let me take away messages this old; please delete them yourself.",
  },
  showWaiting: (id) => (id === null ? "Show it" : `Show ${id}`),
  waitingResults: (ids) => [
    `I could not deliver ${ids.length === 1 ? "a picture" : `${ids.length} pictures`} of yours earlier. See ${ids.length === 1 ? "it" : "them"} with `,
    { code: `/job id:${ids[0] ?? ""}` },
    ids.length > 1 ? ` and ${ids.slice(1).join(", ")}` : "",
    ".",
  ],
};
