import { type GenerationState, isFinal } from "../../../core/generation/lifecycle.js";
import type { OptionProblem } from "../../../core/refusal.js";
import { germanDetails } from "./details-de.js";
import { germanGallery } from "./gallery-de.js";
import { germanModels } from "./models-de.js";
import { germanOrigin } from "./origin-de.js";
import { germanPayments } from "./payments-de.js";
import { germanPictures } from "./pictures-de.js";
import { germanPrivacy } from "./privacy-de.js";
import { germanResults } from "./results-de.js";
import { germanShown } from "./shown-de.js";
import type { Wording } from "./wording.js";

const credits = (amount: number) => (amount === 1 ? "1 Credit" : `${amount} Credits`);

const seconds = (amount: number) => {
  const whole = Math.max(1, Math.round(amount));
  return whole < 90 ? `${whole} s` : `${Math.round(whole / 60)} min`;
};

function problem(option: string, found: OptionProblem): string {
  switch (found.kind) {
    case "missing":
      return `Sag mir bitte, was du möchtest: ${option} ist leer.`;
    case "too_long":
      return `${option} hat ${found.length} Zeichen; höchstens ${found.max} sind möglich.`;
    case "not_a_number":
      return `${option} muss eine ${found.mayBeFraction ? "Zahl" : "ganze Zahl"} sein.`;
    case "out_of_range":
      return `${option} muss zwischen ${found.min} und ${found.max} liegen.`;
    case "unknown_choice":
      return `„${found.given}“ kenne ich bei ${option} nicht. Möglich sind: ${found.choices.join(", ")}.`;
    case "unknown_model":
      return `Das Modell „${found.given}“ kenne ich nicht. Meinst du ${anyOf(found.nearest)}? /models zeigt alle.`;
    case "unknown_option":
      return `Die Angabe „${option}“ kenne ich nicht. Möglich sind: ${found.known.join(", ")}. Gehört sie zu deinem Text, setz ein Leerzeichen hinter den Doppelpunkt.`;
    case "not_offered":
      return `${found.model} kennt kein ${option}. Lass es weg oder nimm ein anderes Modell: /models.`;
    case "needs_pictures":
      return `Dafür brauche ich ${found.min === 1 ? "ein Bild" : `${found.min} Bilder`}; du hast ${found.given === 0 ? "keins" : found.given} geschickt. Schick ${found.min - found.given === 1 ? "es" : "sie"} zusammen mit dem Befehl.`;
    case "too_many_pictures":
      return found.max === 0
        ? "Dieses Modell arbeitet nur mit Worten und nimmt keine Bilder. Nimm ein anderes: /models."
        : `Dieses Modell nimmt höchstens ${found.max === 1 ? "ein Bild" : `${found.max} Bilder`}. Schick weniger oder nimm ein anderes Modell: /models.`;
  }
}

/** eins, zwei oder drei */
function anyOf(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} oder ${last}`;
}

function stateWord(state: GenerationState): string {
  switch (state) {
    case "intake":
    case "queued":
      return "wartet";
    case "running":
      return "in Arbeit";
    case "succeeded":
      return "fertig";
    case "failed":
      return "fehlgeschlagen";
    case "cancelled":
      return "abgebrochen";
  }
}

function moneyWord(job: { state: GenerationState; price: number; charged: number }): string {
  if (job.state === "succeeded") return `${credits(job.charged)} berechnet`;
  return isFinal(job.state) ? "nichts berechnet" : `${credits(job.price)} zurückgelegt`;
}

const fileSize = (bytes: number) => {
  const megabytes = bytes / 1024 / 1024;
  const amount = megabytes < 0.95 ? Math.ceil(bytes / 1024) : Math.ceil(megabytes * 10) / 10;
  return `${String(amount).replace(".", ",")} ${megabytes < 0.95 ? "kB" : "MB"}`;
};

export const de: Wording = {
  credits,
  seconds,
  fileSize,
  ordinal: (place) => `${place}.`,
  ...germanPrivacy(credits),
  ...germanResults({ credits, seconds }),
  ...germanShown({ fileSize }),
  failure: (code) => {
    switch (code) {
      case "content_refused":
        return "Die Sicherheitsprüfung des Modells hat das abgelehnt. Versuch es mit einer anderen Beschreibung.";
      case "input_gone":
        return "Das Bild, aus dem es werden sollte, ist nicht mehr da: gelöscht oder für mich nicht erreichbar. Schick es bitte noch einmal, wenn du es noch hast.";
      case "input_unusable":
        return "Dein Bild kann ich nicht lesen. JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF und BMP gehen.";
      case "input_too_large":
        return "Dein Bild ist zu groß. Höchstens 20 MB sind möglich.";
      case "input_too_many_pixels":
        return "Dein Bild hat mehr Pixel, als ich annehmen kann. Mach es bitte kleiner und schick es noch einmal.";
      case "input_rejected":
        return "Das Modell kann mit deinem Bild nichts anfangen. Versuch ein anderes Bild oder Modell.";
      case "provider_throttled":
        return "Der Bilddienst hat gerade zu viel zu tun. Versuch es bitte etwas später noch einmal.";
      case "provider_unavailable":
        return "Der Bilddienst ist gerade nicht erreichbar. Versuch es bitte etwas später noch einmal.";
      case "provider_rejected":
        return "Der Bilddienst hat die Anfrage nicht angenommen. Versuch es mit anderen Angaben.";
      case "output_unusable":
        return "Was zurückkam, war kein brauchbares Bild. Versuch es bitte noch einmal.";
      case "timed_out":
        return "Es hat viel zu lange gedauert, darum habe ich es beendet. Versuch es bitte noch einmal.";
      case "outcome_unknown":
        return "Der Bilddienst hat nie gemeldet, wie es ausging. Versuch es bitte noch einmal.";
      case "internal":
        return "Bei uns ist etwas schiefgegangen. Versuch es bitte noch einmal.";
    }
  },
  blocked: (code) => {
    switch (code) {
      case "sexual_minors":
        return "Nichts Sexuelles oder Anzügliches mit Menschen, die unter 18 sind oder so aussehen.";
      case "explicit_sexual":
        return "Keine Nacktheit und keine sexuellen Bilder.";
      case "undressing":
        return "Ich ziehe niemanden aus und zeige keine echten Menschen nackt.";
      case "gore":
        return "Keine blutigen Verletzungen.";
      case "hate":
        return "Nichts, was Menschen herabsetzt für das, was sie sind, oder andere dafür lobt.";
      case "weapons_or_drugs":
        return "Nichts, was zeigt, wie man Waffen oder Drogen herstellt.";
    }
  },
  refusal: {
    insufficientCredits: ({ cost, available, support }) => [
      { bold: `Das kostet ${credits(cost)}, du hast ${available}.` },
      " Nichts wurde berechnet. ",
      available > 0
        ? "Versuch weniger Bilder oder ein günstigeres Modell (/models) oder bitte "
        : "Bitte ",
      support ? `hier um mehr Credits: ${support}` : "den Betreiber dieses Bots um mehr Credits",
      ".",
    ],
    walletInDebt: ({ debt }) => [
      `Nach einer Rückzahlung fehlen deinem Konto ${credits(debt)}; solange kann es nichts ausgeben. Nichts wurde berechnet. Die nächsten gekauften Credits gleichen das aus.`,
    ],
    walletFrozen: [
      "Deine Credits sind gesperrt, bis wir etwas geklärt haben. Nichts wurde berechnet.",
    ],
    accountFrozen: ["Dieses Konto ist gesperrt; nichts wurde gemacht und nichts berechnet."],
    contentBlocked: (reason) => [
      { bold: "Das kann ich nicht machen." },
      ` ${reason} Nichts wurde berechnet; versuch gern etwas anderes.`,
    ],
    tooManyRunning: (limit) => [
      `Bei dir sind schon ${limit} Bilder in Arbeit. Nichts wurde berechnet; versuch es wieder, wenn eins fertig ist.`,
    ],
    tooManyRequests: (retryAfterSeconds) => [
      `Das war viel auf einmal. Nichts wurde berechnet; versuch es in ${seconds(retryAfterSeconds)} noch einmal.`,
    ],
    invalidOption: (option, found) => [`${problem(option, found)} Nichts wurde berechnet.`],
    notYours: [
      "Das gehört jemand anderem, nur diese Person kann das tun. Du kannst dein eigenes machen: /edit ändert eine Kopie dessen, was du siehst, /imagine beginnt neu.",
    ],
    notFound: ["Das finde ich nicht. /job zeigt deine letzten Anfragen."],
    maintenance: [
      "Atelier wird gerade gewartet. Nichts wurde berechnet; versuch es bitte in einer kleinen Weile noch einmal.",
    ],
    alreadyEnded: [
      "Das ist schon zu Ende, es gibt nichts abzubrechen. /job zeigt, wie es ausging.",
    ],
    dailyCeiling: (scope) => [
      scope === "account"
        ? "Du hast erreicht, was eine Person hier am Tag nutzen kann. Nichts wurde berechnet; morgen (UTC) geht es weiter."
        : "Dieses Studio hat sein Limit für heute erreicht. Nichts wurde berechnet; komm bitte morgen (UTC) wieder.",
    ],
    cannotBePrivate: (model) => [
      `${model} geht nicht, ohne dass der Anbieter dein Bild eine Weile behält; darum habe ich es gelassen. Nichts wurde berechnet. Versuch ein anderes Modell: /models.`,
    ],
    notServed: (model) => [
      `${model} ist hier nicht zu haben: kein Dienst dafür ist eingeschaltet. Nichts wurde berechnet. Nimm ein anderes: /models.`,
    ],
    confirmationOver: [
      "Der Preis, nach dem ich hier gefragt habe, gilt nicht mehr: Du hast schon geantwortet, oder es ist mehr als 15 Minuten her. Dieser Druck hat nichts gekostet. Möchtest du es doch, frag bitte noch einmal danach.",
    ],
    alreadyBegun: [
      "Du hast gerade Ja gesagt, darum läuft es schon. Der Knopf Abbrechen darunter hält es an.",
    ],
    unknownCommand: (name) => [`/${name} kenne ich nicht. /help zeigt, was ich kann.`],
    staleButton: [
      "Dieser Knopf geht nicht mehr, und nichts wurde berechnet. Fang mit /imagine neu an, oder sieh mit /job deine letzten Anfragen.",
    ],
    ourFault: [
      "Bei uns ist etwas schiefgegangen. Wurde ein Bild begonnen, zeigt es /job; Credits für Bilder, die nicht kommen, gehen von selbst zurück.",
    ],
  },
  ask: {
    forPrompt: ["Was möchtest du sehen? Antworte auf diese Nachricht mit einer Beschreibung."],
    forInstruction: [
      "Was soll sich ändern? Antworte auf diese Nachricht mit dem, was ich tun soll.",
    ],
  },
  cancel: { done: (released) => `Abgebrochen. ${credits(released)} zurück.` },
  delete: { done: "Gelöscht. Credits gibt es dafür nicht zurück." },
  balance: {
    summary: ({ available, held, debt }) => [
      { bold: `${credits(available)} verfügbar` },
      held > 0 ? `, weitere ${held} sind für laufende Bilder zurückgelegt` : "",
      ".",
      debt > 0 ? ` Nach einer Rückzahlung fehlen ${credits(debt)}.` : "",
      "\nBilder, die nicht ankommen, kosten nie etwas. /models zeigt die Preise.",
    ],
  },
  models: germanModels({ credits, seconds }),
  details: germanDetails({ credits, seconds, fileSize }),
  job: {
    title: "Deine letzten Anfragen",
    none: ["Du hast noch kein Bild angefragt. Probier /imagine."],
    line: ({ id, state, price, charged, prompt, wasKept }) => [
      { code: id },
      ` · ${stateWord(state)} · ${moneyWord({ state, price, charged })}\n`,
      prompt ?? (wasKept ? "gelöscht" : "nicht aufbewahrt, wie gewünscht"),
    ],
    footer: ["Eine davon siehst du so: ", { code: "/job id:1a2b3c4d" }],
  },
  help: {
    intro: [
      { bold: "Ich mache und ändere Bilder und kurze Clips." },
      " Du zahlst nur für Bilder, die auch ankommen.",
    ],
    footer: (support) => (support ? [`Fragen? ${support}`] : []),
  },
  gallery: germanGallery,
  payments: germanPayments(credits),
  pictures: germanPictures,
  origin: germanOrigin,
  start: {
    welcome: ({ available }) => [
      { bold: "Willkommen im Atelier!" },
      " Sag mir, was du sehen möchtest, zum Beispiel:\n",
      { code: "/imagine ein roter Fuchs im Schnee" },
      `\nDu hast ${credits(available)} zum Ausprobieren. /help zeigt alles, was ich kann.`,
    ],
  },
  telegram: {
    hint: [
      "Ich mache Bilder aus Worten. Probier das:\n",
      { code: "/imagine ein roter Fuchs im Schnee" },
      "\n/help zeigt alles, was ich kann.",
    ],
    startMeFirst: (botName) => [
      `Die Antwort ist nur für dich, und ich darf dir noch nicht schreiben. Öffne https://t.me/${botName}, drücke Start und frag noch einmal. Nichts wurde berechnet.`,
    ],
    anonymous: (botName) => [
      `Solange du als Gruppe schreibst, weiß ich nicht, wessen Credits gemeint sind. Schreib als du selbst, oder mir allein: https://t.me/${botName}`,
    ],
    notRemovable:
      "Bei uns gelöscht. So alte Nachrichten darf ich in Telegram nicht mehr entfernen; lösch sie bitte selbst.",
  },
  showWaiting: (id) => (id === null ? "Zeigen" : `${id} zeigen`),
  waitingResults: (ids) => [
    `Vorhin konnte ich dir ${ids.length === 1 ? "ein Bild" : `${ids.length} Bilder`} nicht zustellen. Du siehst ${ids.length === 1 ? "es" : "sie"} mit `,
    { code: `/job id:${ids[0] ?? ""}` },
    ids.length > 1 ? ` und ${ids.slice(1).join(", ")}` : "",
    ".",
  ],
};
