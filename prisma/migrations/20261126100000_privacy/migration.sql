-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "asked_in" JSONB;

-- CreateIndex
CREATE INDEX "assets_sha256_idx" ON "assets"("sha256");

-- An answer for one person goes elsewhere than where it was asked for; what is shared later comes back there.
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_purpose_known"
  CHECK ("purpose" IN ('result', 'share'));
