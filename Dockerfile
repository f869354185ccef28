# syntax=docker/dockerfile:1

# What it is compiled with.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit
COPY prisma.config.ts tsconfig.json tsconfig.build.json ./
COPY prisma ./prisma
COPY scripts ./scripts
COPY src ./src
RUN node scripts/build.mjs

# What it runs with. Prisma's client names the `prisma` package as an optional peer, so `npm ci --omit=dev` would bring its
# 300 MB along because it is also a tool of ours. Without our tools in package.json nothing asks for it; all other
# versions are still those of the lock file.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm pkg delete devDependencies && npm install --no-audit

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY prisma ./prisma
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# Ends what is at work within 24 s of a SIGTERM; give it 30 before you kill it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not `npm start`: npm would stand between us and the signals.
CMD ["node", "--max-old-space-size=512", "dist/main.js"]
