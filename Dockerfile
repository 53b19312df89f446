# The operator, its scans, and `backendrepo check`, in one image. The last stage has no pip, no compiler and no shell
# script of ours, and writes to /tmp only.
#
# Behind a package index of your own: docker build --secret id=pip.conf,src=pip.conf .
FROM python:3.11-slim AS built
COPY requirements/runtime.txt /requirements.txt
# The lock is complete, so nothing is resolved; a file that is not in it is not installed.
RUN --mount=type=secret,id=pip.conf,target=/etc/pip.conf \
    python -m pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: --no-compile \
        --target /dependencies --requirement /requirements.txt
# Less the asynchronous twin of the Kubernetes client, 68 MB that nothing here imports. Compiled here, as nothing can be
# written later, but for the client's classes, which are not loaded; the files are the same in each build.
RUN rm -r /dependencies/kubernetes/aio \
    && python -m compileall -q --invalidation-mode unchecked-hash -x 'kubernetes/client/(api|models)/' /dependencies
COPY operator/backendrepo /app/backendrepo
COPY pyproject.toml /pyproject.toml
# As an installation would leave it, for the version that is told to GitHub and to scanners of images.
RUN python -m compileall -q --invalidation-mode unchecked-hash /app \
    && version=$(sed -n 's/^version = "\(.*\)"$/\1/p' /pyproject.toml) \
    && mkdir "/app/backendrepo-$version.dist-info" \
    && printf 'Metadata-Version: 2.1\nName: backendrepo\nVersion: %s\n' "$version" \
        > "/app/backendrepo-$version.dist-info/METADATA"

FROM python:3.11-slim
RUN python -m pip uninstall --yes --root-user-action ignore pip setuptools wheel \
    && rm -rf /usr/local/lib/python3.11/ensurepip \
    && groupadd --system --gid 10001 backendrepo \
    && useradd --system --uid 10001 --gid 10001 --home-dir /tmp --shell /usr/sbin/nologin backendrepo
COPY --from=built /dependencies /dependencies
COPY --from=built /app /app
ENV PYTHONPATH=/app:/dependencies PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
ENTRYPOINT ["python", "-m", "backendrepo"]
CMD ["run"]
