import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPolicy } from "../../../src/core/policy/policy.js";
import { allInnocent } from "./prompts.js";

const policy = createPolicy();

const WORDS =
  `a an the of in on with and under over beside through very old young tall small golden silver red blue green
  cat dog horse rooster cock peacock robin owl fox whale elephant toad lizard spider bee goat duck goose child
  children baby boy girl woman man people grandmother king queen knight wizard robot astronaut pirate dancer
  chef farmer painter soldier nurse teacher pupil student doctor castle bridge tower church museum library
  pharmacy kitchen school garden beach desert mountain river forest island city street market harbour train
  car boat balloon piano violin guitar sword shield crown lamp candle mirror clock book letter map cake bread
  apple grape orange lemon cherry rose tulip sunflower bamboo sunset sunrise moonlight fog rain snow storm
  thunder lightning fire smoke water glass marble wood copper velvet silk cotton portrait landscape closeup
  watercolour oil painting sketch photograph poster comic pixel anime realistic cinematic dramatic cosy misty
  dreamy minimalist baroque gothic futuristic vintage 4k 8k 35mm f16 b2b 3d 1920s hdr masterpiece detailed
  Scunthorpe Essex Dickens Hitchcock Sussex therapist analysis cockpit cocktail skyscraper grapes assassin
  titanium document circumstance button bass classic passion spice raccoon rapper wrapping loose hissing
  Katze Hund Vogel Baum Haus Straße Fluss Berg Sonne Mond Winter Sommer Frühling Herbst klein groß schön`
    .split(/\s+/)
    .filter((word) => word !== "");

describe("content rules: innocence", () => {
  it("never blocks a salad of innocent words", () => {
    const salad = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 60 });
    const glue = fc.constantFrom(" ", ", ", " - ", "\n", "; ");
    fc.assert(
      fc.property(salad, glue, (words, separator) => {
        const prompt = words.join(separator);
        expect(policy.check({ prompt }), prompt).toEqual({ kind: "allow" });
      }),
      { numRuns: 1000 },
    );
  });

  it("never blocks an innocent prompt for being shouted or decorated", () => {
    for (const prompt of allInnocent) {
      expect(policy.check({ prompt: prompt.toUpperCase() }), prompt).toEqual({ kind: "allow" });
      expect(policy.check({ prompt: `✨ ${prompt} ✨!!!` }), prompt).toEqual({ kind: "allow" });
    }
  });

  it("allows a long description of a cat", () => {
    const prompt = `A plump tabby cat sits on a bare wooden windowsill, paws tucked under her white breast,
      one ear torn from an old fight, whiskers long, tail curled round a clay pot of pussy willow. Behind the
      glass a cock crows on the garden wall and blue tits peck at the feeder. Strip of sunlight on her back,
      soft fur, amber eyes, a red collar with a brass tag, shallow depth of field, 85mm, warm tones, no people.`;
    expect(policy.check({ prompt })).toEqual({ kind: "allow" });
  });

  it.each([
    "the word S U N S E T in neon letters",
    "logo: T H E R A P I S T, gold on black",
    "a poster that says A N A L Y S I S",
    "J. R. R. Tolkien map of an island, style of C. S. Lewis",
    "vitamin c bottle, size s, m, l, xl",
    "U.S.A. road trip, route 66, 60y old car",
    "plan b, section d, e and f of the manual",
  ])("reads letters that stand alone as they are meant: %j", (prompt) => {
    expect(policy.check({ prompt })).toEqual({ kind: "allow" });
  });
});
