# The operator, and `backendrepo check`, in one image. The last stage has no pip, no compiler and no shell script of ours.
FROM python:3.11-slim AS dependencies
COPY requirements/runtime.txt /requirements.txt
# The lock is complete, so nothing is resolved.
RUN python -m pip install --no-cache-dir --no-deps --require-hashes --target /dependencies --requirement /requirements.txt

FROM python:3.11-slim
RUN python -m pip uninstall --yes pip && useradd --system --uid 10001 backendrepo
COPY --from=dependencies /dependencies /dependencies
COPY operator/backendrepo /app/backendrepo
ENV PYTHONPATH=/app:/dependencies PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
ENTRYPOINT ["python", "-m", "backendrepo"]
CMD ["run"]
