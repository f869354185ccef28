-- The gallery: favourites, filters that buttons can name, deletion that a crash cannot halve, visits to the web page.

-- DropIndex
DROP INDEX "generations_account_id_created_at_idx";

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN "withdraw_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "generation_outputs" ADD COLUMN "favourited_by" UUID;

-- CreateTable
CREATE TABLE "gallery_filters" (
    "account_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "is_favourite" BOOLEAN NOT NULL,
    "words" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gallery_filters_pkey" PRIMARY KEY ("account_id","id")
);

-- CreateTable
CREATE TABLE "gallery_visits" (
    "secret_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gallery_visits_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "gallery_filters_account_id_model_id_kind_is_favourite_words_key" ON "gallery_filters"("account_id", "model_id", "kind", "is_favourite", "words");

-- CreateIndex
CREATE INDEX "gallery_visits_account_id_idx" ON "gallery_visits"("account_id");

-- CreateIndex
CREATE INDEX "gallery_visits_expires_at_idx" ON "gallery_visits"("expires_at");

-- CreateIndex
CREATE INDEX "generation_inputs_asset_id_idx" ON "generation_inputs"("asset_id");

-- CreateIndex
CREATE INDEX "generations_account_id_created_at_id_idx" ON "generations"("account_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "generations_parent_id_idx" ON "generations"("parent_id");

-- AddForeignKey
ALTER TABLE "gallery_filters" ADD CONSTRAINT "gallery_filters_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gallery_visits" ADD CONSTRAINT "gallery_visits_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generation_outputs" ADD CONSTRAINT "generation_outputs_favourited_by_fkey" FOREIGN KEY ("favourited_by") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say
ALTER TABLE "assets" ADD CONSTRAINT "assets_state_known"
  CHECK ("state" IN ('stored', 'deleted', 'gone'));
ALTER TABLE "gallery_filters" ADD CONSTRAINT "gallery_filters_kind_known"
  CHECK ("kind" IN ('', 'picture', 'clip'));
ALTER TABLE "gallery_visits" ADD CONSTRAINT "gallery_visits_state_known"
  CHECK ("state" IN ('link', 'session'));
ALTER TABLE "generation_outputs" ADD CONSTRAINT "generation_outputs_only_kept_are_favourites"
  CHECK ("favourited_by" IS NULL OR "state" = 'kept');

CREATE INDEX "generation_outputs_favourites" ON "generation_outputs" ("favourited_by")
  WHERE "favourited_by" IS NOT NULL;
-- The sweep reads these: what is to be removed from the object store, and from chats.
CREATE INDEX "assets_to_remove" ON "assets" ("id") WHERE "state" = 'deleted';
CREATE INDEX "deliveries_to_withdraw" ON "deliveries" ("withdraw_at") WHERE "withdraw_at" IS NOT NULL;
