import { paperGrain } from "../draw/paper.js";
import { createRandom, type Random } from "../draw/random.js";
import { type Raster, toRaster, toSharp } from "../raster.js";
import { paint } from "./brush.js";
import { gradeOf, multiply, saturated } from "./grade.js";
import { findLines, inkLines } from "./ink.js";
import { type Instruction, type Medium, readInstruction, saysNothing } from "./instruction.js";
import { overlaysFor } from "./overlays.js";
import { posterise } from "./poster.js";

/** How a picture is to be changed. */
export interface EditWords {
  readonly prompt: string;
  readonly seed: number;
}

/** The picture, drawn anew by hand and in the light the words ask for. The seed varies the hand. */
export async function editPicture(picture: Raster, words: EditWords): Promise<Raster> {
  const random = createRandom(`edit ${words.seed} ${words.prompt}`);
  const instruction = completed(readInstruction(words.prompt), random);
  const medium = instruction.medium ?? random.pick(["gouache", "gouache", "ink", "poster"]);
  const drawn = await drawAnew(picture, medium, random);
  return gradePicture(drawn, instruction, random);
}

/** The light and weather of the words over a picture. */
export async function gradePicture(
  picture: Raster,
  instruction: Instruction,
  random: Random,
): Promise<Raster> {
  const { width, height } = picture;
  const hand = saturated(random.between(0.94, 1.14));
  const [red, green, blue] = multiply(hand, gradeOf(instruction));
  const overlays = overlaysFor(instruction, { width, height }, random);
  return toRaster(
    toSharp(picture)
      .recomb([[...red], [...green], [...blue]])
      .composite([...overlays, paperGrain])
      .removeAlpha(),
  );
}

/** Where the words say nothing the sketch understands, chance chooses a light, so that something is seen to change. */
function completed(instruction: Instruction, random: Random): Instruction {
  if (!saysNothing(instruction)) return instruction;
  return { ...instruction, mood: random.pick(["warm", "cold", "vivid", "bright", "autumn"]) };
}

async function drawAnew(picture: Raster, medium: Medium, random: Random): Promise<Raster> {
  const painted = await paint(
    picture,
    medium === "poster" ? 5 : Math.round(random.between(2.6, 4.4)),
  );
  const lines = await findLines(picture);
  const pen = { colour: [34, 28, 40] as const };
  switch (medium) {
    case "gouache":
      inkLines(painted, lines, { ...pen, strength: random.between(0.34, 0.52) });
      return painted;
    case "ink":
      inkLines(painted, lines, { ...pen, strength: random.between(0.85, 1) });
      return painted;
    case "poster": {
      const poster = posterise(painted, Math.round(random.between(4.6, 6.4)));
      inkLines(poster, lines, { ...pen, strength: random.between(0.4, 0.6) });
      return poster;
    }
  }
}
