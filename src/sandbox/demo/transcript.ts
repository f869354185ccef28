import type { SeenAnswer } from "./demo-chat.js";

/** The conversation as it happens, on the terminal and for the file. */
export interface Transcript {
  scene(title: string): void;
  /** What a reader has to know and nobody says. */
  aside(words: string): void;
  person(name: string, words: string): void;
  /** Says only what changed: an answer that is edited appears once per state. */
  bot(messageId: string, answer: Pick<SeenAnswer, "text" | "buttons" | "files">): void;
  lines(): readonly string[];
}

const MARKS = { picture: "▣", clip: "▶" } as const;
const NAME_WIDTH = 8;

export function createTranscript(write: (line: string) => void): Transcript {
  const said: string[] = [];
  const lastByMessage = new Map<string, string>();

  function add(line: string): void {
    said.push(line);
    write(line);
  }

  function speak(name: string, lines: readonly string[]): void {
    for (const [index, line] of lines.entries()) {
      add(`${(index === 0 ? name : "").padEnd(NAME_WIDTH)}│ ${line}`);
    }
  }

  return {
    scene(title) {
      add("");
      add(`── ${title} ${"─".repeat(Math.max(0, 72 - title.length))}`);
    },
    aside: (words) => add(`${"".padEnd(NAME_WIDTH)}· ${words}`),
    person: (name, words) => speak(name, [words]),
    bot(messageId, { text, buttons, files }) {
      const marks = files.map(({ kind }) => MARKS[kind]).join(" ");
      const row = buttons.map((label) => `[${label}]`).join(" ");
      const lines = [marks, ...withoutMarkup(text).split(/\s*\n+\s*/), row].filter(Boolean);
      const words = lines.join("\n");
      if (words === "" || lastByMessage.get(messageId) === words) return;
      lastByMessage.set(messageId, words);
      speak("Atelier", lines);
    },
    lines: () => said,
  };
}

/** Discord's signs for bold and code are for an app that draws them. */
function withoutMarkup(text: string): string {
  return text.replace(/\*\*|`/g, "").replace(/\\(?=[^\w\s])/g, "");
}
