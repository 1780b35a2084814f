# Debian, not Alpine: some wheels exist for glibc only.
ARG BASE=docker.io/library/python:3.13-slim

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements/ requirements/
RUN python -m venv /opt/tracker \
 && /opt/tracker/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements/run.txt \
 && python -m venv /opt/build \
 && /opt/build/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY tracker/ tracker/
COPY rules/ rules/
COPY seeds/ seeds/
RUN /opt/build/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/tracker/bin/python -m pip install --quiet --no-deps /wheels/*.whl \
 && /opt/tracker/bin/python -m pip uninstall --quiet --yes pip

FROM ${BASE}
COPY --from=build /opt/tracker /opt/tracker
# Group 0 may write: platforms that choose a random user (OpenShift) run it in that group.
RUN install -d -o 10001 -g 0 -m 0775 /data
ENV PATH=/opt/tracker/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TRACKER_DATA=/data \
    TRACKER_RULES_LOCAL=/data/rules
USER 10001:0
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["tracker", "status"]
ENTRYPOINT ["tracker"]
CMD ["run"]
