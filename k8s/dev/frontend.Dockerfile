# The image of the frontend in the development cluster: `next dev`, which compiles a page again when Tilt replaces its source.
FROM docker.io/library/node:24-bookworm-slim
WORKDIR /opt/isotherm
COPY frontend/.npmrc frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY --chown=10001:10001 frontend ./
# what it writes: compiled pages, next-env.d.ts
RUN mkdir -p .next/cache && chown -R 10001:10001 .next && chown 10001:10001 .
ENV NODE_ENV=development NEXT_TELEMETRY_DISABLED=1 HOME=/tmp
USER 10001:10001
EXPOSE 3000 9090
ENTRYPOINT ["node", "node_modules/next/dist/bin/next", "dev", "--hostname", "0.0.0.0", "--port", "3000"]
