import { defineConfig } from "prisma/config";

// For Prisma's own command line. The service itself reads neither this file nor that package.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DIRECT_DATABASE_URL ?? process.env.DATABASE_URL ?? "" },
});
