import { declined, terms } from "../terms.js";

/** Children and teenagers, and the places that stand for them. */
export const MINOR = terms(
  `child, children, childs, kid, kids, kiddo, kiddie, kiddies, toddler, toddlers, infant, infants,
  baby, babies, newborn, newborns, preteen, preteens, pre teen, tween, tweens, underage,
  underaged, under age, minors, a minor, schoolgirl, schoolgirls, school girl, school girls,
  schoolboy, schoolboys, school boy, schoolchild, schoolchildren, schoolkid, schoolkids,
  preschool, preschooler, preschoolers, kindergarten, kindergartener, kindergartner, daycare,
  elementary school, primary school, middle school, high school, highschool, highschooler,
  middle schooler, middle schoolers, high schooler, high schoolers, highschoolers, junior high,
  grader, graders, school, schools, school uniform, classroom, juvenile, juveniles, adolescent,
  adolescents, teen, teens, teenager, teenagers, teenage, teenaged, prepubescent, pubescent,
  puberty, little girl, little girls, little boy, little boys, young girl, young girls,
  young boy, young boys, small girl, small boy, tiny girl, tiny boy, little sister,
  little brother, girl scout, girl scouts, boy scout, boy scouts, youngster, youngsters, lolita,
  under 18, under eighteen, below 18, younger than 18, not yet 18, u18`,
  declined("minderjährig"),
  `kinder, kleinkind, kleinkinder, kleines madchen, kleinen madchens, junges madchen,
  kleiner junge, kleinen jungen, saugling, schulerin, schulerinnen, schulmadchen, schulkind,
  schulkinder, jugendliche, jugendlicher, jugendlichen, teenie, teenies, schule, schuluniform,
  grundschule, grundschulerin, klassenzimmer, unter 18, ein kind, das kind, eines kindes, kindes,
  kinds, nacktes kind, kind nackt`,
);

/** Mean a child only close to a sexual word: "kind" is also English, "boy" also a man. */
export const MAYBE_MINOR = terms(
  `boy, boys, minor, pupil, pupils, kind, junge, jungs, madchen, daughter, daughters, son, sons,
  niece, nephew, stepdaughter, stepsister, childlike, childish, youth, youths, cub scout,
  tochter, sohn, nichte`,
);

/** Terms that have a sexual sense with minors by themselves. */
export const CODED = terms(
  `loli, lolis, lolicon, shota, shotas, shotacon, jailbait, jail bait, toddlercon, pedo, pedos,
  pedophile, pedophilia, paedophile, paedophilia, csam, child porn, child pornography,
  kiddie porn, barely legal, ageplay, age play, padophil, padophilie, kinderporno, kinderpornos,
  kinderpornografie, kindesmissbrauch`,
);

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  [
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn",
  ]
    .map((line) => line.split(" "))
    .flatMap((words) => words.map((word, value) => [word, value] as const))
    .concat([
      ["sixteen", 16],
      ["seventeen", 17],
      ["sechzehn", 16],
      ["siebzehn", 17],
    ]),
);

/** Units after which a number may be an age, and the words that then settle it. */
export const AGE_UNIT = terms("year, years, yr, yrs, jahre, jahr");
export const OLD = terms("old, olds, of age, girl, boy, alt, alte, alter, altes, alten");
export const AGE_MARK = terms(
  "yo, yos, y o, yrold, yearold, yearsold, jahrig, jahrige, jahrigen, jahriger, jahriges",
);
export const AGED = terms("aged, age, age of, im alter von");
export const AGED_PERSON = terms("girl, boy, daughter, son, madchen, junge, tochter, sohn");
export const SPOKEN_NUMBERS = terms([...NUMBER_WORDS.keys()].join(","));
