import { terms } from "../terms.js";

/** Asks to be taught: a recipe, a plan, a lesson. */
export const INSTRUCTIONS = terms(
  `how to, how do i, how do you, how does one, how can i, instruction, instructions,
  instructional, recipe, recipes, tutorial, tutorials, guide, manual, handbook, blueprint,
  blueprints, schematic, schematics, diagram, diagrams, wiring diagram, step by step, steps to,
  steps for, diy, homemade, home made, improvised, formula, infographic, walkthrough, cookbook,
  assembly, 3d print, 3d printed, 3d printable, 3d printing, printable, ingredients,
  ingredients for, synthesis, synthesis route`,
  `anleitung, bauanleitung, rezept, bauplan, bauplane, schaltplan, selbstgebaut, selbstgebaute,
  selbst gebaute, wie man, wie baut man, herstellung, schritt fur schritt`,
);
/** Making the thing itself, not the picture: people "create" and "make" pictures of everything. */
export const MAKE = terms(
  `build, builds, building, assemble, assembles, assembling, construct, constructing, manufacture,
  manufacturing, cook, cooks, cooking, synthesize, synthesise, synthesizing, synthesising,
  synthesizes, brew, brewing, extract, extracts, extracting, extraction, mixing, wiring, making`,
  `bauen, baut, basteln, bastelt, herstellen, hergestellt, kochen, kocht, synthetisieren, mischen,
  drucken`,
);
