import { sharpThumbnailer } from "./adapters/media/sharp-thumbnailer.js";
import { secretSource } from "./adapters/secrets/secret-source.js";
import type { UseCases } from "./bots/commands/use-cases.js";
import { createBrowseGallery } from "./core/gallery/browse-gallery.js";
import {
  createDeleteGallery,
  createDeletePictures,
  type DeleteDeps,
} from "./core/gallery/delete-pictures.js";
import { createListGallery } from "./core/gallery/list-gallery.js";
import { createLoadThumbnail } from "./core/gallery/load-thumbnail.js";
import { createSetFavourite } from "./core/gallery/set-favourite.js";
import {
  createEnterGallery,
  createFindVisitor,
  createInviteToGallery,
} from "./core/gallery/visit-gallery.js";
import type { IdSource } from "./core/ports/id-source.js";
import type { Config } from "./settings/config.js";
import { galleryRoutes } from "./web/gallery/gallery-routes.js";
import type { RoutePart } from "./web/routes.js";

type GalleryUseCases = Pick<
  UseCases,
  | "deletePictures"
  | "deleteGallery"
  | "setFavourite"
  | "listGallery"
  | "browseGallery"
  | "findGalleryFilter"
  | "inviteToGallery"
>;

/** What people may do with the pictures they have kept. */
export function composeGalleryUseCases(
  config: Pick<Config, "isPublic" | "isSandbox" | "publicUrl">,
  pieces: DeleteDeps & { ids: IdSource },
): GalleryUseCases {
  const { database, clock } = pieces;
  const listGallery = createListGallery(pieces);
  const thumbnailer = sharpThumbnailer;
  const loadThumbnail = createLoadThumbnail({ ...pieces, thumbnailer });
  return {
    deletePictures: createDeletePictures(pieces),
    deleteGallery: createDeleteGallery(pieces),
    setFavourite: createSetFavourite(pieces),
    listGallery,
    browseGallery: createBrowseGallery({ ...pieces, thumbnailer, listGallery, loadThumbnail }),
    findGalleryFilter: database.stores.gallery.findFilter,
    inviteToGallery: createInviteToGallery({
      database,
      clock,
      secrets: secretSource,
      linkTo: toLinkTo(config),
    }),
  };
}

/** The gallery's pages on the web. */
export function composeGalleryRoutes(
  config: Pick<Config, "publicUrl">,
  pieces: Pick<DeleteDeps, "database" | "clock" | "objects">,
  useCases: GalleryUseCases,
): RoutePart {
  const { database, clock, objects } = pieces;
  const visits = { database, clock, secrets: secretSource };
  return galleryRoutes({
    ...useCases,
    publicUrl: config.publicUrl,
    objects,
    enterGallery: createEnterGallery(visits),
    findVisitor: createFindVisitor(visits),
    findPicture: database.stores.gallery.find,
    loadThumbnail: createLoadThumbnail({ database, objects, thumbnailer: sharpThumbnailer }),
  });
}

/** Null where nobody but this machine could open it. */
function toLinkTo(config: Pick<Config, "isPublic" | "isSandbox" | "publicUrl">) {
  if (!config.isPublic && !config.isSandbox) return null;
  const base = config.publicUrl.replace(/\/+$/, "");
  return (secret: string) => `${base}/gallery/open/${secret}`;
}
