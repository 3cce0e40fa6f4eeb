# The web tier with the built phone app inside; holds no key that opens a record.
FROM node:24-slim AS screens
WORKDIR /build/pwa
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY pwa ./
RUN npm run build

FROM python:3.11-slim
WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PICCOLO_CONF=server.piccolo_conf KASANE_STATIC_DIR=/app/pwa/dist
COPY deploy/requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY server ./server
# What may open records is not merely unused here: it is not here.
RUN rm -r server/vault server/demo server/casework server/envelope/sealing.py server/envelope/wrapping.py
COPY migrations ./migrations
COPY --from=screens /build/pwa/dist ./pwa/dist
RUN useradd --system --uid 10001 --no-create-home kasane
USER 10001
EXPOSE 8000
CMD ["granian", "--interface", "asgi", "--factory", "server.app:app", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", "--log-level", "warning", "--workers-kill-timeout", "5"]
