import type { MemberRole } from "./control-types.js";

export interface SeedPerson {
  id: number;
  firstName: string;
  username?: string;
  languageCode?: string;
}

export interface SeedGroup {
  id: number;
  title: string;
  username?: string;
  topics: readonly { threadId: number; name: string }[];
  members: readonly { userId: number; role: MemberRole }[];
}

export interface WorldSeed {
  bot: { id: number; firstName: string; username: string };
  people: readonly SeedPerson[];
  groups: readonly SeedGroup[];
}

/** Chiara's id and the bot's need more than 32 bits, as many real ones do. */
export const seedIds = {
  bot: 7_000_000_001,
  ana: 412_345_678,
  ben: 598_213_377,
  chiara: 6_203_451_187,
  group: -1_002_147_483_001,
  topics: { pictures: 2, feedback: 3 },
} as const;

export const sandboxSeed: WorldSeed = {
  bot: { id: seedIds.bot, firstName: "Atelier", username: "atelier_sandbox_bot" },
  people: [
    { id: seedIds.ana, firstName: "Ana", username: "ana_paints", languageCode: "en" },
    { id: seedIds.ben, firstName: "Ben", username: "ben_zeichnet", languageCode: "de" },
    { id: seedIds.chiara, firstName: "Chiara", languageCode: "en" },
  ],
  groups: [
    {
      id: seedIds.group,
      title: "Sunday Sketchers",
      username: "sunday_sketchers",
      topics: [
        { threadId: seedIds.topics.pictures, name: "Pictures" },
        { threadId: seedIds.topics.feedback, name: "Feedback" },
      ],
      members: [
        { userId: seedIds.ana, role: "creator" },
        { userId: seedIds.ben, role: "administrator" },
        { userId: seedIds.chiara, role: "member" },
      ],
    },
  ],
};
