import { terms } from "../terms.js";

/** What has to stay on. Coats, hats and shoes are not here: taking those off is no harm. */
export const CLOTHING = terms(
  `everything she wearing, everything she is wearing, everything he wearing,
  everything he is wearing, all she is wearing, clothes, clothing, garment, garments, shirt,
  shirts, tshirt, t shirt, tee, bra, bras, bralette, dress, dresses, skirt, skirts, pants,
  panties, underwear, undies, underpants, boxers, briefs, thong, bikini, bikini top,
  bikini bottom, swimsuit, swimwear, swimming trunks, trunks, trousers, jeans, shorts, leggings,
  tights, blouse, lingerie, bathrobe, nightgown, pajamas, pyjamas, leotard, bodysuit, tank top,
  crop top`,
  `kleidung, klamotten, kleider, kleid, hemd, bluse, hose, unterwasche, unterhose, bh, badeanzug,
  oberteil, hoschen`,
);

/** Garments only where a person is near: jars have tops, tables have cloths. */
export const MAYBE_CLOTHING = terms(
  `top, tops, bottoms, cloth, cloths, outfit, outfits, attire, towel, robe, uniform, suit,
  costume, rock, slip`,
);

/** Undressing said in one word. */
export const UNDRESSING = terms(
  `undress, undresses, undressed, undressing, disrobe, disrobed, disrobes, disrobing, unclothe,
  unclothes, clothes removed, take everything off, take it all off, bikini version of her,
  bikini version of this, clothing removed, shirt removed, dress removed, her clothes off,
  his clothes off, bikini instead of, lingerie instead of, underwear instead of, nudify,
  nudifies, nudified, nudifier, deepnude, deepnudes, deep nude, declothe, declothed, strip naked,
  strip her, strip him, strip them, stripped naked, stripping naked`,
  "entkleide, entkleiden, entkleidet, entkleidete, ausgezogene frau",
);

/** What is worn underneath; to put somebody into it is to undress them. */
export const INTIMATE_WEAR = terms(
  `bikini, bikinis, micro bikini, lingerie, underwear, panties, thong, g string, bra, dessous,
  tanga, reizwasche, unterwasche`,
);

export const SEE_THROUGH = terms(
  `see through, seethrough, see thru, seethru, durchsichtig, durchsichtige, durchsichtiges,
  durchsichtigen, durchsichtiger`,
);

/** Said of glass and of pictures without a background as well. */
export const MAYBE_SEE_THROUGH = terms("transparent, translucent, sheer, x ray, xray");
