-- The edges of the house: payments, leases of processes, switches, jobs given up.

-- AlterTable
ALTER TABLE "attempts" ADD COLUMN "heard_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "chat_updates" ADD COLUMN "owner" TEXT;

-- AlterTable
ALTER TABLE "payment_events" ADD COLUMN "outcome" TEXT,
ADD COLUMN "type" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "pending_requests" ADD COLUMN "target_cipher" TEXT;

-- AlterTable
ALTER TABLE "purchases" ADD COLUMN "payment_ref" TEXT;

-- AlterTable
ALTER TABLE "reversals" ADD COLUMN "told_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "checkouts" (
    "id" UUID NOT NULL,
    "request_key" TEXT NOT NULL,
    "rail" TEXT NOT NULL,
    "rail_key" TEXT,
    "account_id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "pack_id" TEXT NOT NULL,
    "price_version" TEXT NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "credits" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "target_cipher" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "notice" TEXT,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "checkouts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "service_switches" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_switches_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "failed_jobs" (
    "id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "error_code" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "replayed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "failed_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "generations_ended_at_idx" ON "generations"("ended_at");

-- CreateIndex
CREATE INDEX "attempts_ended_at_idx" ON "attempts"("ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "checkouts_request_key_key" ON "checkouts"("request_key");

-- CreateIndex
CREATE INDEX "checkouts_account_id_created_at_idx" ON "checkouts"("account_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "checkouts_rail_rail_key_key" ON "checkouts"("rail", "rail_key");

-- CreateIndex
CREATE INDEX "failed_jobs_replayed_at_failed_at_idx" ON "failed_jobs"("replayed_at", "failed_at");

-- CreateIndex
CREATE UNIQUE INDEX "purchases_rail_payment_ref_key" ON "purchases"("rail", "payment_ref");

-- AddForeignKey
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_state_known"
  CHECK ("state" IN ('open', 'paid', 'expired'));
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_amounts_positive"
  CHECK ("price_minor" > 0 AND "credits" > 0);
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_ended_at_matches"
  CHECK (("state" = 'open') = ("ended_at" IS NULL));
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_notice_known"
  CHECK ("notice" IN ('credits_bought', 'payment_failed'));
CREATE INDEX "checkouts_untold_idx" ON "checkouts" ("ended_at") WHERE "notice" IS NOT NULL AND "told_at" IS NULL;
CREATE INDEX "reversals_untold_idx" ON "reversals" ("created_at") WHERE "told_at" IS NULL;
CREATE INDEX "payment_events_open_idx" ON "payment_events" ("created_at") WHERE "processed_at" IS NULL;
