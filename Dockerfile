# The product as production runs it; docker-compose.yml adds PostgreSQL and Redis.

FROM node:22-bookworm-slim AS bundle
WORKDIR /bundle
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static static
RUN npm run build

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Kanban Realtime" \
    org.opencontainers.image.description="A kanban board and a chat that several people work on at once" \
    org.opencontainers.image.version="0.9.0" \
    org.opencontainers.image.licenses="MIT"
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libmagic1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin kanban
WORKDIR /app
COPY requirements.txt requirements-s3.txt ./
RUN pip install --require-hashes --requirement requirements-s3.txt
COPY . ./
COPY --from=bundle /bundle/static/dist static/dist
# Settings refuse to be production's without keys and addresses; these are for this one command and kept nowhere.
RUN key() { python -c 'import secrets; print(secrets.token_urlsafe(64))'; } \
    && export KANBAN_ENV=production SECRET_KEY="$(key)" JWT_KEY="$(key)" PUBLIC_URL=https://build.invalid \
        ALLOWED_HOSTS=build.invalid DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid \
    && python manage.py compile_translations \
    && python manage.py collectstatic --noinput \
    && install -d -o kanban -m 700 var/files \
    && chown -R kanban var \
    && chmod -R go= var
USER kanban
EXPOSE 8000
# The database's migrations are a step of their own: `python manage.py migrate` (the service `migrate`).
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os; from urllib import parse, request; request.urlopen(request.Request('http://127.0.0.1:8000/api/v1/health', headers={'Host': parse.urlsplit(os.environ['PUBLIC_URL']).netloc}), timeout=4)"]
CMD ["python", "-m", "kanban.server", "--host", "0.0.0.0", "--port", "8000"]
