# docker build -t seokit . && docker run --rm -v "$PWD:/site" seokit audit content
FROM python:3.13-slim
COPY . /src
RUN pip install --no-cache-dir /src && rm -rf /src && useradd --create-home seokit
USER seokit
WORKDIR /site
ENTRYPOINT ["seokit"]
CMD ["--help"]
