# The keyholder: opens no port, and carries nothing of the web tier.
FROM python:3.11-slim
WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY deploy/requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY server/__init__.py server/clock.py server/workdays.py server/holidays.json ./server/
COPY server/vault ./server/vault
COPY server/casework ./server/casework
COPY server/envelope ./server/envelope
RUN useradd --system --uid 10002 --no-create-home kasane-vault && install -d -m 0700 -o 10002 /keys
USER 10002
VOLUME /keys
CMD ["python", "-m", "server.vault", "run", "--data-dir", "/keys", "--server", "http://web:8000"]
