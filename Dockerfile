# syntax=docker/dockerfile:1
# One image for every role (ROLES=api, worker or both). It holds no secret; settings come by the environment.

# Packages before sources: these layers stay while only sources change. Nothing in them runs a script of its own.
FROM node:20-bookworm-slim AS packages
WORKDIR /assize
COPY package.json package-lock.json ./
# The private PostgreSQL is optional and left out: a container is given DATABASE_URL.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:20-bookworm-slim AS build
WORKDIR /assize
COPY package.json package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN node tools/setup.mjs --build

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4800 \
    DATA_DIR=/data \
    LOG_FORMAT=json
WORKDIR /assize
# /data keeps the tribunal's key, and is a volume.
RUN mkdir /data && chown node:node /data && chmod 700 /data
COPY --from=packages /assize/package.json ./package.json
COPY --from=packages /assize/node_modules ./node_modules
COPY --from=build /assize/dist ./dist
COPY --from=build /assize/apps/cli/bin ./apps/cli/bin
COPY --from=build /assize/examples ./examples
COPY --from=build /assize/docs/policy.json ./docs/policy.json
RUN ln -s /assize/apps/cli/bin/assize.js /usr/local/bin/assize
USER node
VOLUME /data
EXPOSE 4800
# For the role api. A process that is only a worker does not listen: docker-compose.yml asks it otherwise.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process and gets the signals: no shell, no npm in between.
CMD ["node", "/assize/dist/apps/server/src/main.js"]
