-- Albums: each picture is an update of its own, and one of them answers for all.

-- AlterTable
ALTER TABLE "chat_updates" ADD COLUMN "album_key" TEXT,
ADD COLUMN "leads_album" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "chat_updates_platform_bot_id_album_key_idx" ON "chat_updates"("platform", "bot_id", "album_key");

-- What Prisma cannot say
CREATE UNIQUE INDEX "chat_updates_one_leads_an_album" ON "chat_updates"("platform", "bot_id", "album_key")
  WHERE "leads_album";
