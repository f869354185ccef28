import type { ImageModel } from "../model.js";
import { MATCH_INPUT } from "../model.js";
import { A_PICTURE, HOSTED, KONTEXT_SHAPES, ONE_SIZE, size, takes } from "./building-blocks.js";

const KONTEXT = {
  ...A_PICTURE,
  inputs: takes(0, 1),
  aspectRatios: [...KONTEXT_SHAPES, MATCH_INPUT],
  defaultAspectRatio: "1:1",
  canEnhance: true,
  providers: ["replicate", "fal"],
  licence: HOSTED,
};

/** Change a picture by an instruction. */
export const EDITING: readonly ImageModel[] = [
  {
    ...KONTEXT,
    id: "flux-kontext-pro",
    name: "FLUX.1 Kontext pro",
    resolutions: [size(ONE_SIZE, { credits: 8, cost: 40_000 })],
    typicalSeconds: 6,
    attribution: "Made with FLUX.1 Kontext [pro] by Black Forest Labs",
  },
  {
    ...KONTEXT,
    id: "flux-kontext-max",
    name: "FLUX.1 Kontext max",
    resolutions: [size(ONE_SIZE, { credits: 16, cost: 80_000 })],
    typicalSeconds: 8,
    attribution: "Made with FLUX.1 Kontext [max] by Black Forest Labs",
  },
  {
    ...KONTEXT,
    id: "flux-kontext-multi-pro",
    name: "FLUX.1 Kontext pro, two pictures",
    inputs: takes(2, 2),
    canEnhance: false,
    resolutions: [size(ONE_SIZE, { credits: 8, cost: 40_000 })],
    typicalSeconds: 8,
    attribution: "Made with FLUX.1 Kontext [pro] by Black Forest Labs",
  },
  {
    ...KONTEXT,
    id: "flux-kontext-multi-max",
    name: "FLUX.1 Kontext max, two pictures",
    inputs: takes(2, 2),
    canEnhance: false,
    resolutions: [size(ONE_SIZE, { credits: 16, cost: 80_000 })],
    typicalSeconds: 10,
    attribution: "Made with FLUX.1 Kontext [max] by Black Forest Labs",
  },
];
