-- What a request came from: typed, or one of the buttons on a result.
ALTER TABLE "generations" DROP CONSTRAINT "generations_source_known";
ALTER TABLE "generations" ADD CONSTRAINT "generations_source_known"
  CHECK ("source" IN ('command', 'again', 'vary', 'upscale', 'animate'));

-- The largest file that a chat takes.
ALTER TABLE "deliveries" ADD COLUMN "max_file_bytes" INTEGER;
