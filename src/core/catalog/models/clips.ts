import type { ImageModel } from "../model.js";
import { A_PICTURE, HOSTED, size, takes } from "./building-blocks.js";

const CLIP = {
  ...A_PICTURE,
  task: "clip",
  output: "clip",
  inputs: takes(0, 1),
  maxCount: 1,
  formats: [],
  lane: "clip",
  licence: HOSTED,
  providers: ["replicate", "fal"],
} as const;

/** Short clips, from words or from a picture. Priced by the second. */
export const CLIPS: readonly ImageModel[] = [
  {
    ...CLIP,
    id: "seedance-fast",
    name: "Seedance 1 pro fast",
    aspectRatios: ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"],
    defaultAspectRatio: "16:9",
    resolutions: [
      size("480p", { credits: 3, cost: 15_000 }),
      size("720p", { credits: 5, cost: 25_000 }),
      size("1080p", { credits: 12, cost: 60_000 }),
    ],
    seconds: { choices: [3, 5, 8, 10], default: 5 },
    typicalSeconds: 40,
    attribution: "Made with Seedance 1 Pro Fast by ByteDance",
  },
  {
    ...CLIP,
    id: "kling-turbo",
    name: "Kling 2.5 turbo pro",
    aspectRatios: ["16:9", "9:16", "1:1"],
    defaultAspectRatio: "16:9",
    hasSeed: false,
    resolutions: [size("1080p", { credits: 14, cost: 70_000 })],
    seconds: { choices: [5, 10], default: 5 },
    typicalSeconds: 120,
    attribution: "Made with Kling 2.5 Turbo Pro by Kuaishou",
  },
];
