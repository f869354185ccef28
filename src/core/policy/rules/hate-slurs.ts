import type { Rule } from "../rule.js";
import { mentions, terms } from "../terms.js";

const SLURS = terms(
  `nigger, niggers, nigga, niggas, faggot, faggots, kike, kikes, spic, spics, chink, chinks, gook,
  gooks, wetback, wetbacks, tranny, trannies, coon, coons, raghead, ragheads, towelhead,
  towelheads, sandnigger, sandniggers, beaner, beaners, paki, pakis, retard, retards, shemale,
  untermensch, untermenschen, zipperhead, porch monkey, jungle bunny, camel jockey, dirty jew,
  dirty jews, dirty muslim, dirty muslims, dirty immigrants, dirty gypsies`,
  `neger, kanake, kanaken, schwuchtel, schwuchteln, judensau, judenschwein, zigeunerpack,
  drecksjude, drecksjuden, scheissauslander, kameltreiber, schlitzauge, schlitzaugen`,
);

/** Words whose only use is to demean people for what they are. */
export const hateSlursRule: Rule = {
  id: "hate.slurs",
  reasonCode: "hate",
  vocabulary: [SLURS],
  matches: (text) => text.views.some((words) => mentions(words, SLURS)),
};
