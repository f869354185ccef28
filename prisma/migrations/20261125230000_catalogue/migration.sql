-- The whole catalogue: pictures given to models, several runs a request, what providers cost and how they are doing.

-- AlterTable
ALTER TABLE "generations" ADD COLUMN "expected_cost_micro_usd" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "run_count" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "generation_contents" ADD COLUMN "input_sources" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "generation_inputs" ADD COLUMN "notes" TEXT[];

-- CreateTable
CREATE TABLE "provider_health" (
    "provider" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "probe_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_health_pkey" PRIMARY KEY ("provider","model_id")
);

-- CreateTable
CREATE TABLE "provider_spend" (
    "day" DATE NOT NULL,
    "account_id" UUID NOT NULL,
    "cost_micro_usd" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_spend_pkey" PRIMARY KEY ("day","account_id")
);

-- What Prisma cannot say
ALTER TABLE "generations" ADD CONSTRAINT "generations_run_count_known"
  CHECK ("run_count" IN (1, "requested_count"));
ALTER TABLE "generations" ADD CONSTRAINT "generations_expected_cost_not_negative"
  CHECK ("expected_cost_micro_usd" >= 0);
ALTER TABLE "provider_health" ADD CONSTRAINT "provider_health_failures_not_negative" CHECK ("failures" >= 0);
ALTER TABLE "provider_spend" ADD CONSTRAINT "provider_spend_not_negative" CHECK ("cost_micro_usd" >= 0);
CREATE INDEX "attempts_open_by_provider_idx" ON "attempts" ("provider") WHERE "ended_at" IS NULL;
