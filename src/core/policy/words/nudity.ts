import { declined, terms } from "../terms.js";

/** Bodies without clothes. Blocked for everybody: the product is for all ages. */
export const NUDITY = terms(
  `nude, nudes, nudity, nudist, nudists, nudism, naked, nakedness, naturist, unclothed, topless,
  skinny dipping, birthday suit, in the buff, fully exposed body, wearing nothing, butt naked,
  no clothes on, bare breasts, bare breasted, bare chested woman, bare bottom, bare buttocks,
  bare ass, noods`,
  declined("nackt, splitternackt, splitterfasernackt, unbekleidet, hüllenlos"),
  `nacktheit, nacktfoto, nacktfotos, nacktbild, nacktbilder, aktfoto, aktfotos, aktbild,
  aktmodell, oben ohne, fkk`,
);

/** Sexual acts, organs and genres that have no harmless sense worth keeping. */
export const SEXUAL = terms(
  `sex, sexual, sexually, sexual intercourse, intercourse, 53x, porn, porno, pornos, pornography,
  pornographic, pornstar, pr0n, p0rn, pron, xxx, nsfw, not safe for work, x rated, hentai, ecchi,
  rule 34, rule34, r34, orgasm, orgasms, orgasmic, masturbate, masturbates, masturbating,
  masturbation, blowjob, blowjobs, blow job, handjob, hand job, genital, genitals, genitalia,
  penis, penises, phallus, vagina, vaginas, vaginal, vulva, clitoris, clit, pussy, pussies, cunt,
  cunts, nipple, nipples, boobs, boob, boobies, titty, titties, cumshot, cum, cumming, semen,
  ejaculate, ejaculating, ejaculation, anal, anus, fellatio, cunnilingus, orgy, gangbang,
  gang bang, threesome, milf, milfs, dildo, dildos, buttplug, butt plug, bukkake, creampie,
  deepthroat, deep throat, doggystyle, doggy style, cameltoe, camel toe, jerking off,
  jacking off, bottomless girl, bottomless woman, upskirt, downblouse, boner, horny, slut, sluts,
  slutty, whore, whores, onlyfans, ahegao, futanari, futa, bdsm, dominatrix, erotic, erotica,
  erotically, rape, raped, raping, rapes, molest, molested, molesting, striptease, strip tease,
  lap dance, lapdance, incest, bestiality, zoophilia, necrophilia, emojieggplant emojisweat,
  emojisweat emojieggplant, emojieggplant emojipeach, emojipeach emojieggplant,
  emojipeach emojisweat, emojisweat emojipeach, emojipoint emojiring`,
  declined("erotisch, sexuell, pornografisch"),
  `titten, muschi, fotze, ficken, fickt, gefickt, fickend, bumsen, wichsen, wichst,
  geschlechtsverkehr, pornografie, vergewaltigung, vergewaltigen, vergewaltigt, erotik, sexszene,
  sexbild, brustwarze, brustwarzen, orgasmus, entblösste brüste, grosse brüste`,
);

/** Allowed with adults, never beside a minor. */
export const SUGGESTIVE = terms(
  `sexy, sexier, sexiest, sexualized, sexualised, seductive, seductively, seducing, seduce,
  sensual, sensually, lewd, lewds, provocative, provocatively, aroused, arousing, arousal,
  lingerie, bikini, bikinis, micro bikini, underwear, panties, panty, thong, bra, cleavage,
  busty, voluptuous, curvaceous, thicc, shirtless, undressed, undressing, undress, undresses,
  half dressed, scantily clad, wet shirt, wet t shirt, miniskirt, mini skirt, short skirt,
  skimpy, twerk, twerking, fishnets, fishnet stockings, garter belt, pinup, pin up, boudoir,
  fetish, bondage, handcuffed in bed, spread legs, legs spread, spreading legs, bedroom eyes,
  french kiss, making out, french kissing, big breasts, large breasts, buttocks, crotch, groin,
  fondle, fondled, fondling, groped, groping, grope, suggestive pose, suggestive, no clothes,
  no clothing, without clothes, without clothing, without any clothes`,
  declined("aufreizend, verführerisch, freizügig, halbnackt, sinnlich, lasziv, entblösst"),
  `dessous, reizwäsche, unterwäsche, unterhose, schlüpfer, tanga, leicht bekleidet, ausgezogen,
  busen, brüste, ohne kleidung, ohne kleider`,
);
