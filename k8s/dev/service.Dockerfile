# The image of ingest, worker or api in the development cluster: what services/<part>/Dockerfile installs, but its own
# packages are not compiled and belong to the user of the container, so that Tilt can replace them while it runs.
FROM docker.io/library/python:3.11-slim-bookworm
ARG PART
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY charts/images/build.lock charts/images/packages.sh charts/images/
COPY services/${PART}/requirements.lock services/${PART}/
RUN charts/images/packages.sh "services/${PART}/requirements.lock"
COPY charts/images/members.sh charts/images/runtime.sh charts/images/
COPY libs/shared libs/shared
COPY services/${PART} services/${PART}
# compiled code would be used without a look at its source
RUN charts/images/members.sh "isotherm-${PART} isotherm-wait" libs/shared "services/${PART}" \
 && charts/images/runtime.sh \
 && find /opt/isotherm/lib/python3.11/site-packages/isotherm* -type d -name __pycache__ -prune -exec rm -r {} + \
 && chown -R 10001:10001 /opt/isotherm/lib/python3.11/site-packages/isotherm*
COPY k8s/dev/restart.py /opt/isotherm/restart.py
ENV PATH=/opt/isotherm/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /opt/isotherm
USER 10001:10001
EXPOSE 8000 9090
# the Tiltfile names the program
ENTRYPOINT ["python", "restart.py"]
