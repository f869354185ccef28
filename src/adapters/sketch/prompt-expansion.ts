import { readPrompt } from "./draw/prompt-reading.js";
import { createRandom } from "./draw/random.js";
import type { Daytime, Scene, Weather } from "./draw/vocabulary.js";

const places: Readonly<Record<Scene, string>> = {
  meadow: "on a wide meadow",
  mountains: "below high mountains",
  forest: "at the edge of a forest",
  sea: "by the sea",
  city: "before a city skyline",
  desert: "among sand dunes",
  space: "in deep space",
  underwater: "under water",
  snowfield: "on a field of snow",
};
const hours: Readonly<Record<Daytime, string>> = {
  day: "in clear daylight",
  sunset: "in the warm light of sunset",
  dawn: "in the pale light of dawn",
  night: "under a night sky",
};
const weathers: Readonly<Record<Weather, string>> = {
  clear: "calm air",
  snow: "falling snow",
  rain: "slanting rain",
  fog: "banks of fog",
  storm: "lightning and rain",
};

/** The prompt as a model would write it out: what the sketch has read in it, or chosen where it says nothing. */
export function expandPrompt(prompt: string, seed: number): string {
  const reading = readPrompt(prompt, createRandom(`${seed} ${prompt}`));
  const plain = prompt.trim().replace(/[.,;]+$/, "");
  if (reading.isAbstract) return `${plain}, abstract shapes of layered paper, soft grain`;
  const { scene, daytime, weather } = reading;
  return `${plain}, ${places[scene]}, ${hours[daytime]}, ${weathers[weather]}, layered paper, soft grain`;
}
