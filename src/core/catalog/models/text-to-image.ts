import type { ImageModel } from "../model.js";
import { MATCH_INPUT } from "../model.js";
import {
  A_PICTURE,
  APACHE,
  FLUX_1_SHAPES,
  FLUX_2_SHAPES,
  FLUX_NON_COMMERCIAL,
  HOSTED,
  ONE_SIZE,
  range,
  size,
  takes,
} from "./building-blocks.js";

/** FLUX.2 is charged by the megapixel of what it is given, and quoted for one. */
const ONE_MEGAPIXEL = 1_048_576;

const BOTH = ["replicate", "fal"] as const;

/** FLUX.1 in one run for up to four pictures. */
const FLUX_1 = {
  ...A_PICTURE,
  aspectRatios: FLUX_1_SHAPES,
  defaultAspectRatio: "1:1",
  isBatched: true,
  providers: BOTH,
} as const;

const FLUX_2 = {
  ...A_PICTURE,
  aspectRatios: [...FLUX_2_SHAPES, MATCH_INPUT],
  defaultAspectRatio: "1:1",
  providers: BOTH,
};

/** By words alone; FLUX.2 also from pictures, which makes it an editing model too. */
export const TEXT_TO_IMAGE: readonly ImageModel[] = [
  {
    ...FLUX_1,
    id: "flux-schnell",
    name: "FLUX.1 schnell",
    resolutions: [size(ONE_SIZE, { credits: 1, cost: 3_000 })],
    lane: "quick",
    typicalSeconds: 2,
    licence: APACHE,
    attribution: "Made with FLUX.1 [schnell] by Black Forest Labs",
  },
  {
    ...FLUX_1,
    id: "flux-dev",
    name: "FLUX.1 dev",
    inputs: takes(0, 1, ONE_MEGAPIXEL),
    strength: range(0, 1, 0.8),
    resolutions: [
      size(ONE_SIZE, { credits: 5, cost: 25_000, perInput: { credits: 1, cost: 5_000 } }),
    ],
    guidance: range(1, 10, 3),
    steps: range(1, 50, 28),
    typicalSeconds: 6,
    licence: FLUX_NON_COMMERCIAL,
    attribution: "Made with FLUX.1 [dev] by Black Forest Labs",
  },
  {
    ...FLUX_1,
    id: "flux-krea-dev",
    name: "FLUX.1 Krea dev",
    resolutions: [size(ONE_SIZE, { credits: 5, cost: 25_000 })],
    guidance: range(1, 10, 4.5),
    steps: range(1, 50, 28),
    typicalSeconds: 7,
    licence: FLUX_NON_COMMERCIAL,
    attribution: "Made with FLUX.1 Krea [dev] by Black Forest Labs and Krea",
  },
  {
    ...FLUX_1,
    id: "flux-1.1-pro",
    name: "FLUX1.1 pro",
    isBatched: false,
    canEnhance: true,
    resolutions: [size(ONE_SIZE, { credits: 8, cost: 40_000 })],
    typicalSeconds: 5,
    licence: HOSTED,
    attribution: "Made with FLUX1.1 [pro] by Black Forest Labs",
  },
  {
    ...FLUX_1,
    id: "flux-1.1-pro-ultra",
    name: "FLUX1.1 pro ultra",
    isBatched: false,
    resolutions: [size(ONE_SIZE, { credits: 12, cost: 60_000 })],
    typicalSeconds: 10,
    licence: HOSTED,
    attribution: "Made with FLUX1.1 [pro] ultra by Black Forest Labs",
  },
  {
    ...FLUX_2,
    id: "flux-2-klein-4b",
    name: "FLUX.2 klein 4B",
    inputs: takes(0, 4, ONE_MEGAPIXEL),
    resolutions: [size(ONE_SIZE, { credits: 2, cost: 10_000 })],
    lane: "quick",
    typicalSeconds: 2,
    licence: APACHE,
    attribution: "Made with FLUX.2 [klein] 4B by Black Forest Labs",
  },
  {
    ...FLUX_2,
    id: "flux-2-klein-9b",
    name: "FLUX.2 klein 9B",
    inputs: takes(0, 4, ONE_MEGAPIXEL),
    resolutions: [size(ONE_SIZE, { credits: 3, cost: 15_000 })],
    lane: "quick",
    typicalSeconds: 3,
    licence: FLUX_NON_COMMERCIAL,
    attribution: "Made with FLUX.2 [klein] 9B by Black Forest Labs",
  },
  {
    ...FLUX_2,
    id: "flux-2-dev",
    name: "FLUX.2 dev",
    inputs: takes(0, 4, ONE_MEGAPIXEL),
    resolutions: [
      size(ONE_SIZE, { credits: 6, cost: 30_000, perInput: { credits: 2, cost: 10_000 } }),
    ],
    typicalSeconds: 8,
    licence: FLUX_NON_COMMERCIAL,
    attribution: "Made with FLUX.2 [dev] by Black Forest Labs",
  },
  {
    ...FLUX_2,
    id: "flux-2-flex",
    name: "FLUX.2 flex",
    inputs: takes(0, 8, ONE_MEGAPIXEL),
    resolutions: [
      size("1mp", { credits: 12, cost: 60_000, perInput: { credits: 12, cost: 60_000 } }),
      size("2mp", { credits: 24, cost: 120_000, perInput: { credits: 12, cost: 60_000 } }),
      size("4mp", { credits: 48, cost: 240_000, perInput: { credits: 12, cost: 60_000 } }),
    ],
    guidance: range(1.5, 10, 4.5),
    steps: range(1, 50, 30),
    canEnhance: true,
    typicalSeconds: 15,
    licence: HOSTED,
    attribution: "Made with FLUX.2 [flex] by Black Forest Labs",
  },
  {
    ...FLUX_2,
    id: "flux-2-pro",
    name: "FLUX.2 pro",
    inputs: takes(0, 8, ONE_MEGAPIXEL),
    resolutions: [
      size("1mp", { credits: 6, cost: 30_000, perInput: { credits: 3, cost: 15_000 } }),
      size("2mp", { credits: 9, cost: 45_000, perInput: { credits: 3, cost: 15_000 } }),
      size("4mp", { credits: 15, cost: 75_000, perInput: { credits: 3, cost: 15_000 } }),
    ],
    typicalSeconds: 10,
    licence: HOSTED,
    attribution: "Made with FLUX.2 [pro] by Black Forest Labs",
  },
  {
    ...FLUX_2,
    id: "flux-2-max",
    name: "FLUX.2 max",
    inputs: takes(0, 8, ONE_MEGAPIXEL),
    resolutions: [
      size("1mp", { credits: 14, cost: 70_000, perInput: { credits: 6, cost: 30_000 } }),
      size("2mp", { credits: 20, cost: 100_000, perInput: { credits: 6, cost: 30_000 } }),
      size("4mp", { credits: 32, cost: 160_000, perInput: { credits: 6, cost: 30_000 } }),
    ],
    typicalSeconds: 15,
    licence: HOSTED,
    attribution: "Made with FLUX.2 [max] by Black Forest Labs",
  },
];
