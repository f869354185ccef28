import { terms } from "../terms.js";

/** Words that make a body in the prompt a person's. */
export const PERSON = terms(
  `woman, women, womans, womens, man, men, mans, mens, girl, girls, boy, boys, lady, ladies, guy,
  guys, person, persons, people, female, females, male, males, wife, husband, girlfriend,
  boyfriend, gf, bf, ex, sister, brother, mother, mom, mum, father, dad, daughter, son, aunt,
  uncle, cousin, niece, teacher, boss, coworker, colleague, neighbor, neighbour, classmate,
  friend, friends, model, models, actress, actresses, actor, actors, singer, celebrity,
  celebrities, celeb, politician, president, queen, princess, influencer, streamer, youtuber,
  bride, nurse, dancer, athlete, student, roommate, crush, subject, character, victim, child,
  children, kid, kids, teen, teens, teenager, teenagers, schoolgirl, schoolboy, minor, toddler,
  baby, passenger, couple, someone, somebody, her, hers, him, he, she, them, they, their, his,
  me, my`,
  `frau, frauen, mann, manner, madchen, dame, freundin, freund, ehefrau, schwester, mutter,
  lehrerin, lehrer, kollegin, nachbarin, schauspielerin, sangerin, ihr, ihre, ihren, ihrem, sie,
  ihn, ihm, seine, seinen, seinem, sein, schulerin, schuler, kind`,
);

/** Somebody who exists: undressing them is an attack on them. */
export const REAL_PERSON = terms(
  `deepfake, deepfakes, deep fake, face swap, faceswap, celebrity, celebrities, celeb, actress,
  actresses, actor, singer, politician, president, prime minister, chancellor, influencer,
  streamer, youtuber, tiktoker, real person, real woman, real girl, this woman, this man,
  this girl, this guy, this lady, this person, that woman, that girl, the person in the photo,
  the woman in the photo, the girl in the photo, in this photo, in this picture,
  in the uploaded photo, from this photo, my ex, my wife, my girlfriend, my neighbor,
  my neighbour, my teacher, my boss, my coworker, my colleague, my classmate, my friend,
  my crush, my roommate, my husband, my boyfriend`,
  `promi, prominente, schauspielerin, schauspieler, sangerin, politikerin, politiker, kanzlerin,
  diese frau, dieser frau, dieses mannes, diesen mann, meine ex, meine freundin, meine lehrerin,
  meine kollegin, meine nachbarin, auf diesem foto`,
);
