-- Pictures that people say should not be there.

-- CreateTable
CREATE TABLE "reports" (
    "reporter_id" UUID NOT NULL,
    "generation_id" UUID NOT NULL,
    "output_index" INTEGER NOT NULL,
    "reason" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reports_pkey" PRIMARY KEY ("reporter_id","generation_id","output_index")
);

-- CreateIndex
CREATE INDEX "reports_generation_id_idx" ON "reports"("generation_id");

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say
ALTER TABLE "reports" ADD CONSTRAINT "reports_state_known"
  CHECK ("state" IN ('open', 'settled'));
