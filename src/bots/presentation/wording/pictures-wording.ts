import type { Platform } from "../../../core/chat/reply-target.js";
import type { RichText } from "../chat-view.js";

/** What can be done with a picture that came without a word. Names of commands. */
export const PICTURE_CHOICES = ["edit", "upscale", "restore", "remove_text", "animate"] as const;
export type PictureChoice = (typeof PICTURE_CHOICES)[number];

/** Why something sent or answered cannot be worked from. Known before anything is asked for or paid. */
export type PictureFault = "too_large" | "moving" | "moving_sticker" | "no_picture";

/** What we say about pictures that people give. */
export interface PicturesWording {
  /** Asks what is to be done with pictures that came without a word. */
  whatToDo(count: number): RichText;
  readonly choices: Readonly<Record<PictureChoice, string>>;
  fault(fault: PictureFault, platform: Platform): RichText;
  /** A picture of an album that came after the others had been taken up. */
  readonly lateForAlbum: RichText;
  /** What a button or form was about is no longer there. */
  readonly noLongerThere: RichText;
  readonly discord: {
    /** Beside the option for a picture, counted from 1. At most 100 characters. */
    attachment(number: number): string;
    /** The entry in the menu of a message. At most 32 characters. */
    readonly menuEntry: string;
    /** The title and fields of a form. At most 45 characters each. */
    readonly formTitle: string;
    readonly instruction: string;
    /** At most 100 characters. */
    readonly instructionHint: string;
    readonly whichPicture: string;
    pictureNumber(number: number): string;
    readonly yourPictures: string;
    /** At most 100 characters. */
    readonly yourPicturesHint: string;
    readonly nothingToEdit: RichText;
    /** Somebody mentioned us in an answer to a message whose picture we are not shown. */
    readonly notShownToUs: RichText;
    /** Somebody mentioned us beside a picture, without a word about it. */
    readonly sayWhat: RichText;
    /** In public, when what is for one person cannot reach that person. */
    readonly cannotTellAlone: RichText;
  };
}
