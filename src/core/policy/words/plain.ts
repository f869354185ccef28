import { terms } from "../terms.js";

/**
 * Harmless words that hold a listed word, or that look like one drawn out ("loose" for "lose").
 * Knowing them keeps "G R A P E S" grapes. The common ones help to split letters without spaces.
 */
export const PLAIN_WORDS = terms(
  `gunpowder, gunslinger, analisis, xxxx, depicted, depicting, depicts, analysis, analyst, analog,
  analogue, analytics, canal, canals, arsenal, banal, annals, assassin, assess, asset, bass,
  brass, grass, glass, class, classic, compass, passion, cassette, massage, essex, sussex,
  middlesex, wessex, unisex, sextant, sexton, sextet, bisexual, asexual, scunthorpe, peacock,
  peacocks, cockpit, cocktail, cocktails, cockatoo, cockatiel, hancock, hitchcock, shuttlecock,
  weathercock, woodcock, cockerel, dickens, dickinson, titan, titans, titanic, titanium, title,
  titles, constitution, institute, petite, appetite, entity, identity, quantity, stitch,
  stitches, grape, grapes, drape, drapes, draped, scrape, skyscraper, skyscrapers, trapeze,
  therapist, therapy, parapet, rapeseed, raptor, rapping, rapped, rapper, rappers, wrapped,
  wrapping, trapped, strapped, document, documents, circumstance, circumference, cucumber,
  cucumbers, cumulus, cumin, accumulate, specimen, basement, casement, advertisement, amusement,
  semantic, raccoon, raccoons, cocoon, cocoons, tycoon, spice, spices, spicy, auspicious,
  conspicuous, suspicious, despicable, niger, nigeria, snigger, chinkara, kinky, hiking, bikes,
  cosmonaut, cranial, peniston, peninsula, happiness, openness, pen, pencil, penisland, method,
  methods, something, promethean, prometheus, gorge, gorgeous, gorgon, category, allegory,
  bombay, bombastic, begun, gunther, shotgun, gunmetal, guava, gushing, gasp, gassy, bathing,
  klan, clan, nudge, denuded, knackered, knackwurst, knack, button, buttons, butter, butterfly,
  butterflies, rebuttal, abutment, hello, shell, shellfish, mishit, woman, women, human, humans,
  mankind, mandarin, manor, manual, manner, german, romance, command, demand, manga, mango, mane,
  many, salmon, there, where, here, other, others, mother, father, brother, weather, leather,
  feather, feathers, flower, flowers, summer, winter, another, together, heritage, herald,
  hermit, heron, hers, herb, herbs, sphere, cherry, cherries, cheerful, herr, himself, history,
  this, his, hiss, hissing, whistle, finish, offer, office, coffee, officer, loose, soon, season,
  person, lesson, crimson, poison, prison, sonnet, song, sonic, kidney, skid, kidding, cowboy,
  cowboys, boyfriend, girlfriend, childhood, children, boycott, topaz, utopia, octopus, stop,
  desktop, laptop, rooftop, address, dressing, hairdresser, brabant, brave, library, celebrate,
  zebra, vibrant, sombra, cobra, algebra, cathedral, panther, pantheon, pantry, japan, japanese,
  company, panda, pandas, trip, stripe, stripes, striped, trombone, coat, remote, school, museum,
  movie, picture, portrait, beach, sunset, beautiful, on, in, at, of, to, the, and, with, from,
  for, by, is, are, was, will, all, any, one, two, three, over, under, into, very, small, large,
  big, red, blue, green, white, black, gold, city, house, cat, dog, horse, boat, street, forest,
  mountain, ocean, river, light, dark, night, day, sky, sea, snow`,
);
