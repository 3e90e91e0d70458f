# docker build -t seokit . && docker run --rm -v "$PWD:/site:ro" seokit audit content
FROM python:3.13-slim
# git: --since and lastmod = "git" ask it, of a mounted site that belongs to another user.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY . /src
RUN pip install --no-cache-dir --disable-pip-version-check /src && rm -rf /src
WORKDIR /site
# An audit only reads. To write reports into the site: docker run --user "$(id -u)" …
USER 65534
ENTRYPOINT ["seokit"]
CMD ["--help"]
